import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isInModules, isModuleCache, type Layout } from './layout';
import { sourceStampOf } from './stamp';
import { joinPath, pathInCopy, type RootFolder } from './workspaceRoots';

/** A folder of installed packages and where it goes. */
export interface ModulesFolder {
  readonly roots: readonly RootFolder[];
  readonly layout: Layout;
  /** Absolute path with no links. */
  readonly folder: string;
  /** Path in the copy. */
  readonly path: string;
}

/**
 * Lays out a `node_modules`: a real folder whose entries are links, one by one, to the installed packages. It is not one link to
 * the whole, since what tools write beside the packages (`.cache`, `.vite`) must stay in the copy; and it is no copy, since
 * that would take gigabytes. Packages that are links into the workspace itself, as in a monorepo, become links to their copy, so that
 * one package's proposed text is what another one imports.
 */
export async function layModules(modules: ModulesFolder): Promise<void> {
  modules.layout.set(modules.path, { type: 'folder' });
  for (const entry of await readdir(modules.folder, { withFileTypes: true })) {
    if (entry.name === '.bin' && entry.isDirectory()) await layBin(below(modules, entry.name));
    else if (entry.name.startsWith('@') && entry.isDirectory()) await layScope(below(modules, entry.name));
    else if (!isModuleCache(entry.name)) await layPackage(modules, entry);
    else if (entry.isFile()) await layFile(modules, entry.name);
  }
}

function below(modules: ModulesFolder, name: string): ModulesFolder {
  return { ...modules, folder: join(modules.folder, name), path: joinPath(modules.path, name) };
}

async function layScope(scope: ModulesFolder): Promise<void> {
  scope.layout.set(scope.path, { type: 'folder' });
  for (const entry of await readdir(scope.folder, { withFileTypes: true })) await layPackage(scope, entry);
}

async function layPackage(modules: ModulesFolder, entry: Dirent): Promise<void> {
  if (entry.isFile()) return layFile(modules, entry.name);
  const path = joinPath(modules.path, entry.name);
  const real = await realpath(join(modules.folder, entry.name)).catch(() => null);
  // A link to nothing: the package is not installed.
  if (real === null) return;
  const inCopy = entry.isSymbolicLink() ? pathInCopy(modules.roots, real) : null;
  const to =
    inCopy === null || isInModules(inCopy)
      ? ({ type: 'package', path: real } as const)
      : ({ type: 'copy', path: inCopy } as const);
  modules.layout.set(path, { type: 'link', to, kind: 'folder' });
}

/** Commands are links (`../typescript/bin/tsc`) or small scripts that look beside themselves; both are kept as they are. */
async function layBin(bin: ModulesFolder): Promise<void> {
  bin.layout.set(bin.path, { type: 'folder' });
  for (const entry of await readdir(bin.folder, { withFileTypes: true })) {
    if (entry.isFile()) await layFile(bin, entry.name);
    else if (entry.isSymbolicLink()) await layCommand(bin, entry.name);
  }
}

async function layCommand(bin: ModulesFolder, name: string): Promise<void> {
  const link = join(bin.folder, name);
  const target = resolve(dirname(link), await readlink(link));
  const inCopy = pathInCopy(bin.roots, target);
  // What lies in a hidden store (`.pnpm`) is not in the copy, and outside of the workspace is only the real one.
  const isStored =
    inCopy?.split('/').some((segment, index, all) => all[index - 1] === 'node_modules' && isModuleCache(segment)) ??
    true;
  const to =
    inCopy === null || isStored
      ? ({ type: 'package', path: target } as const)
      : ({ type: 'copy', path: inCopy } as const);
  bin.layout.set(joinPath(bin.path, name), { type: 'link', to, kind: 'file' });
}

async function layFile(modules: ModulesFolder, name: string): Promise<void> {
  const source = join(modules.folder, name);
  const stamp = sourceStampOf(await lstat(source), Date.now());
  modules.layout.set(joinPath(modules.path, name), { type: 'file', source, stamp });
}
