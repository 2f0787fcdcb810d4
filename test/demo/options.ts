import { parseArgs } from 'node:util';

import { inRepository } from '../testbed/repository';

/** How the demo was asked for. */
export type DemoOptions = {
  /** No window is shown: the demo drives the workbench where nobody sees it and takes pictures. */
  readonly headless: boolean;
  /** Leaves the editor up afterwards, with a fresh copy of the sample workspace, and prints the address. */
  readonly open: boolean;
  /** Where the pictures go. */
  readonly pictures: string;
  /** The editor's colour theme. */
  readonly theme: string;
};

/** Reads the command line; rejects what it does not know, in words. */
export function readOptions(args: readonly string[]): DemoOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      headless: { type: 'boolean', default: false },
      open: { type: 'boolean', default: false },
      pictures: { type: 'string', default: inRepository('out/demo/pictures') },
      theme: { type: 'string', default: 'Dark Modern' },
    },
  });
  return { ...values, headless: values.headless || !hasDisplay() };
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}
