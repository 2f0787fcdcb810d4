import { execFile } from 'node:child_process';
import { existsSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Invocation } from './executable';

/** What a gate may touch outside of its own tree. Paths are absolute, and exist. */
export interface Reach {
  /** The gate may write below these; all else it can only read. */
  readonly writable: readonly string[];
  /** Folders that the gate sees empty: what is in them is nobody's but the user's. */
  readonly hiddenFolders: readonly string[];
  /** Files that it sees empty. */
  readonly hiddenFiles: readonly string[];
  readonly network: boolean;
}

/** A way of the system to keep a process within bounds. */
export interface Sandbox {
  /** Named in verdicts: `bubblewrap`. */
  readonly name: string;
  /** The same command, kept within its reach. */
  wrap(invocation: Invocation, cwd: string, reach: Reach): Invocation;
}

/** The sandbox of this system, or why there is none. */
export type SandboxFound = { readonly sandbox: Sandbox } | { readonly none: string };

/** Linux: namespaces of its own, with the whole file system read only but for what it may write. */
export const bubblewrap: Sandbox = {
  name: 'bubblewrap',
  wrap: ({ file, args }, cwd, { writable, hiddenFolders, hiddenFiles, network }) => ({
    file: 'bwrap',
    args: [
      ...['--die-with-parent', '--unshare-pid', '--unshare-ipc'],
      ...(network ? [] : ['--unshare-net']),
      ...['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
      ...hiddenFolders.flatMap((folder) => ['--tmpfs', folder]),
      ...hiddenFiles.flatMap((hidden) => ['--ro-bind', '/dev/null', hidden]),
      // Last, so that nothing above takes away what the gate needs.
      ...writable.flatMap((folder) => ['--bind', folder, folder]),
      ...['--chdir', cwd, '--', file, ...args],
    ],
    verbatim: false,
  }),
};

/** macOS: a profile of the system's own sandbox; later rules win over earlier ones. */
export const seatbelt: Sandbox = {
  name: 'sandbox-exec',
  wrap: ({ file, args }, _cwd, reach) => ({
    file: '/usr/bin/sandbox-exec',
    args: ['-p', seatbeltProfile(reach), file, ...args],
    verbatim: false,
  }),
};

function seatbeltProfile({ writable, hiddenFolders, hiddenFiles, network }: Reach): string {
  const below = (paths: readonly string[]): string =>
    paths.map((path) => `(subpath ${JSON.stringify(path)})`).join(' ');
  const exactly = (paths: readonly string[]): string =>
    paths.map((path) => `(literal ${JSON.stringify(path)})`).join(' ');
  const hidden = [below(hiddenFolders), exactly(hiddenFiles)].filter((part) => part !== '').join(' ');
  return [
    '(version 1)',
    '(allow default)',
    '(deny file-write*)',
    `(allow file-write* ${below([...writable, '/dev'])})`,
    ...(hidden === '' ? [] : [`(deny file-read* ${hidden})`]),
    ...(network ? [] : ['(deny network*)', '(allow network* (local ip "localhost:*") (remote ip "localhost:*"))']),
  ].join('\n');
}

/** Looks for the sandbox of this system, and tries it: one that is installed need not be allowed to anybody. */
export async function findSandbox(platform: NodeJS.Platform = process.platform): Promise<SandboxFound> {
  if (platform !== 'linux' && platform !== 'darwin') return { none: 'this system has no sandbox that gates could use' };
  const sandbox = platform === 'linux' ? bubblewrap : seatbelt;
  const reach: Reach = { writable: [], hiddenFolders: [], hiddenFiles: [], network: false };
  const { file, args } = sandbox.wrap({ file: '/usr/bin/true', args: [], verbatim: false }, '/', reach);
  const problem = await failureOf(file, args);
  if (problem === undefined) return { sandbox };
  if (problem.includes('ENOENT'))
    return { none: platform === 'linux' ? 'bubblewrap is not installed' : 'sandbox-exec is not there' };
  return { none: `${sandbox.name} may not be used here: ${problem}` };
}

function failureOf(file: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(file, args, { timeout: 10_000 }, (error, _stdout, stderr) => {
      if (!error) resolve(undefined);
      else resolve(stderr.trim() === '' ? error.message : stderr.trim().split('\n', 1)[0]);
    });
  });
}

/** Below the user's home: keys and tokens, which no build needs to read. */
const secretPlaces: readonly string[] = [
  ...['.ssh', '.gnupg', '.aws', '.azure', '.kube', '.docker', '.config/gcloud', '.config/gh', '.config/op'],
  ...['.netrc', '.npmrc', '.pypirc', '.git-credentials', '.cargo/credentials', '.cargo/credentials.toml'],
  ...[
    '.gem/credentials',
    '.config/pip/pip.conf',
    '.terraform.d/credentials.tfrc.json',
    '.bash_history',
    '.zsh_history',
  ],
];

/** Below the user's home: what package managers download to once for all projects. A build that needs a package puts it there. */
const sharedCaches: readonly string[] = [
  ...['.cargo/registry', '.cargo/git', '.gradle', '.m2', 'go/pkg', '.nuget/packages', '.local/share/pnpm/store'],
];

/** What there is of that on this machine. */
export function homeReach(home: string = homedir()): Pick<Reach, 'hiddenFolders' | 'hiddenFiles' | 'writable'> {
  const there = (names: readonly string[]): readonly string[] =>
    names.map((name) => join(home, name)).filter((path) => existsSync(path));
  const secrets = there(secretPlaces);
  const isFolder = (path: string): boolean => statSync(path).isDirectory();
  return {
    hiddenFolders: secrets.filter(isFolder),
    hiddenFiles: secrets.filter((path) => !isFolder(path)).map((path) => realpathSync(path)),
    writable: there(sharedCaches),
  };
}
