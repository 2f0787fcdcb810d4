import { workspace, type Uri } from 'vscode';

import type { FileWrite } from '../../core/ports/applier';
import { isStandIn } from '../../core/staging/read/standIn';
import type { WorkspacePath } from '../../core/util/paths';
import { bytesAsApplied } from './appliedBytes';
import { heldTextOf, readFromDisk } from './currentText';
import { sameText } from './sameText';
import { withoutByteOrderMark } from './textContent';
import type { LocatedWrite } from './workspaceEdit';
import { openDocument, statOf, uriOf } from './workspaceFiles';

/** The bytes that the text before each write is on disk; of unsaved text those that saving would make of it. */
export async function readBytesBefore(writes: readonly FileWrite[]): Promise<ReadonlyMap<WorkspacePath, Uint8Array>> {
  const read = await Promise.all(
    writes.map(
      async ({ path, before, movedFrom = path }): Promise<readonly [WorkspacePath, Uint8Array] | undefined> => {
        const uri = uriOf(movedFrom);
        if (!uri || before === null) return undefined;
        try {
          const saved = openDocument(uri)?.isDirty ? undefined : await bytesThatRead(uri, before);
          if (!saved && isStandIn(before)) return undefined;
          return [path, saved ?? (await bytesAsApplied(movedFrom, before))];
        } catch {
          // A file that went in this moment: the applier looks at all of them once more, and names it.
          return undefined;
        }
      },
    ),
  );
  return new Map(read.filter((entry) => entry !== undefined));
}

/**
 * Brings the bytes of changed files to what they have to be: a document knows one kind of line end, and save actions change what
 * was there before they came. Files that are as they should be are not touched, nor those that others write to in this moment.
 */
export async function writeExactBytes(writes: readonly LocatedWrite[]): Promise<void> {
  for (const { uri, before, afterBytes } of writes) {
    if (!afterBytes || before === null || (await isOnDisk(uri, afterBytes))) continue;
    if (await isAsTheEditorSaved(uri)) await workspace.fs.writeFile(uri, afterBytes);
  }
}

async function isAsTheEditorSaved(uri: Uri): Promise<boolean> {
  const onDisk = await readFromDisk(uri);
  const document = openDocument(uri);
  return !document || (!document.isDirty && sameText(document.getText(), onDisk));
}

/** Whether a file holds exactly these bytes. */
export async function isOnDisk(uri: Uri, bytes: Uint8Array): Promise<boolean> {
  return Buffer.from(await workspace.fs.readFile(uri)).equals(bytes);
}

/** What is on disk, if it reads as this text. */
async function bytesThatRead(uri: Uri, text: string): Promise<Uint8Array | undefined> {
  if (!(await statOf(uri))) return undefined;
  const bytes = await workspace.fs.readFile(uri);
  if (isStandIn(text)) return (await heldTextOf(bytes, uri)) === text ? bytes : undefined;
  return withoutByteOrderMark(await workspace.decode(bytes, { uri })) === text ? bytes : undefined;
}
