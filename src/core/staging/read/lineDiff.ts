import { matchLines, type Match } from './lineMatches';

/** One place where two texts differ: lines `before[beforeStart, beforeEnd)` became `after[afterStart, afterEnd)`. Counted from 0. */
export interface LineEdit {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/**
 * The differences of two texts given as lines, in order; at least one common line stands between two edits. As few lines as can be
 * differ; in texts too far apart for that, lines that occur once on both sides are kept, and what lies between them is compared by
 * itself. The same input always gives the same answer: no clock decides. Edits that could stand in several places stand as far
 * down as they can.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  const prefix = commonPrefix(before, after);
  const suffix = commonSuffix(before, after, prefix);
  const middleBefore = before.slice(prefix, before.length - suffix);
  const middleAfter = after.slice(prefix, after.length - suffix);
  if (middleBefore.length === 0 && middleAfter.length === 0) return [];
  const edits = gapsBetween(matchLines(middleBefore, middleAfter), middleBefore.length, middleAfter.length);
  return slideDown(
    edits.map((edit) => shift(edit, prefix)),
    before,
    after,
  );
}

function commonPrefix(before: readonly string[], after: readonly string[]): number {
  const limit = Math.min(before.length, after.length);
  let length = 0;
  while (length < limit && before[length] === after[length]) length++;
  return length;
}

function commonSuffix(before: readonly string[], after: readonly string[], prefix: number): number {
  const limit = Math.min(before.length, after.length) - prefix;
  let length = 0;
  while (length < limit && before[before.length - 1 - length] === after[after.length - 1 - length]) length++;
  return length;
}

function gapsBetween(matches: readonly Match[], beforeLength: number, afterLength: number): LineEdit[] {
  const edits: LineEdit[] = [];
  let beforeStart = 0;
  let afterStart = 0;
  const end: Match = [beforeLength, afterLength];
  for (const [beforeEnd, afterEnd] of [...matches, end]) {
    if (beforeEnd > beforeStart || afterEnd > afterStart) edits.push({ beforeStart, beforeEnd, afterStart, afterEnd });
    beforeStart = beforeEnd + 1;
    afterStart = afterEnd + 1;
  }
  return edits;
}

/**
 * An insertion or a deletion next to lines like its own could stand in several places; which one the search finds depends on
 * edits elsewhere. Moving each as far down as it goes, but never onto the next edit, makes hunks stay what they were.
 */
function slideDown(
  edits: readonly LineEdit[],
  before: readonly string[],
  after: readonly string[],
): readonly LineEdit[] {
  let nextStart = before.length + 1;
  const slid: LineEdit[] = [];
  for (const edit of edits.toReversed()) {
    const [lines, start, end] =
      edit.beforeStart === edit.beforeEnd
        ? [after, edit.afterStart, edit.afterEnd]
        : edit.afterStart === edit.afterEnd
          ? [before, edit.beforeStart, edit.beforeEnd]
          : [[], 0, 0];
    const room = nextStart - 1 - edit.beforeEnd;
    let by = 0;
    while (by < room && end + by < lines.length && lines[start + by] === lines[end + by]) by++;
    slid.push(shift(edit, by));
    nextStart = edit.beforeStart + by;
  }
  return slid.reverse();
}

function shift(edit: LineEdit, by: number): LineEdit {
  return {
    beforeStart: edit.beforeStart + by,
    beforeEnd: edit.beforeEnd + by,
    afterStart: edit.afterStart + by,
    afterEnd: edit.afterEnd + by,
  };
}
