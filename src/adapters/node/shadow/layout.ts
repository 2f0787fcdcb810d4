import { posix } from 'node:path';

/** A file copied from the workspace. `stamp` tells whether it is still the one that was copied: see `stampOf`. */
export interface CopiedFile {
  readonly type: 'file';
  /** Absolute path of the file in the workspace. */
  readonly source: string;
  readonly stamp: string;
}

/** Proposed or unsaved content: bytes as they are to stand in the file, or a text, for UTF-8 with the mark of the file before. */
export type NewContent = Uint8Array | string;

/** A file with proposed or unsaved content; `original` is the file in the workspace it stands for, if there is one. */
export interface TextFile {
  readonly type: 'text';
  readonly content: NewContent;
  readonly original: string | null;
}

/** A link, to a path of the copy itself or to a package of the workspace that is used in place. */
export interface TreeLink {
  readonly type: 'link';
  readonly to: { readonly type: 'copy'; readonly path: string } | { readonly type: 'package'; readonly path: string };
  readonly kind: 'file' | 'folder';
}

/** What shall be at one path of the copy. */
export type LayoutEntry = { readonly type: 'folder' } | CopiedFile | TextFile | TreeLink;

/** All that a copy shall hold, by path relative to its root, `/` between segments. The root itself is not in it. */
export type Layout = Map<string, LayoutEntry>;

/** Whether a path lies in a folder of installed packages; such paths are links to the real ones and never proposed text. */
export function isInModules(path: string): boolean {
  return path.split('/').includes('node_modules');
}

/**
 * Whether an entry beside installed packages is a tool's own: `.cache`, `.vite`. They are never taken from the workspace, and
 * those of the copy are kept from one use to the next.
 */
export function isModuleCache(name: string): boolean {
  return name.startsWith('.') && name !== '.bin';
}

/** Puts content, or a file from elsewhere, at a path, or takes the path away (`null`). Answers why that can't be, or null. */
export function layOver(
  layout: Layout,
  path: string,
  content: NewContent | CopiedFile | TextFile | null,
): string | null {
  const real = throughLinks(layout, path, content === null ? 'keep-last' : 'follow-last');
  if (real === null || isInModules(real)) {
    return `${path} belongs to an installed package. Gates use those in place, so nothing can be laid over them.`;
  }
  const present = layout.get(real);
  if (content === null || present?.type === 'folder') removeBelow(layout, real);
  layout.delete(real);
  if (content === null) return null;
  const original = present?.type === 'file' ? present.source : present?.type === 'text' ? present.original : null;
  layout.set(real, isEntry(content) ? content : { type: 'text', content, original });
  addFoldersAbove(layout, real);
  return null;
}

function isEntry(content: NewContent | CopiedFile | TextFile): content is CopiedFile | TextFile {
  return typeof content !== 'string' && !(content instanceof Uint8Array);
}

/** Makes sure that all folders above a path are in the layout. */
export function addFoldersAbove(layout: Layout, path: string): void {
  for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
    if (layout.get(folder)?.type === 'folder') return;
    layout.set(folder, { type: 'folder' });
  }
}

function removeBelow(layout: Layout, folder: string): void {
  for (const path of [...layout.keys()]) {
    if (path.startsWith(`${folder}/`)) layout.delete(path);
  }
}

/** Where a path leads when links of the copy are followed; null when that is out of the copy, or in circles. */
function throughLinks(layout: Layout, path: string, last: 'follow-last' | 'keep-last'): string | null {
  let current = path;
  for (let hops = 0; hops < 40; hops++) {
    const next = firstHop(layout, current, last);
    if (next === undefined) return current;
    if (next === null) return null;
    current = next;
  }
  return null;
}

/** The path after its first link was replaced; undefined without a link on the way, null for a link to a package. */
function firstHop(layout: Layout, path: string, last: 'follow-last' | 'keep-last'): string | null | undefined {
  const segments = path.split('/');
  const end = last === 'follow-last' ? segments.length : segments.length - 1;
  for (let length = 1; length <= end; length++) {
    const entry = layout.get(segments.slice(0, length).join('/'));
    if (entry?.type !== 'link') continue;
    return entry.to.type === 'package' ? null : posix.join(entry.to.path, ...segments.slice(length));
  }
  return undefined;
}
