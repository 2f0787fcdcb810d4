import { splitLines } from '../../util/text';
import { diffLines } from './lineDiff';

/**
 * How a file's text became another one, as JSON that is small when the change is: lines replaced in place, or, where the file came
 * or went, the whole. Each replacement names where it stands in the old text, from 0: `[start, removed lines, new lines]`.
 */
export type TextDelta =
  | { readonly lines: readonly (readonly [start: number, removed: number, added: readonly string[]])[] }
  | { readonly whole: string | null };

/** What has to be known of two texts to make the second of the first. */
export function deltaBetween(before: string | null, after: string | null): TextDelta {
  if (before === after) return { lines: [] };
  if (before === null || after === null) return { whole: after };
  const [from, to] = [splitLines(before), splitLines(after)];
  const lines = diffLines(from, to).map(
    ({ beforeStart, beforeEnd, afterStart, afterEnd }) =>
      [beforeStart, beforeEnd - beforeStart, to.slice(afterStart, afterEnd)] as const,
  );
  return { lines };
}

/** The second text again, from the first and the delta. */
export function applyDelta(before: string | null, delta: TextDelta): string | null {
  if ('whole' in delta) return delta.whole;
  if (before === null || delta.lines.length === 0) return before;
  const lines = splitLines(before);
  const parts: (readonly string[])[] = [];
  let position = 0;
  for (const [start, removed, added] of delta.lines) {
    parts.push(lines.slice(position, start), added);
    position = start + removed;
  }
  return [...parts, lines.slice(position)].flat().join('');
}
