import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** A workspace folder as the copy sees it. */
export interface RootFolder {
  readonly name: string;
  /** Absolute path with no links in it. */
  readonly real: string;
  /** Where it lies in the copy: empty for the only folder, its name where there are several. */
  readonly path: string;
}

/** Whether a path is a folder itself or lies in it; both absolute. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/** The path in the copy that stands for a real path; null when the real path is out of the workspace. Nested folders: the inner. */
export function pathInCopy(roots: readonly RootFolder[], real: string): string | null {
  const root = roots
    .filter((candidate) => isWithin(candidate.real, real))
    .sort((a, b) => b.real.length - a.real.length)[0];
  if (!root) return null;
  return join(root.path, relative(root.real, real)).split(sep).join('/');
}

/** Joins two parts of a path in the copy, either of which may be empty. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/** Where a path of the copy is on disk; a path that is not of the copy is a bug or an attack, and goes no further. */
export function locateInCopy(root: string, path: string): string {
  const file = resolve(root, path);
  if (file === root || !isWithin(root, file)) throw new Error(`"${path}" leads out of the copy.`);
  return file;
}
