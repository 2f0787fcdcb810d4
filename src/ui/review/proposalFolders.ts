/** An entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/**
 * What a folder holds by its URI path (`/Proposed/src`), of files that stand below a top folder (`/Proposed/`); `undefined` when there
 * is no such folder.
 */
export function childrenOf(paths: readonly string[], uriPath: string, top: string): readonly FolderEntry[] | undefined {
  const folder = uriPath.endsWith('/') ? uriPath : `${uriPath}/`;
  const entries = new Map<string, FolderEntry>();
  for (const path of paths) {
    const full = `${top}${path}`;
    if (!full.startsWith(folder)) continue;
    const [name = '', ...below] = full.slice(folder.length).split('/');
    entries.set(name, { name, isFolder: below.length > 0 });
  }
  return entries.size === 0 ? undefined : [...entries.values()];
}
