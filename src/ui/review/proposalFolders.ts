import type { WorkspacePath } from '../../core/util/paths';

/** An entry of a folder. */
export interface FolderEntry {
  readonly name: string;
  readonly isFolder: boolean;
}

/** What a folder of the proposal holds, by its URI path (`/Proposed/src`); `undefined` when there is no such folder. */
export function childrenOf(paths: readonly WorkspacePath[], uriPath: string): readonly FolderEntry[] | undefined {
  const folder = uriPath.endsWith('/') ? uriPath : `${uriPath}/`;
  const entries = new Map<string, FolderEntry>();
  for (const path of paths) {
    const full = `/Proposed/${path}`;
    if (!full.startsWith(folder)) continue;
    const [name = '', ...below] = full.slice(folder.length).split('/');
    entries.set(name, { name, isFolder: below.length > 0 });
  }
  return entries.size === 0 ? undefined : [...entries.values()];
}
