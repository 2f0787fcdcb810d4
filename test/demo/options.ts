import path from 'node:path';
import { parseArgs } from 'node:util';

import { describeError } from '../../src/core/util/result';
import { inRepository } from '../testbed/repository';

/** How the demo was asked for. */
export type DemoOptions = {
  /** No window is shown: the demo drives the workbench where nobody sees it and takes pictures. */
  readonly headless: boolean;
  /** Leaves the editor up afterwards, with a fresh copy of the sample workspace, and prints the address. */
  readonly open: boolean;
  /** The folder that the pictures go to, absolute. */
  readonly pictures: string;
  /** Puts two of the pictures where the README of this repository shows them. */
  readonly readme: boolean;
  /** The editor's colour theme. */
  readonly theme: string;
};

/** The colour theme that the README's pictures are in. */
const defaultTheme = 'Dark Modern';

const usage = `npm run demo -- takes
  --headless           show no window (so it is anyway where there is no display)
  --open               leave the editor up afterwards, with a fresh copy of the sample workspace
  --pictures <folder>  where the pictures go
  --readme             put two of them into media/, for the README
  --theme <name>       the editor's colour theme, "${defaultTheme}" unless told otherwise`;

/** Reads the command line; rejects what it does not know, in words. `host` is the process, for what it knows of a display. */
export function readOptions(
  args: readonly string[],
  host: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): DemoOptions {
  const { headless, open, pictures, readme, theme } = parse(args);
  if (readme && theme !== undefined)
    throw new Error(`The README's pictures are in ${defaultTheme}: leave out --theme.`);
  return {
    // The README's pictures have one size, whatever the screen and its scale.
    headless: headless || readme || !hasDisplay(host),
    open,
    pictures: path.resolve(pictures),
    readme,
    theme: theme ?? defaultTheme,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        headless: { type: 'boolean', default: false },
        open: { type: 'boolean', default: false },
        pictures: { type: 'string', default: inRepository('out/demo/pictures') },
        readme: { type: 'boolean', default: false },
        theme: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new Error(`${describeError(error)}\n${usage}`, { cause: error });
  }
}

function hasDisplay({ platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>): boolean {
  if (platform !== 'linux') return true;
  return [env.DISPLAY, env.WAYLAND_DISPLAY].some((display) => display !== undefined && display !== '');
}
