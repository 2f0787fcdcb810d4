import { Range, WorkspaceEdit, workspace, type Uri } from 'vscode';

import { describeError } from '../../core/util/result';
import { sameText } from './sameText';
import { withoutByteOrderMark } from './textContent';
import { withConfiguredLineEnds, type LocatedWrite } from './workspaceEdit';
import { openDocument, statOf } from './workspaceFiles';

/** What stood in one file before apply, to the byte, and what its document held beyond that. */
interface BeforeImage {
  readonly write: LocatedWrite;
  /** `null`: there was no file. */
  readonly bytes: Uint8Array | null;
  /** Text that was not saved; `null` when there was none. */
  readonly unsavedText: string | null;
}

/** Remembers all files of an apply. */
export async function takeBeforeImages(writes: readonly LocatedWrite[]): Promise<readonly BeforeImage[]> {
  return Promise.all(
    writes.map(async (write) => {
      const document = openDocument(write.uri);
      return {
        write,
        bytes: await bytesOf(write.uri),
        unsavedText: document?.isDirty ? document.getText() : null,
      };
    }),
  );
}

/** Brings all files back; answers a sentence for each one that could not be. */
export async function restore(images: readonly BeforeImage[]): Promise<readonly string[]> {
  const troubles: string[] = [];
  for (const image of images) {
    const { path } = image.write;
    try {
      if (await isForeign(image)) troubles.push(`${path} was written by something else meanwhile and stays as it is.`);
      else await restoreOne(image);
    } catch (error) {
      troubles.push(`${path} could not be brought back: ${describeError(error)}`);
    }
  }
  return troubles;
}

/** Whether the file on disk is neither what it was nor what we wrote: then it is not ours to touch. */
async function isForeign({ write, bytes }: BeforeImage): Promise<boolean> {
  const now = await bytesOf(write.uri);
  if (now === null || bytes === null) return now !== null && !(await isOurs(write, now));
  return !Buffer.from(now).equals(bytes) && !(await isOurs(write, now));
}

async function isOurs({ uri, after }: LocatedWrite, bytes: Uint8Array): Promise<boolean> {
  if (after === null) return false;
  const text = withoutByteOrderMark(await workspace.decode(bytes, { uri }));
  return sameText(text, after) || text === withConfiguredLineEnds(uri, after);
}

async function restoreOne({ write: { uri }, bytes, unsavedText }: BeforeImage): Promise<void> {
  if (bytes === null) {
    if (await statOf(uri)) await workspace.fs.delete(uri, { recursive: false, useTrash: false });
    return;
  }
  await workspace.fs.writeFile(uri, bytes);
  // A document that was not saved would keep our text: it is brought to the old text, and saved over the same bytes.
  if (openDocument(uri)?.isDirty) {
    await replaceDocument(uri, withoutByteOrderMark(await workspace.decode(bytes, { uri })), { save: true });
    await workspace.fs.writeFile(uri, bytes);
  }
  if (unsavedText !== null) await replaceDocument(uri, unsavedText, { save: false });
}

async function bytesOf(uri: Uri): Promise<Uint8Array | null> {
  return (await statOf(uri)) ? workspace.fs.readFile(uri) : null;
}

async function replaceDocument(uri: Uri, text: string, options: { readonly save: boolean }): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  const edit = new WorkspaceEdit();
  edit.replace(uri, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
  if (!(await workspace.applyEdit(edit))) throw new Error('The editor refused to put the old text back.');
  if (options.save && !(await document.save())) throw new Error('The editor did not save the old text.');
}
