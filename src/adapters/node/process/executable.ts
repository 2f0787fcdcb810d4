import { win32 } from 'node:path';
import type { EnvironmentVariables } from './environment';

/** What to hand to `spawn`, with `shell: false`. */
export interface Invocation {
  readonly file: string;
  readonly args: readonly string[];
  /** Windows only: the arguments are quoted already and must not be quoted again. */
  readonly verbatim: boolean;
}

/** What the resolver needs to know of the machine. */
export interface WindowsLookup {
  readonly cwd: string;
  readonly environment: EnvironmentVariables;
  /** Whether there is a file at an absolute path. */
  exists(file: string): boolean;
}

/** POSIX systems find commands in PATH themselves and need nothing quoted. */
export function posixInvocation(command: string, args: readonly string[]): Invocation {
  return { file: command, args, verbatim: false };
}

/**
 * Finds a command on Windows as its shell would, but never in the current folder, where proposed code lies: in PATH, with
 * each extension of PATHEXT. Programs start directly. Scripts (`npm.cmd`, `tsc.cmd`) can only be run by `cmd.exe`, which Node
 * refuses to do by itself since 20.12 because of the quoting, so we start `cmd.exe /d /s /c` with arguments quoted for it.
 * Null when nothing was found.
 */
export function windowsInvocation(command: string, args: readonly string[], lookup: WindowsLookup): Invocation | null {
  const file = findOnWindows(command, lookup);
  if (file === null) return null;
  if (!/\.(cmd|bat)$/i.test(file)) return { file, args, verbatim: false };
  const line = [escapeForCmd(file), ...args.map(quoteForScript)].join(' ');
  return {
    file: variable(lookup.environment, 'ComSpec') ?? 'C:\\Windows\\System32\\cmd.exe',
    args: ['/d', '/s', '/c', `"${line}"`],
    verbatim: true,
  };
}

function findOnWindows(command: string, lookup: WindowsLookup): string | null {
  const hasFolder = /[\\/]/.test(command);
  const path = variable(lookup.environment, 'PATH') ?? '';
  const folders = hasFolder ? [lookup.cwd] : path.split(';').filter((folder) => win32.isAbsolute(folder));
  const extensions = (variable(lookup.environment, 'PATHEXT') ?? '.COM;.EXE;.BAT;.CMD').toLowerCase().split(';');
  const named = extensions.includes(win32.extname(command).toLowerCase());
  for (const folder of folders) {
    const file = win32.resolve(folder, command);
    const candidates = named ? [file] : extensions.map((extension) => `${file}${extension}`);
    const found = candidates.find((candidate) => lookup.exists(candidate));
    if (found !== undefined) return found;
  }
  return null;
}

/** Variable names have no case on Windows, but a copied environment has. */
function variable(environment: EnvironmentVariables, name: string): string | undefined {
  const key = Object.keys(environment).find((candidate) => candidate.toUpperCase() === name.toUpperCase());
  return key === undefined ? undefined : environment[key];
}

/**
 * One argument for a script run by `cmd.exe`: quoted as programs read their command line (back-slashes count double only before a
 * quote), then every character special to cmd escaped, twice, since the script hands it through cmd once more with `%*`.
 */
function quoteForScript(argument: string): string {
  const quoted = `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, '$1$1')}"`;
  return escapeForCmd(escapeForCmd(quoted));
}

function escapeForCmd(text: string): string {
  return text.replace(/[()[\]%!^"`<>&|;, *?]/g, '^$&');
}
