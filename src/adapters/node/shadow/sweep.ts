import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { WorkspacePath } from '../../../core/util/paths';
import { concurrently } from './concurrently';
import { isModuleCache, type Layout } from './layout';
import type { IgnoreTest } from './scan';
import { stampOf } from './stamp';
import { joinPath, locateInCopy } from './workspaceRoots';

/** What to sweep. */
export interface SweepOptions {
  /** Absolute path of the copy. */
  readonly root: string;
  readonly layout: Layout;
  readonly signal: AbortSignal;
  /**
   * Given between two gates: what has no place stays where ignore rules leave it out, and folders of packages are not looked
   * at. Without it nothing stays but the caches of tools beside the packages.
   */
  readonly ignored: IgnoreTest | undefined;
}

/** What a sweep came upon. */
export interface Swept {
  /** What stays and has a place, by path: a stamp for each file, the target for each link. */
  readonly kept: ReadonlyMap<string, string>;
  /** How many entries were removed. */
  readonly removed: number;
}

/** Removes from a copy what its layout has no place for, of whatever kind: nothing may later be written through a link. */
export async function sweepCopy(options: SweepOptions): Promise<Swept> {
  const sweep = new Sweep(options);
  const removed = await sweep.folder('');
  return { kept: sweep.kept, removed };
}

class Sweep {
  readonly kept = new Map<string, string>();

  constructor(private readonly options: SweepOptions) {}

  /** Answers how many entries were removed. */
  async folder(folder: string): Promise<number> {
    const { root, layout, signal, ignored } = this.options;
    let removed = 0;
    const inModules = /(^|\/)node_modules$/.test(folder);
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    await concurrently(entries, signal, async (entry) => {
      const path = joinPath(folder, entry.name);
      const expected = layout.get(path);
      const file = locateInCopy(root, path);
      if (inModules && isModuleCache(entry.name) && entry.isDirectory()) return;
      if (ignored && entry.name === 'node_modules') return;
      if (entry.isDirectory() && expected?.type === 'folder') {
        removed += await this.folder(path);
        this.kept.set(path, 'folder');
      } else if (entry.isSymbolicLink() && expected?.type === 'link')
        this.kept.set(path, resolve(dirname(file), await readlink(file)));
      else if (entry.isFile() && (expected?.type === 'file' || expected?.type === 'text'))
        this.kept.set(path, stampOf(await lstat(file)));
      else removed += await this.leftover(path, entry);
    });
    return removed;
  }

  /** Removes what has no place, or the part of it that ignore rules do not leave out. */
  private async leftover(path: string, entry: Dirent): Promise<number> {
    const { root, layout, ignored } = this.options;
    const file = locateInCopy(root, path);
    // Where the layout wants something else, that must be able to stand there.
    if (ignored && !layout.has(path)) {
      if (await ignored(path as WorkspacePath, entry.isDirectory() ? 'folder' : 'file')) return 0;
      if (entry.isDirectory()) {
        const removed = await this.folder(path);
        if ((await readdir(file)).length > 0) return removed;
      }
    }
    await rm(file, { recursive: true, force: true });
    return 1;
  }
}
