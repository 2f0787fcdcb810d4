import { FileType, Uri, workspace } from 'vscode';

/** How many folders are read at once: virtual ones may be far away. */
const readsAtOnce = 16;

/** What to walk over. Paths are relative to the folder; `skips` is asked for each folder below it. */
export interface WalkOptions {
  /** Files, at most. */
  readonly limit: number;
  readonly skips: (folder: string) => Promise<boolean>;
  /** Called between folders; may throw to end the walk. */
  readonly check: () => void;
}

/**
 * The files of a folder, level by level. For folders that are on no disk: the editor's own search waits for ever where nobody
 * provides one for their scheme, and only proposed API could. Links are not followed.
 */
export async function walkFolder(root: Uri, { limit, skips, check }: WalkOptions): Promise<readonly string[]> {
  const files: string[] = [];
  let level = [''];
  while (level.length > 0 && files.length < limit) {
    const below: string[] = [];
    for (let start = 0; start < level.length && files.length < limit; start += readsAtOnce) {
      check();
      const folders = level.slice(start, start + readsAtOnce);
      const contents = await Promise.all(
        folders.map((folder) => workspace.fs.readDirectory(Uri.joinPath(root, folder))),
      );
      for (const [index, folder] of folders.entries()) {
        for (const [name, type] of contents[index] ?? []) {
          const path = folder === '' ? name : `${folder}/${name}`;
          if (type === FileType.File) files.push(path);
          else if (type === FileType.Directory && !(await skips(path))) below.push(path);
        }
      }
    }
    level = below;
  }
  return files.slice(0, limit);
}
