import type { Uri } from 'vscode';
import { EndOfLine, Range, TextEdit, WorkspaceEdit, workspace, type TextDocument } from 'vscode';

import type { FileWrite } from '../../core/ports/applier';
import { dominantEndOfLine, withEndOfLine } from '../../core/util/text';
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
    | { readonly type: 'delete' }
    /** `document` is that of the old place, where the text changes too. */
    | { readonly type: 'move'; readonly from: Uri; readonly document: TextDocument | undefined }
  );

/** Opens and encodes all that the edit will need, so that nothing has to be awaited any more while it is put together. */
export async function prepareWrites(writes: readonly LocatedWrite[]): Promise<readonly PreparedWrite[]> {
  const prepared = await Promise.all(
    writes.map(async (write): Promise<PreparedWrite | undefined> => {
      const { uri, from, before, after, afterBytes } = write;
      if (from && before !== null && after !== null) {
        return {
          ...write,
          type: 'move',
          from,
          document: before === after ? undefined : await documentWith(from, before),
        };
      }
      if (after === null) return before === null ? undefined : { ...write, type: 'delete' };
      if (before !== null) return { ...write, type: 'change', document: await documentWith(uri, before) };
      const contents = afterBytes ?? (await workspace.encode(withConfiguredLineEnds(uri, after), { uri }));
      return { ...write, type: 'create', contents };
    }),
  );
  return prepared.filter((write) => write !== undefined);
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
