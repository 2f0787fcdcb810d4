/** An edit of a text: what stands in it once, and what to put there. */
export interface PatchedText {
  readonly path: string;
  /** The file as the worker read it. */
  readonly text: string;
  readonly edits: readonly { readonly search: string; readonly replace: string }[];
}

/** A file to make. */
export interface AddedText {
  readonly path: string;
  readonly text: string;
}

/** Writes edits as a patch, as the model that the demo stands in for would. */
export function patchOf(added: readonly AddedText[], patched: readonly PatchedText[]): string {
  return [
    '*** Begin Patch',
    ...added.flatMap(({ path, text }) => [`*** Add File: ${path}`, ...linesOf(text).map((line) => `+${line}`)]),
    ...patched.flatMap(({ path, text, edits }) => [
      `*** Update File: ${path}`,
      ...edits.flatMap(({ search, replace }) => hunkOf(text, search, replace)),
    ]),
    '*** End Patch',
  ].join('\n');
}

/** The whole lines that a search touches, and what becomes of them. */
function hunkOf(text: string, search: string, replace: string): readonly string[] {
  const at = text.indexOf(search);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const behind = text.indexOf('\n', at + search.length - 1);
  const end = behind < 0 ? text.length : behind;
  const after = text.slice(start, at) + replace + text.slice(at + search.length, end);
  const removed = linesOf(text.slice(start, end)).map((line) => `-${line}`);
  return ['@@', ...removed, ...linesOf(after).map((line) => `+${line}`)];
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, '').split('\n');
}
