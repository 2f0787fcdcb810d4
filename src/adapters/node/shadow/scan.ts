import type { Dirent } from 'node:fs';
import { lstat, readdir, readlink, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Logger } from '../../../core/ports/services';
import { throwIfAborted } from '../../../core/util/abort';
import type { WorkspacePath } from '../../../core/util/paths';
import { errorCode } from '../systemError';
import { layModules } from './modules';
import { addFoldersAbove, type Layout } from './layout';
import { sourceStampOf } from './stamp';
import { joinPath, pathInCopy, type RootFolder } from './workspaceRoots';

/** Whether ignore rules leave a path out. Asked for folders too, to spare walking them; a no is then asked again per file. */
export type IgnoreTest = (path: WorkspacePath, kind: 'file' | 'folder') => Promise<boolean>;

/** What a scan of the workspace needs. */
export interface ScanOptions {
  readonly roots: readonly RootFolder[];
  readonly ignored: IgnoreTest;
  /** Absolute path with no links, not to be copied into itself when it lies in the workspace. */
  readonly storage: string;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** Reads off the workspace what a copy of it shall hold. Content is not read, and links that lead out are not followed. */
export async function scanWorkspace(options: ScanOptions): Promise<Layout> {
  const layout: Layout = new Map();
  for (const root of options.roots) {
    if (root.path !== '') layout.set(root.path, { type: 'folder' });
    addFoldersAbove(layout, root.path);
    await new FolderScan(options, layout).scan(root.real, root.path);
  }
  return layout;
}

class FolderScan {
  constructor(
    private readonly options: ScanOptions,
    private readonly layout: Layout,
  ) {}

  async scan(folder: string, path: string): Promise<void> {
    throwIfAborted(this.options.signal);
    const folders: string[] = [];
    const entries = await this.entriesOf(folder, path);
    await Promise.all(
      entries.map(async (entry) => {
        if (entry.isDirectory()) folders.push(entry.name);
        else await this.scanEntry(entry, join(folder, entry.name), joinPath(path, entry.name));
      }),
    );
    for (const name of folders) await this.scanFolder(join(folder, name), joinPath(path, name));
  }

  /** A folder that can't be read is left out, unless it is the workspace's own: without that there is nothing to copy. */
  private async entriesOf(folder: string, path: string): Promise<readonly Dirent[]> {
    try {
      const entries = await readdir(folder, { withFileTypes: true });
      return entries.filter((entry) => entry.name !== '.git');
    } catch (error) {
      if (this.options.roots.some((root) => root.real === folder)) throw error;
      this.options.logger.warn(`Left out of gates, since it could not be read: ${path} (${errorCode(error)})`);
      return [];
    }
  }

  private async scanFolder(folder: string, path: string): Promise<void> {
    if (folder === this.options.storage) return;
    if (basename(folder) === 'node_modules') return this.scanModules(folder, path);
    if (await this.options.ignored(path as WorkspacePath, 'folder')) return;
    this.layout.set(path, { type: 'folder' });
    await this.scan(folder, path);
  }

  private async scanEntry(entry: Dirent, file: string, path: string): Promise<void> {
    if (entry.name === 'node_modules' && entry.isSymbolicLink()) {
      // A link here is the user's own short cut to shared packages. Packages are used in place anyway.
      const real = await realpath(file).catch(() => null);
      if (real !== null) await this.scanModules(real, path);
      return;
    }
    if (await this.options.ignored(path as WorkspacePath, 'file')) return;
    if (entry.isSymbolicLink()) return this.scanLink(file, path);
    // Sockets and the like can't be copied.
    if (!entry.isFile()) return;
    try {
      const stats = await lstat(file);
      this.layout.set(path, { type: 'file', source: file, stamp: sourceStampOf(stats, Date.now()) });
    } catch (error) {
      // Deleted while we looked.
      if (errorCode(error) !== 'ENOENT') throw error;
    }
  }

  /** Links within the workspace become links within the copy; those that lead out are left out. */
  private async scanLink(link: string, path: string): Promise<void> {
    const real = await realpath(link).catch(() => null);
    const target = pathInCopy(this.options.roots, real ?? resolve(dirname(link), await readlink(link)));
    if (target === null) {
      this.options.logger.warn(`Left out of gates, since it is a link that leads out of the workspace: ${path}`);
      return;
    }
    const isFolder = real !== null && (await stat(real)).isDirectory();
    this.layout.set(path, { type: 'link', to: { type: 'copy', path: target }, kind: isFolder ? 'folder' : 'file' });
  }

  private async scanModules(folder: string, path: string): Promise<void> {
    await layModules({ roots: this.options.roots, layout: this.layout, folder, path });
  }
}
