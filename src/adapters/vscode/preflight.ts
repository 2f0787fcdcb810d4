import { constants } from 'node:fs';
import { access } from 'node:fs/promises';

import { FileType, Uri, workspace } from 'vscode';

import type { ApplyObstacle, FileWrite } from '../../core/ports/applier';
import { describeError } from '../../core/util/result';
import { isReadOnly, readCurrent, type CurrentFile } from './currentText';
import { isSameEntry } from './moving';
import { sameText } from './sameText';
import { isInsideWorkspace, statOf, uriOf } from './workspaceFiles';

/** Looks for whatever would make one of the writes fail, or write over something that nobody reviewed. Touches nothing. */
export async function findObstacles(writes: readonly FileWrite[]): Promise<readonly ApplyObstacle[]> {
  const found = await Promise.all(writes.map(obstacleOf));
  return found.filter((obstacle) => obstacle !== undefined);
}

async function obstacleOf(write: FileWrite): Promise<ApplyObstacle | undefined> {
  const message = await messageFor(write);
  return message === undefined ? undefined : { path: write.path, message };
}

/** A move is looked at from both ends. */
async function messageFor(write: FileWrite): Promise<string | undefined> {
  const { path, movedFrom, before, after } = write;
  if (movedFrom === undefined) return messageAt(write, verbFor(write));
  const old = { path: movedFrom, before };
  const leaving =
    (await messageAt({ ...old, after: null }, 'moved')) ??
    (before === after ? undefined : await messageAt({ ...old, after }, 'moved'));
  if (leaving !== undefined) return leaving;
  const [from, to] = [uriOf(movedFrom), uriOf(path)];
  if (from && (await isLink(from))) return `${movedFrom} is a link. Move it yourself, or leave it where it is.`;
  // On a disk that does not tell upper from lower case the file itself stands in its way.
  if (from && to && (await isSameEntry(from, to))) return undefined;
  return messageAt({ path, before: null, after }, `moved there from ${movedFrom}`);
}

function verbFor({ before, after }: FileWrite): string {
  if (before === null) return 'created';
  return after === null ? 'deleted' : 'changed';
}

async function isLink(uri: Uri): Promise<boolean> {
  return (((await statOf(uri))?.type ?? 0) & FileType.SymbolicLink) !== 0;
}

/** `verb`: what is to be done with the file. */
async function messageAt(write: FileWrite, verb: string): Promise<string | undefined> {
  const uri = uriOf(write.path);
  if (!uri) return `${write.path} lies in no folder of this window. Open its folder and apply again.`;
  if (workspace.fs.isWritableFileSystem(uri.scheme) === false) {
    return `${write.path} is on a read-only file system (${uri.scheme}).`;
  }
  try {
    if (!(await isInsideWorkspace(uri))) return `${write.path} is a link that leads out of the workspace.`;
    return differenceFrom(write, await readCurrent(uri), verb) ?? (await permissionTrouble(write, uri));
  } catch (error) {
    return `${write.path} cannot be checked: ${describeError(error)}`;
  }
}

function differenceFrom(write: FileWrite, current: CurrentFile, verb: string): string | undefined {
  const { stat, uri, text } = current;
  if (stat && (stat.type & FileType.Directory) !== 0) return `${write.path} is a folder now.`;
  if (hasUnsavedNotebook(uri))
    return `${write.path} is open as a notebook with unsaved changes. Save it and apply again.`;
  if (write.before === null) {
    return stat || text !== null
      ? `${write.path} exists by now. It is to be ${verb}, and would be overwritten.`
      : undefined;
  }
  if (!stat) return `${write.path} is gone. It is to be ${verb}.`;
  if (!sameText(text, write.before)) return `${write.path} has changed meanwhile.`;
  return isReadOnly(stat) ? `${write.path} is read-only.` : undefined;
}

function hasUnsavedNotebook(uri: Uri): boolean {
  const wanted = uri.toString();
  return workspace.notebookDocuments.some((notebook) => notebook.isDirty && notebook.uri.toString() === wanted);
}

/** Local files: the rights of the file itself, or of the folder in which an entry is made or removed. */
async function permissionTrouble(write: FileWrite, uri: Uri): Promise<string | undefined> {
  if (uri.scheme !== 'file') return undefined;
  const entryChanges = write.before === null || write.after === null;
  const subject = entryChanges ? await nearestFolder(uri) : uri;
  try {
    await access(subject.fsPath, constants.W_OK);
    return undefined;
  } catch {
    // Only "not permitted" and "read-only" remain: the file was read a moment ago.
    return `${write.path} may not be written: check the rights of ${entryChanges ? 'its folder' : 'the file'}.`;
  }
}

async function nearestFolder(uri: Uri): Promise<Uri> {
  const parent = Uri.joinPath(uri, '..');
  if (parent.path === uri.path) return parent;
  return (await statOf(parent)) ? parent : nearestFolder(parent);
}
