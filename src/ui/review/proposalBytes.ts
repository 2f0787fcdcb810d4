import { workspace, type Uri } from 'vscode';

const byteOrderMark = '\uFEFF';

/**
 * A proposed text as bytes that the editor reads back as that text. It decodes files as the user's settings say; where that is
 * not plainly UTF-8, a byte order mark tells it. The mark is no part of the text and never reaches the workspace.
 */
export function encodeProposed(uri: Uri, text: string): Uint8Array {
  return new TextEncoder().encode(isPlainUtf8(uri) ? text : byteOrderMark + text);
}

/** The way back from what the editor saves; a mark is taken off. */
export function decodeProposed(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function isPlainUtf8(uri: Uri): boolean {
  const files = workspace.getConfiguration('files', uri);
  // A language may have an encoding of its own, and the language is not known before the file is read.
  const perLanguage = files.inspect('encoding')?.languageIds ?? [];
  const plain = ['utf8', 'utf8bom'].includes(files.get<string>('encoding', 'utf8'));
  return plain && perLanguage.length === 0 && !files.get<boolean>('autoGuessEncoding', false);
}
