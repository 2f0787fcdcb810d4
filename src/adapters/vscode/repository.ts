import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import { thisGitUser, userExcludeFile, type GitUser } from './gitSettings';

/*
 * What git leaves beside its ignore files: where a repository starts, and the rules that are not shared. Local folders only; git
 * itself is not asked, which need not be installed.
 */

/** A folder that another one lies in. */
export interface FolderAbove {
  /** Absolute path, links followed. */
  readonly folder: string;
  /** The way down from there, `/` between segments: `packages/app`. */
  readonly way: string;
}

/**
 * The folders above a folder up to the one that its repository starts in, the nearest first; empty when it starts in the folder
 * itself, or when there is none.
 */
export async function foldersUpToRepository(folder: string): Promise<readonly FolderAbove[]> {
  const real = await realpath(folder);
  const above: FolderAbove[] = [];
  for (let current = real; !(await startsRepository(current)); current = path.dirname(current)) {
    const parent = path.dirname(current);
    // The top of the disk, and no repository on the way.
    if (parent === current) return [];
    above.push({ folder: parent, way: path.relative(parent, real).split(path.sep).join('/') });
  }
  return above;
}

async function startsRepository(folder: string): Promise<boolean> {
  return (await stat(path.join(folder, '.git')).catch(() => undefined)) !== undefined;
}

/**
 * The rules of the repository that starts in a folder that are in none of its ignore files, the weakest first: those that the user has
 * for all repositories, and its own that are not shared (`info/exclude`); none where no repository starts there.
 */
export async function excludeFilesOf(folder: string, user: GitUser = thisGitUser()): Promise<readonly string[]> {
  const git = await gitFolderOf(folder);
  return git === undefined
    ? []
    : [await userExcludeFile(user, path.join(git, 'config')), path.join(git, 'info', 'exclude')];
}

/** A work tree of its own and a submodule have a file in the place of `.git` that says where the repository is. */
async function gitFolderOf(folder: string): Promise<string | undefined> {
  const entry = path.join(folder, '.git');
  const stats = await stat(entry).catch(() => undefined);
  if (!stats) return undefined;
  if (stats.isDirectory()) return entry;
  const pointer = /^gitdir: (.+)$/m.exec(await readFile(entry, 'utf8'))?.[1]?.trim();
  if (pointer === undefined) return undefined;
  const own = path.resolve(folder, pointer);
  // A work tree shares the rules of the repository it was made from.
  const shared = await readFile(path.join(own, 'commondir'), 'utf8').catch(() => '.');
  return path.resolve(own, shared.trim());
}
