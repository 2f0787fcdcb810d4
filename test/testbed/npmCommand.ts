import { existsSync } from 'node:fs';
import path from 'node:path';

/** A program with its arguments. */
export type ProgramCall = { readonly command: string; readonly args: readonly string[] };

/** Where npm may be found. */
export type NpmSurroundings = {
  readonly platform: NodeJS.Platform;
  /** The Node to run npm with. */
  readonly node: string;
  /** npm's script as npm itself told its children, if one of them we are. */
  readonly toldByNpm: string | undefined;
  isFile(file: string): boolean;
};

/**
 * How to run npm: its script through Node, wherever that script is to be found. On Windows `npm` is a batch file, which Node
 * starts in a shell only, and what a shell makes of arguments is nobody's guess; elsewhere `npm` on PATH does as well.
 */
export function npmCommand(args: readonly string[], surroundings: NpmSurroundings = ours()): ProgramCall {
  const script = npmScripts(surroundings).find((file) => surroundings.isFile(file));
  if (script !== undefined) return { command: surroundings.node, args: [script, ...args] };
  if (surroundings.platform !== 'win32') return { command: 'npm', args };
  throw new Error(`npm was not found beside ${surroundings.node}. Start this by npm ("npm test", "npm run e2e").`);
}

function npmScripts({ platform, node, toldByNpm }: NpmSurroundings): readonly string[] {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const library = platform === 'win32' ? 'node_modules' : '../lib/node_modules';
  const beside = paths.join(paths.dirname(node), library, 'npm/bin/npm-cli.js');
  // Other package managers set the variable too, to scripts of their own.
  return toldByNpm !== undefined && paths.basename(toldByNpm) === 'npm-cli.js' ? [toldByNpm, beside] : [beside];
}

function ours(): NpmSurroundings {
  return {
    platform: process.platform,
    node: process.execPath,
    toldByNpm: process.env.npm_execpath,
    isFile: existsSync,
  };
}
