import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Logger } from '../../../core/ports/services';
import { countOf } from '../../../core/util/text';
import { sha256 } from '../digest';
import { concurrently } from './concurrently';
import { hashOf, hashOfFile, isReadable, readStyle } from './files';
import { isInModules, type CopiedFile, type Layout, type LayoutEntry, type TextFile, type TreeLink } from './layout';
import type { IgnoreTest } from './scan';
import { stampOf } from './stamp';
import { sweepCopy } from './sweep';
import { locateInCopy } from './workspaceRoots';

/** What the slot knows of a file it laid. */
interface LaidFile {
  /** Stamp of the source that was copied, or the fingerprint of the text that was written. */
  readonly from: string;
  /** Stamp of the file in the copy; another one means that a gate has changed it. */
  readonly stamp: string;
  /** SHA-256 of its bytes, hex. */
  readonly hash: string;
}

/** How a copy is brought up to date. With `ignored`, leftovers that ignore rules leave out stay, and packages too. */
interface BringOptions {
  readonly signal: AbortSignal;
  readonly ignored?: IgnoreTest | undefined;
}

/**
 * One copy of the workspace, brought up to date again and again. Only what differs is touched: files whose source changed, texts
 * that are new, and whatever a gate wrote, changed or deleted since.
 *
 * A gate may have left links where files and folders were. Nothing is ever written through one: the sweep before the writing
 * removes every entry that is not of the kind it should be, and files are created anew, exclusively.
 */
export class Slot {
  private readonly index = new Map<string, LaidFile>();

  /** `root`: absolute path of the copy, used by nobody else. */
  constructor(
    readonly root: string,
    private readonly logger: Logger,
  ) {}

  /** Makes the copy what the layout says and answers its digest. Throws system errors and aborts; can be called again then. */
  async lay(layout: Layout, signal: AbortSignal): Promise<string> {
    return this.bringTo(layout, { signal });
  }

  /**
   * The same for a layout that is laid already and that a gate worked in. What it left in files that ignore rules leave out
   * stays, and so do installed packages, which are not looked at.
   */
  async restore(
    layout: Layout,
    options: { readonly ignored: IgnoreTest; readonly signal: AbortSignal },
  ): Promise<string> {
    const sources: Layout = new Map([...layout].filter(([path]) => !isInModules(path)));
    return this.bringTo(sources, options);
  }

  private async bringTo(layout: Layout, { signal, ignored }: BringOptions): Promise<string> {
    await this.ensureRoot();
    const { kept, removed } = await sweepCopy({ root: this.root, layout, signal, ignored });
    for (const path of this.index.keys()) {
      const isLookedAt = ignored === undefined || !isInModules(path);
      if (isLookedAt && !kept.has(path)) this.index.delete(path);
    }

    const paths = [...layout.keys()].sort();
    for (const path of paths) if (layout.get(path)?.type === 'folder') await this.makeFolder(path, kept);
    let written = 0;
    await concurrently(paths, signal, async (path) => {
      const entry = layout.get(path);
      if (entry && (await this.place(path, entry, kept.get(path) ?? null))) written++;
    });
    this.logger.trace(`Gate copy ${this.root}: wrote ${countOf(written, 'entry', 'entries')}, removed ${removed}.`);
    return this.digest(paths, layout);
  }

  private locate(path: string): string {
    return locateInCopy(this.root, path);
  }

  private async ensureRoot(): Promise<void> {
    await mkdir(dirname(this.root), { recursive: true });
    const present = await lstat(this.root).catch(() => null);
    if (present?.isDirectory()) return;
    await rm(this.root, { force: true });
    await mkdir(this.root);
  }

  private async makeFolder(path: string, kept: ReadonlyMap<string, string>): Promise<void> {
    if (!kept.has(path)) await mkdir(this.locate(path));
  }

  /** Brings one entry up to date; true when something had to be written. */
  private async place(path: string, entry: LayoutEntry, present: string | null): Promise<boolean> {
    switch (entry.type) {
      case 'folder':
        return false;
      case 'link':
        return this.placeLink(path, entry, present);
      case 'file':
        return this.placeCopy(path, entry, present);
      case 'text':
        return this.placeText(path, entry, present);
    }
  }

  private async placeLink(path: string, entry: TreeLink, present: string | null): Promise<boolean> {
    const link = this.locate(path);
    const target = entry.to.type === 'package' ? entry.to.path : resolve(this.root, entry.to.path);
    if (present === target) return false;
    await rm(link, { force: true });
    // Relative within the copy, so that tools which print or compare link texts see what they see in the workspace.
    const text = entry.to.type === 'package' ? target : relative(dirname(link), target) || '.';
    // Windows lets anyone make junctions, but links only with a special right. Elsewhere the kind is of no account.
    await symlink(text, link, entry.kind === 'folder' ? 'junction' : 'file');
    return true;
  }

  private async placeCopy(path: string, entry: CopiedFile, present: string | null): Promise<boolean> {
    if (this.isCurrent(path, entry.stamp, present)) return false;
    const file = this.locate(path);
    await this.clear(path, file);
    try {
      await copyFile(entry.source, file, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    } catch (error) {
      if (await isReadable(entry.source)) throw error;
      await rm(file, { force: true });
      this.logger.warn(`Left out of gates, since it could not be read: ${path}`);
      return false;
    }
    // The source's own time, so that tools which go by times see an unchanged file as unchanged.
    const times = await stat(entry.source).catch(() => null);
    if (times) await utimes(file, times.atime, times.mtime);
    await this.note(path, file, entry.stamp);
    return true;
  }

  private async placeText(path: string, entry: TextFile, present: string | null): Promise<boolean> {
    const original = entry.original === null ? null : await readStyle(entry.original);
    const { content } = entry;
    const bytes =
      typeof content === 'string'
        ? Buffer.from((original?.byteOrderMark ?? '') + content, 'utf8')
        : Buffer.from(content);
    const from = `text:${hashOf(bytes)}:${original?.mode ?? 0}`;
    if (this.isCurrent(path, from, present)) return false;
    const file = this.locate(path);
    await this.clear(path, file);
    await writeFile(file, bytes, { flag: 'wx', mode: original?.mode ?? 0o666 });
    await this.note(path, file, from);
    return true;
  }

  private isCurrent(path: string, from: string, present: string | null): boolean {
    const laid = this.index.get(path);
    return laid?.from === from && laid.stamp === present;
  }

  private async clear(path: string, file: string): Promise<void> {
    this.index.delete(path);
    await rm(file, { force: true });
  }

  private async note(path: string, file: string, from: string): Promise<void> {
    const stats = await lstat(file);
    this.index.set(path, { from, stamp: stampOf(stats), hash: await hashOfFile(file, stats.size) });
  }

  /** Over sorted paths and contents. Installed packages are not in it: they are the machine's, not the tree's. */
  private digest(paths: readonly string[], layout: Layout): string {
    const lines = paths.flatMap((path) => {
      if (isInModules(path)) return [];
      const entry = layout.get(path);
      if (entry?.type === 'link') return [`${path}\0link\0${entry.to.path}`];
      const laid = this.index.get(path);
      return laid ? [`${path}\0file\0${laid.hash}`] : [];
    });
    return sha256(lines.join('\n'));
  }
}
