import { workspace, type Uri } from 'vscode';

import type { WorkspacePath } from '../../core/util/paths';
import { dominantEndOfLine, withEndOfLine } from '../../core/util/text';
import { hasMixedLineEnds } from './sameText';
import { withConfiguredLineEnds } from './workspaceEdit';
import { isFile, openDocument, statOf, uriOf } from './workspaceFiles';

const byteOrderMarks = [
  { encoding: 'utf8bom', bytes: [0xef, 0xbb, 0xbf] },
  { encoding: 'utf16be', bytes: [0xfe, 0xff] },
  { encoding: 'utf16le', bytes: [0xff, 0xfe] },
] as const;

/** The bytes that an apply would leave in a file, but for what the user's own save actions do to them. */
export async function bytesAsApplied(path: WorkspacePath, text: string): Promise<Uint8Array> {
  const uri = uriOf(path);
  if (!uri) return Buffer.from(text, 'utf8');
  const stat = await statOf(uri);
  const isNew = !openDocument(uri) && !(stat && isFile(stat));
  if (isNew) return workspace.encode(withConfiguredLineEnds(uri, text), { uri });
  // A document has one kind of line end.
  const uniform = hasMixedLineEnds(text) ? withEndOfLine(text, dominantEndOfLine(text)) : text;
  const encoding = await encodingOf(uri);
  return encoding === undefined ? workspace.encode(uniform, { uri }) : workspace.encode(uniform, { encoding });
}

/** The encoding in which the editor would save a file that is there; `undefined` for the one that its settings name. */
async function encodingOf(uri: Uri): Promise<string | undefined> {
  const open = openDocument(uri);
  if (open) return open.encoding;
  const files = workspace.getConfiguration('files', uri);
  // What it would guess only the editor knows. Otherwise no document is opened: language servers would hear of each.
  if (files.get<boolean>('autoGuessEncoding')) return (await workspace.openTextDocument(uri)).encoding;
  const bytes = await workspace.fs.readFile(uri);
  const mark = byteOrderMarks.find((known) => known.bytes.every((byte, index) => bytes[index] === byte));
  if (mark) return mark.encoding;
  // The mark that this setting asks for is for new files; one that has none gets none.
  return files.get<string>('encoding') === 'utf8bom' ? 'utf8' : undefined;
}
