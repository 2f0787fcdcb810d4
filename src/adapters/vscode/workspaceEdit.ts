import type { Uri } from 'vscode';
import { EndOfLine, Range, TextEdit, WorkspaceEdit, workspace, type TextDocument } from 'vscode';

import type { FileWrite } from '../../core/ports/applier';
import { isStandIn } from '../../core/staging/read/standIn';
import { dominantEndOfLine, withEndOfLine } from '../../core/util/text';
import { heldTextOf } from './currentText';
import { lineReplacements } from './lineEdits';
import { sameText } from './sameText';
import { openDocument } from './workspaceFiles';

// How long the editor may take to notice that a file it has open changed on disk.
const catchUpMs = 5000;

/** A write together with where it goes. */
export interface LocatedWrite extends FileWrite {
  readonly uri: Uri;
  /** Where a file that is to be moved stands. */
  readonly from?: Uri;
}

/** A write together with all that has to be awaited for it. */
export type PreparedWrite = LocatedWrite &
  (
    | { readonly type: 'create'; readonly contents: Uint8Array }
    | { readonly type: 'change'; readonly document: TextDocument }
    /** All of a file that no document can show, before or after. */
    | { readonly type: 'replace'; readonly contents: Uint8Array }
    | { readonly type: 'delete' }
    /** Where the text changes too: the `document` of the old place, or all the new `contents` where there is none. */
    | {
        readonly type: 'move';
        readonly from: Uri;
        readonly document: TextDocument | undefined;
        readonly contents?: Uint8Array;
      }
  );

/** Opens and encodes all that the edit will need, so that nothing has to be awaited any more while it is put together. */
export async function prepareWrites(writes: readonly LocatedWrite[]): Promise<readonly PreparedWrite[]> {
  const prepared = await Promise.all(
    writes.map(async (write): Promise<PreparedWrite | undefined> => {
      const { uri, from, before, after } = write;
      const hasDocument = !isStandIn(before) && !isStandIn(after);
      if (from && before !== null && after !== null) {
        const move = { ...write, type: 'move' as const, from };
        if (before === after) return { ...move, document: undefined };
        if (hasDocument) return { ...move, document: await documentWith(from, before) };
        return { ...move, document: undefined, contents: await contentsOf(write, after, writes) };
      }
      if (after === null) return before === null ? undefined : { ...write, type: 'delete' };
      if (before === null) return { ...write, type: 'create', contents: await contentsOf(write, after, writes) };
      if (hasDocument) return { ...write, type: 'change', document: await documentWith(uri, before) };
      return { ...write, type: 'replace', contents: await contentsOf(write, after, writes) };
    }),
  );
  return prepared.filter((write) => write !== undefined);
}

/** The bytes of a file that is written whole; of one that is no text those that stand elsewhere until this is carried out. */
async function contentsOf(
  { path, uri, afterBytes }: LocatedWrite,
  after: string,
  writes: readonly LocatedWrite[],
): Promise<Uint8Array> {
  if (afterBytes) return afterBytes;
  if (!isStandIn(after)) return workspace.encode(withConfiguredLineEnds(uri, after), { uri });
  const source = writes.find(({ before }) => before === after);
  const place = source?.from ?? source?.uri;
  const bytes = place && (await workspace.fs.readFile(place));
  if (bytes && (await heldTextOf(bytes, place)) === after) return bytes;
  throw new Error(
    `${path} is not text, and its bytes are in no file that this changes. Accept what takes it from its old place too.`,
  );
}

/**
 * One edit for all writes. Creates come first, then moves, and deletes last: the editor is all-or-nothing for text alone, so whatever
 * may still fail has to fail before the first file operation that cannot be taken back by it. The text of a moved file is edited in
 * its new place, by ranges of the old document, which the editor makes the new one with all that it holds.
 *
 * It is for the documents as they are at this moment, and has to be handed over in the same turn: the editor notes their versions
 * only then, and ranges that were worked out before somebody typed would hit other text.
 */
export function workspaceEditFor(writes: readonly PreparedWrite[]): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const write of writes) {
    if (write.type !== 'create') continue;
    edit.createFile(write.uri, { contents: write.contents, overwrite: false, ignoreIfExists: false });
  }
  for (const write of writes) {
    if (write.type === 'move') edit.renameFile(write.from, write.uri, { overwrite: false, ignoreIfExists: false });
  }
  for (const write of writes) {
    const contents = write.type === 'replace' || write.type === 'move' ? write.contents : undefined;
    if (!contents) continue;
    // Made anew, and not written over: an undo brings back what was deleted, and not what was written over.
    edit.deleteFile(write.uri, { ignoreIfNotExists: false });
    edit.createFile(write.uri, { contents, overwrite: false, ignoreIfExists: false });
  }
  for (const write of writes) {
    if (write.type === 'move' && write.document) {
      edit.set(write.uri, textEdits(presentDocument({ uri: write.from, document: write.document }), write.after ?? ''));
    }
    if (write.type === 'change') edit.set(write.uri, textEdits(presentDocument(write), write.after ?? ''));
  }
  for (const { type, uri } of writes) if (type === 'delete') edit.deleteFile(uri, { ignoreIfNotExists: false });
  return edit;
}

/** The document that the editor has for a file now: it lets go of one that nobody looks at, and makes another when asked again. */
export function presentDocument({
  uri,
  document,
}: {
  readonly uri: Uri;
  readonly document: TextDocument;
}): TextDocument {
  return openDocument(uri) ?? document;
}

/** The document of a file, once it shows the text on disk where it comes to that: an open one may lag behind for a moment. */
async function documentWith(uri: Uri, text: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  // Text that was typed will not give way to the disk's.
  const isSettled = (): boolean => document.isDirty || sameText(document.getText(), text);
  if (isSettled()) return document;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const listener = workspace.onDidChangeTextDocument((change) => {
      if (change.document === document && isSettled()) done();
    });
    const timer = setTimeout(done, catchUpMs);
  });
  return document;
}

/** What a new file's text becomes when the user settled on a kind of line end. With `auto` it stays as reviewed. */
export function withConfiguredLineEnds(uri: Uri, text: string): string {
  const configured = workspace.getConfiguration('files', uri).get<string>('eol');
  return configured === '\n' || configured === '\r\n' ? withEndOfLine(text, configured) : text;
}

/** The edits that give a document the text, line by line and with its line ends. */
export function textEdits(document: TextDocument, text: string): TextEdit[] {
  const current = document.getText();
  const documentEnds = document.eol === EndOfLine.CRLF ? '\r\n' : '\n';
  const edits = lineReplacements(current, withEndOfLine(text, documentEnds)).map(
    (part) => new TextEdit(new Range(document.positionAt(part.start), document.positionAt(part.end)), part.text),
  );
  const wantedEnds = dominantEndOfLine(text);
  if (text.includes('\n') && wantedEnds !== documentEnds) {
    edits.push(TextEdit.setEndOfLine(wantedEnds === '\r\n' ? EndOfLine.CRLF : EndOfLine.LF));
  }
  return edits;
}
