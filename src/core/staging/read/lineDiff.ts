import { diffByHistogram } from './histogramDiff';
import type { LineEdit } from './lineEdit';
import { numberBoth, withoutCommonEnds, type NumberedTexts } from './numberedLines';
import { settledEdits } from './settledEdits';

/**
 * The differences of two texts given as lines, in order; at least one common line stands between two edits. They are those that git
 * merges by (a histogram diff). The same input always gives the same answer: no clock decides. Edits that could stand in several
 * places stand as far down as they can, or beside a change of the other text.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  return diffNumbered(numberBoth(before, after));
}

/**
 * Differences of two texts that are much alike, as after a key: what both begin and end with is not looked at, so that the rest is
 * cheap. They are right, and need not be those that git would find.
 */
export function diffMiddle(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  const whole = { beforeStart: 0, beforeEnd: before.length, afterStart: 0, afterEnd: after.length };
  const { beforeStart, beforeEnd, afterStart, afterEnd } = withoutCommonEnds({ before, after }, whole);
  return diffLines(before.slice(beforeStart, beforeEnd), after.slice(afterStart, afterEnd)).map((edit) => ({
    beforeStart: edit.beforeStart + beforeStart,
    beforeEnd: edit.beforeEnd + beforeStart,
    afterStart: edit.afterStart + afterStart,
    afterEnd: edit.afterEnd + afterStart,
  }));
}

/** The same of texts whose lines have been numbered. */
export function diffNumbered(texts: NumberedTexts): readonly LineEdit[] {
  return settledEdits(texts, diffByHistogram(texts));
}
