import { splitLines } from '../../util/text';
import { diffLines } from './lineDiff';

/**
 * How a file's text became another one, as JSON that is small when the change is: pieces that were replaced, or, where the file
 * came or went, the whole. Each piece names where it stands in the old text, in UTF-16 code units from 0:
 * `[start, removed units, new text]`.
 */
export type TextDelta =
  | { readonly pieces: readonly (readonly [start: number, removed: number, added: string])[] }
  | { readonly whole: string | null };

/** What has to be known of two texts to make the second of the first. */
export function deltaBetween(before: string | null, after: string | null): TextDelta {
  if (before === after) return { pieces: [] };
  if (before === null || after === null) return { whole: after };
  const start = lineStart(before, commonPrefix(before, after));
  const suffix = commonSuffix(before, after, start);
  const from = splitLines(before.slice(start, before.length - suffix));
  const to = splitLines(after.slice(start, after.length - suffix));
  let [offset, position] = [start, 0];
  const pieces = diffLines(from, to).map((edit) => {
    offset += lengthOf(from, position, edit.beforeStart);
    const removed = lengthOf(from, edit.beforeStart, edit.beforeEnd);
    const piece = [offset, removed, to.slice(edit.afterStart, edit.afterEnd).join('')] as const;
    [offset, position] = [offset + removed, edit.beforeEnd];
    return piece;
  });
  return { pieces };
}

/** The second text again, from the first and the delta. */
export function applyDelta(before: string | null, delta: TextDelta): string | null {
  if ('whole' in delta) return delta.whole;
  if (before === null) return before;
  const parts: string[] = [];
  let position = 0;
  for (const [start, removed, added] of delta.pieces) {
    parts.push(before.slice(position, start), added);
    position = start + removed;
  }
  return parts.join('') + before.slice(position);
}

// Slices compare many times as fast as characters, one by one.
const sliceLength = 4096;

function commonPrefix(one: string, other: string): number {
  const limit = Math.min(one.length, other.length);
  let length = 0;
  const isSame = (end: number): boolean => one.slice(length, end) === other.slice(length, end);
  while (length + sliceLength <= limit && isSame(length + sliceLength)) length += sliceLength;
  while (length < limit && one.charCodeAt(length) === other.charCodeAt(length)) length++;
  return length;
}

/** Of what stands behind `start` in both. */
function commonSuffix(one: string, other: string, start: number): number {
  const limit = Math.min(one.length, other.length) - start;
  let length = 0;
  const end = (text: string, by: number): string => text.slice(text.length - length - by, text.length - length);
  while (length + sliceLength <= limit && end(one, sliceLength) === end(other, sliceLength)) length += sliceLength;
  while (length < limit && end(one, 1) === end(other, 1)) length++;
  return length;
}

function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

function lengthOf(lines: readonly string[], start: number, end: number): number {
  let length = 0;
  for (let index = start; index < end; index++) length += lines[index]?.length ?? 0;
  return length;
}
