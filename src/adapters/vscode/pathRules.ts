import { lstat, readdir } from 'node:fs/promises';
import path from 'node:path';

import type { PathRules } from '../../core/util/pathRules';

/** What is asked about a machine's disks. Both functions take absolute paths and throw what `node:fs` throws. */
export interface Machine {
  readonly platform: typeof process.platform;
  readonly names: (folder: string) => Promise<readonly string[]>;
  readonly look: (file: string) => Promise<unknown>;
}

const thisMachine: Machine = { platform: process.platform, names: (folder) => readdir(folder), look: lstat };

/**
 * Measures how the disks of these local folders (absolute paths) name files. Where they differ, case counts for none of them: the
 * exact spelling of a file still names it, but no file is known under two names and written twice. Without a folder nothing is local,
 * and virtual file systems name files as Linux does.
 */
export async function measurePathRules(folders: readonly string[], machine: Machine = thisMachine): Promise<PathRules> {
  const sensitive = await Promise.all(folders.map((folder) => isCaseSensitive(folder, machine)));
  return {
    platform: folders.length > 0 && machine.platform === 'win32' ? 'windows' : 'posix',
    caseSensitive: sensitive.every(Boolean),
  };
}

/** On one machine one folder may know case and the next one not, so that the platform alone tells nothing. */
async function isCaseSensitive(folder: string, machine: Machine): Promise<boolean> {
  return (
    (await knowsCase(folder, await namesIn(folder, machine), machine)) ??
    // An empty folder tells by its own name, as its parent has it.
    (await knowsCase(path.dirname(folder), [path.basename(folder)], machine)) ??
    (machine.platform !== 'win32' && machine.platform !== 'darwin')
  );
}

async function namesIn(folder: string, machine: Machine): Promise<readonly string[]> {
  try {
    return await machine.names(folder);
  } catch {
    // Gone, or not to be looked into: then its name has to tell.
    return [];
  }
}

/** Asks for something that is there in the other case; `undefined` where no name has one, or nobody may look. */
async function knowsCase(folder: string, names: readonly string[], machine: Machine): Promise<boolean | undefined> {
  const name = names.find((each) => inOtherCase(each) !== each);
  if (name === undefined) return undefined;
  const other = inOtherCase(name);
  // Two files that differ in case alone can only be where case counts.
  if (names.includes(other)) return true;
  try {
    await machine.look(path.join(folder, other));
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? true : undefined;
  }
}

/** ASCII only: of other letters file systems differ in what they fold. */
function inOtherCase(name: string): string {
  return name.replaceAll(/[a-z]|[A-Z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase()));
}
