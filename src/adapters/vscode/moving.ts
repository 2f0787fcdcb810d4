import { Uri, workspace } from 'vscode';

import { statOf } from './workspaceFiles';

/**
 * Whether two paths are one file on a disk that does not tell upper from lower case: then a file stands at both, and renaming one to
 * the other writes over nothing.
 */
export async function isSameEntry(one: Uri, other: Uri): Promise<boolean> {
  if (!differOnlyInCase(one, other)) return false;
  return (await statOf(other)) !== undefined && !((await standsExactly(one)) && (await standsExactly(other)));
}

/** Whether nothing stands at `from` any more, now that it was renamed to `to`. */
export async function hasLeft(from: Uri, to: Uri): Promise<boolean> {
  return differOnlyInCase(from, to) ? !(await standsExactly(from)) : (await statOf(from)) === undefined;
}

function differOnlyInCase(one: Uri, other: Uri): boolean {
  return (
    one.path !== other.path &&
    one.path.toLowerCase() === other.path.toLowerCase() &&
    one.with({ path: '' }).toString() === other.with({ path: '' }).toString()
  );
}

/** Whether a file is listed under exactly this name, all the way down from its workspace folder. */
async function standsExactly(uri: Uri): Promise<boolean> {
  const root = workspace.getWorkspaceFolder(uri)?.uri;
  const inside = root ? uri.path.slice(root.path.length).split('/').filter(Boolean) : [];
  let folder = root;
  for (const name of inside) {
    if (!folder || !(await statOf(folder))) return false;
    const entries = await workspace.fs.readDirectory(folder);
    if (!entries.some(([entry]) => entry === name)) return false;
    folder = Uri.joinPath(folder, name);
  }
  return true;
}
