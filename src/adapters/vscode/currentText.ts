import { FilePermission, workspace, type FileStat, type Uri } from 'vscode';

import { standInFor } from '../../core/staging/read/standIn';
import { fingerprintOf, readText, withoutByteOrderMark } from './textContent';
import { isFile, openDocument, statOf } from './workspaceFiles';

/** What the editor holds for a file at this moment. */
export interface CurrentFile {
  readonly uri: Uri;
  readonly stat: FileStat | undefined;
  /** Unsaved text included, or what stands for bytes that are no text; `null` when there is no file. */
  readonly text: string | null;
}

/**
 * Reads a file as it stands, unsaved text included. A document without unsaved text is not asked: it may lag behind the disk for
 * a moment. Throws where the file service does.
 */
export async function readCurrent(uri: Uri): Promise<CurrentFile> {
  const stat = await statOf(uri);
  const document = openDocument(uri);
  if (document?.isDirty) return { uri, stat, text: document.getText() };
  if (!stat || !isFile(stat)) return { uri, stat, text: null };
  return { uri, stat, text: await heldTextOf(await workspace.fs.readFile(uri), uri) };
}

/** The text that bytes are held as: what they read as, or what stands for them. */
export async function heldTextOf(bytes: Uint8Array, uri: Uri): Promise<string> {
  const content = await readText(bytes, (all) => workspace.decode(all, { uri }));
  if (content.type === 'text') return content.text;
  return standInFor({ why: content.why, size: content.size, digest: fingerprintOf(bytes) });
}

/** The text of a file as saved; what an open document holds does not count. */
export async function readFromDisk(uri: Uri): Promise<string> {
  return withoutByteOrderMark(await workspace.decode(await workspace.fs.readFile(uri), { uri }));
}

/** Whether a stat says that the file must not be written. */
export function isReadOnly(stat: FileStat): boolean {
  return stat.permissions === FilePermission.Readonly;
}
