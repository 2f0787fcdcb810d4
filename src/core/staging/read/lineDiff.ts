import { diffByHistogram } from './histogramDiff';
import type { LineEdit } from './lineEdit';
import { numberLines, type NumberedTexts } from './numberedLines';
import { settledEdits } from './settledEdits';

/**
 * The differences of two texts given as lines, in order; at least one common line stands between two edits. They are those that git
 * merges by (a histogram diff). The same input always gives the same answer: no clock decides. Edits that could stand in several
 * places stand as far down as they can, or beside a change of the other text.
 */
export function diffLines(before: readonly string[], after: readonly string[]): readonly LineEdit[] {
  const {
    texts: [numbersBefore = new Int32Array(), numbersAfter = new Int32Array()],
    distinct,
  } = numberLines([before, after]);
  return diffNumbered({ before: numbersBefore, after: numbersAfter, distinct });
}

/** The same of texts whose lines have been numbered. */
export function diffNumbered(texts: NumberedTexts): readonly LineEdit[] {
  return settledEdits(texts, diffByHistogram(texts));
}
