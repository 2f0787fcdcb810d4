import { Range, Uri, WorkspaceEdit, workspace, type TextDocument } from 'vscode';

import type { WorkspacePath } from '../../core/util/paths';
import { describeError } from '../../core/util/result';
import { heldTextOf } from './currentText';
import { hasLeft, isSameEntry } from './moving';
import { sameText } from './sameText';
import { withConfiguredLineEnds, type LocatedWrite } from './workspaceEdit';
import { openDocument, statOf } from './workspaceFiles';

/** What stood in one file before apply, to the byte, and what its document held beyond that. */
export interface BeforeImage {
  readonly write: LocatedWrite;
  /** `null`: there was no file. */
  readonly bytes: Uint8Array | null;
  /** The same as a text, or what stands for one. */
  readonly savedText: string | null;
  /** Text that was not saved; `null` when there was none. */
  readonly unsavedText: string | null;
  /** Folders above the file that were not there, the deepest first. */
  readonly missingFolders: readonly Uri[];
}

/** Remembers all files of an apply; of one that is to be moved both places. Throws where the file service does. */
export async function takeBeforeImages(writes: readonly LocatedWrite[]): Promise<readonly BeforeImage[]> {
  return Promise.all(
    writes.flatMap(placesOf).map(async (write) => {
      const { uri, from } = write;
      const bytes = from && (await isSameEntry(from, uri)) ? null : await bytesOf(uri);
      const savedText = bytes && (await heldTextOf(bytes, uri));
      const missingFolders = bytes ? [] : await missingFoldersAbove(uri);
      const document = openDocument(uri);
      return { write, bytes, savedText, unsavedText: document?.isDirty ? document.getText() : null, missingFolders };
    }),
  );
}

/** What is remembered of a move: the new place, which is to be empty again, and the old one, as of a file that changes. */
function placesOf(write: LocatedWrite): readonly LocatedWrite[] {
  const { from, movedFrom, ...rest } = write;
  return from && movedFrom !== undefined ? [write, { ...rest, path: movedFrom, uri: from }] : [write];
}

/**
 * Brings all files back; answers a sentence for each one that could not be, or that holds what somebody else put there meanwhile
 * and so was left alone. What is as it was is not touched. `wasWritten` tells whether a document ever held the new text.
 */
export async function restore(
  images: readonly BeforeImage[],
  wasWritten: (path: WorkspacePath) => boolean,
): Promise<readonly string[]> {
  const troubles: string[] = [];
  for (const image of images) {
    const { path } = image.write;
    try {
      const trouble = await restoreOne(image, wasWritten);
      if (trouble !== undefined) troubles.push(trouble);
    } catch (error) {
      troubles.push(`${path} could not be brought back: ${describeError(error)}`);
    }
  }
  for (const folder of images.flatMap(({ missingFolders }) => missingFolders)) await removeWhenEmpty(folder);
  return troubles;
}

async function restoreOne(
  image: BeforeImage,
  wasWritten: (path: WorkspacePath) => boolean,
): Promise<string | undefined> {
  const { path, uri } = image.write;
  await moveBack(image);
  if (await isAsBefore(image)) return undefined;
  if (await isForeign(image)) return `${path} was written by something else meanwhile and stays as it is.`;
  const document = openDocument(uri);
  if (document && isTypedInto(document, image)) {
    return wasWritten(path)
      ? `${path} was typed into after it was changed, and stays as it is now.`
      : `${path} was typed into meanwhile and stays as it is.`;
  }
  await putBack(image);
  return (await isAsBefore(image)) ? undefined : `${path} was brought back, but does not read as it did.`;
}

/**
 * Takes a move back, through the editor, so that open documents and what they hold go along; only of a file that is ours, and when
 * nothing stands in the old place. Whatever else there is, the images of both places see to.
 */
async function moveBack({ write }: BeforeImage): Promise<void> {
  const { uri, from } = write;
  const now = from && (await bytesOf(uri));
  if (!from || !now || !(await hasLeft(from, uri)) || !(await isOurs(write, now))) return;
  const edit = new WorkspaceEdit();
  edit.renameFile(uri, from, { overwrite: false, ignoreIfExists: false });
  await workspace.applyEdit(edit);
}

/** Whether neither the file nor unsaved text of its document differs from what was. A document without such text follows the file. */
async function isAsBefore({ write: { uri, from }, bytes, unsavedText }: BeforeImage): Promise<boolean> {
  // One file on a disk that does not tell upper from lower case: it reads the same under both names.
  if (from && (await isSameEntry(uri, from))) return hasLeft(uri, from);
  const document = openDocument(uri);
  const unsavedNow = document?.isDirty ? document.getText() : null;
  return unsavedNow === unsavedText && areSame(await bytesOf(uri), bytes);
}

/** Whether the file on disk is neither what it was nor what we wrote: then it is not ours to touch. One that is gone loses nothing. */
async function isForeign({ write, bytes }: BeforeImage): Promise<boolean> {
  const now = await bytesOf(write.uri);
  return now !== null && !areSame(now, bytes) && !(await isOurs(write, now));
}

async function isOurs({ uri, from, before, after }: LocatedWrite, bytes: Uint8Array): Promise<boolean> {
  if (after === null) return false;
  const text = await heldTextOf(bytes, uri);
  if (from && sameText(text, before)) return true;
  return sameText(text, after) || text === withConfiguredLineEnds(uri, after);
}

/** Whether a document holds text that is neither what we wrote nor what was there, and that exists nowhere else. */
function isTypedInto(document: TextDocument, { write, savedText, unsavedText }: BeforeImage): boolean {
  const text = document.getText();
  return (
    document.isDirty && ![write.after, write.before, savedText, unsavedText].some((known) => sameText(text, known))
  );
}

async function putBack(image: BeforeImage): Promise<void> {
  const { uri, after } = image.write;
  const { bytes, savedText, unsavedText } = image;
  if (bytes === null || savedText === null) {
    await workspace.fs.delete(uri, { recursive: false, useTrash: false });
    return;
  }
  // Through the document where it has a say, so that it does not take the file for one that another program changed.
  const holdsText = unsavedText !== null || (openDocument(uri)?.isDirty ?? false);
  if (after !== null && holdsText) await replaceText(image, savedText, { save: true });
  if (!areSame(await bytesOf(uri), bytes)) await workspace.fs.writeFile(uri, bytes);
  if (unsavedText !== null) await replaceText(image, unsavedText, { save: false });
}

async function replaceText(image: BeforeImage, text: string, options: { readonly save: boolean }): Promise<void> {
  const { uri } = image.write;
  const document = await workspace.openTextDocument(uri);
  // Nothing is awaited between this look and the call, and the editor refuses a document of another version.
  if (isTypedInto(document, image)) throw new Error('It was typed into at that moment, and stays as it is.');
  if (document.getText() !== text) {
    const edit = new WorkspaceEdit();
    edit.replace(uri, new Range(document.positionAt(0), document.positionAt(document.getText().length)), text);
    if (!(await workspace.applyEdit(edit))) throw new Error('The editor refused to put the old text back.');
  }
  if (options.save && document.isDirty && !(await document.save())) {
    throw new Error('The editor did not save the old text.');
  }
}

async function bytesOf(uri: Uri): Promise<Uint8Array | null> {
  return (await statOf(uri)) ? workspace.fs.readFile(uri) : null;
}

function areSame(one: Uint8Array | null, other: Uint8Array | null): boolean {
  return one === null || other === null ? one === other : Buffer.from(one).equals(other);
}

async function missingFoldersAbove(uri: Uri): Promise<readonly Uri[]> {
  const parent = Uri.joinPath(uri, '..');
  if (parent.path === uri.path || (await statOf(parent))) return [];
  return [parent, ...(await missingFoldersAbove(parent))];
}

/** The editor makes folders for the files it makes, and does not take them back. One that stays does no harm. */
async function removeWhenEmpty(folder: Uri): Promise<void> {
  try {
    if ((await workspace.fs.readDirectory(folder)).length > 0) return;
    await workspace.fs.delete(folder, { recursive: false, useTrash: false });
  } catch {
    // It was never made, or is gone, or somebody uses it.
  }
}
