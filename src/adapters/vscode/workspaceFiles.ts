import { FileSystemError, FileType, Uri, workspace, type FileStat, type TextDocument } from 'vscode';

import type { WorkspacePath } from '../../core/util/paths';
import { locate, nameFolders, pathIn, type NamedFolder } from './folders';
import { realPathOf as followLinks, staysInside } from './links';

/** A workspace folder by its name in paths. */
export type WorkspaceFolderName = NamedFolder<Uri>;

/** The folders of the window, as they are now. */
export function workspaceFolders(): readonly WorkspaceFolderName[] {
  return nameFolders((workspace.workspaceFolders ?? []).map((folder) => ({ name: folder.name, root: folder.uri })));
}

/** Where a workspace path lies; `undefined` when no folder of the window has that name. */
export function uriOf(path: WorkspacePath): Uri | undefined {
  const found = locate(workspaceFolders(), path);
  return found && Uri.joinPath(found.folder.root, found.inside);
}

/** The workspace path of a file; `undefined` for whatever lies in no folder of the window. */
export function pathOf(uri: Uri): WorkspacePath | undefined {
  const owner = workspace.getWorkspaceFolder(uri);
  const folders = workspaceFolders();
  const folder = owner && folders.find((candidate) => candidate.root.toString() === owner.uri.toString());
  if (!folder) return undefined;
  const root = folder.root.path.endsWith('/') ? folder.root.path : `${folder.root.path}/`;
  return uri.path.startsWith(root) ? pathIn(folders, folder, uri.path.slice(root.length)) : undefined;
}

/** The workspace path that a path leads to once links are followed; the same one where they lead out, or where there are none. */
export async function realPathOf(path: WorkspacePath): Promise<WorkspacePath> {
  const uri = uriOf(path);
  if (uri?.scheme !== 'file') return path;
  const real = await realUriOf(uri);
  if (!real) return path;
  const folders = workspaceFolders();
  for (const folder of folders.filter(({ root }) => root.scheme === 'file')) {
    const root = (await realUriOf(folder.root))?.path.replace(/\/?$/, '/');
    const led =
      root !== undefined && real.path.startsWith(root)
        ? pathIn(folders, folder, real.path.slice(root.length))
        : undefined;
    if (led !== undefined) return led;
  }
  return path;
}

/** `undefined` for links in circles and for what may not be looked into: reading such a file says so. */
async function realUriOf(uri: Uri): Promise<Uri | undefined> {
  try {
    return Uri.file(await followLinks(uri.fsPath));
  } catch {
    return undefined;
  }
}

/** The open text document of a file, if there is one. */
export function openDocument(uri: Uri): TextDocument | undefined {
  const wanted = uri.toString();
  return workspace.textDocuments.find((document) => !document.isClosed && document.uri.toString() === wanted);
}

/** What stands at a URI, or `undefined` for nothing. Any other trouble is thrown. */
export async function statOf(uri: Uri): Promise<FileStat | undefined> {
  try {
    return await workspace.fs.stat(uri);
  } catch (error) {
    if (error instanceof FileSystemError && (error.code === 'FileNotFound' || error.code === 'FileNotADirectory')) {
      return undefined;
    }
    throw error;
  }
}

/** What lies in a folder, by name; nothing for what is no folder, or may not be looked into. */
export async function namesIn(folder: Uri): Promise<readonly string[]> {
  try {
    return (await workspace.fs.readDirectory(folder)).map(([name]) => name);
  } catch (error) {
    if (error instanceof FileSystemError) return [];
    throw error;
  }
}

/** Whether a stat is that of a file, be it through a link. */
export function isFile(stat: FileStat): boolean {
  return (stat.type & FileType.File) !== 0;
}

/** Whether a file stays in the workspace when its links are followed; only local files have links that we can follow. */
export async function isInsideWorkspace(uri: Uri): Promise<boolean> {
  if (uri.scheme !== 'file') return true;
  const roots = workspaceFolders().filter((folder) => folder.root.scheme === 'file');
  return staysInside(
    uri.fsPath,
    roots.map((folder) => folder.root.fsPath),
  );
}
