import type { Uri } from 'vscode';
import { EndOfLine, Range, TextEdit, WorkspaceEdit, workspace, type TextDocument } from 'vscode';

import type { FileWrite } from '../../core/ports/applier';
import { dominantEndOfLine, withEndOfLine } from '../../core/util/text';
import { lineReplacements } from './lineEdits';
import { sameText } from './sameText';

// How long the editor may take to notice that a file it has open changed on disk.
const catchUpMs = 5000;

/** A write together with where it goes. */
export interface LocatedWrite extends FileWrite {
  readonly uri: Uri;
}

/**
 * One edit for all writes. Creates come first and deletes last: the editor is all-or-nothing for text alone, so whatever may
 * still fail has to fail before the first file operation that cannot be taken back by it.
 */
export async function workspaceEditFor(writes: readonly LocatedWrite[]): Promise<WorkspaceEdit> {
  const edit = new WorkspaceEdit();
  for (const { uri, before, after } of writes) {
    if (before !== null || after === null) continue;
    const contents = await workspace.encode(withConfiguredLineEnds(uri, after), { uri });
    edit.createFile(uri, { contents, overwrite: false, ignoreIfExists: false });
  }
  for (const { uri, before, after } of writes) {
    if (before === null || after === null) continue;
    edit.set(uri, textEdits(await documentWith(uri, before), after));
  }
  for (const { uri, before, after } of writes) {
    if (before !== null && after === null) edit.deleteFile(uri, { ignoreIfNotExists: false });
  }
  return edit;
}

/** The document of a file once it shows the text on disk: an open one may lag behind it for a moment. */
async function documentWith(uri: Uri, text: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(uri);
  if (sameText(document.getText(), text)) return document;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const listener = workspace.onDidChangeTextDocument((change) => {
      if (change.document === document && sameText(document.getText(), text)) done();
    });
    const timer = setTimeout(done, catchUpMs);
  });
  if (sameText(document.getText(), text)) return document;
  throw new Error(
    `${uri.path} is open with another text than the one on disk. Close it, or revert it, and apply again.`,
  );
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
