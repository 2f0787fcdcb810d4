import { diffArrays } from 'diff';
import { diffByHistogram } from '../../src/core/staging/read/histogramDiff';
import type { LineEdit } from '../../src/core/staging/read/lineEdit';
import { diffByMyers } from '../../src/core/staging/read/myersDiff';
import {
  changeAll,
  noneChanged,
  numberLines,
  type ChangedLines,
  type NumberedTexts,
} from '../../src/core/staging/read/numberedLines';
import { diffByPatience } from '../../src/core/staging/read/patienceDiff';
import { settledEdits } from '../../src/core/staging/read/settledEdits';
import { Work } from '../../src/core/staging/read/work';
import { mergePieces } from '../../src/core/staging/write/mergePieces';
import { splitLines } from '../../src/core/util/text';
import type { Triple } from './mergeGit';

/** A way to find what differs; all are used alike from there on. */
export type Algorithm = (texts: NumberedTexts) => ChangedLines;

/** Those that merges are made with, to compare them. */
export const algorithms = {
  histogram: diffByHistogram,
  patience: onWhole(diffByPatience),
  myers: onWhole(diffByMyers),
} satisfies Record<string, Algorithm>;

/** The npm package of that name: Myers' search without rules of thumb, here given up on a file after this long. */
export const speedOnly = { 'diff (package)': byPackage } satisfies Record<string, Algorithm>;
const packageLimitMs = 5_000;

/** The edits that an algorithm finds, in their final places. */
export function editsBy(
  algorithm: Algorithm,
  before: readonly string[],
  after: readonly string[],
): readonly LineEdit[] {
  const { texts, distinct } = numberLines([before, after]);
  const numbered = { before: texts[0] ?? new Int32Array(), after: texts[1] ?? new Int32Array(), distinct };
  return settledEdits(numbered, algorithm(numbered));
}

/** A merge by lines with an algorithm's edits; `undefined` where it conflicts. Line ends are no more than a part of their lines. */
export function mergeBy(algorithm: Algorithm, { base, ours, theirs }: Triple): string | undefined {
  const lines = splitLines(base);
  const [one, other] = [ours, theirs].map((text) => {
    const changed = splitLines(text);
    return { lines: changed, edits: editsBy(algorithm, lines, changed) };
  });
  if (!one || !other) return undefined;
  const pieces = mergePieces(lines, one, other);
  const settled = pieces.flatMap((piece) => (piece.type === 'settled' ? [piece.lines.join('')] : []));
  return settled.length === pieces.length ? settled.join('') : undefined;
}

function onWhole(diff: typeof diffByMyers): Algorithm {
  return (texts) => {
    const changed = noneChanged(texts);
    const whole = { beforeStart: 0, beforeEnd: texts.before.length, afterStart: 0, afterEnd: texts.after.length };
    diff(texts, whole, { changed, work: new Work(Infinity) });
    return changed;
  };
}

function byPackage(texts: NumberedTexts): ChangedLines {
  const changed = noneChanged(texts);
  let [before, after] = [0, 0];
  const parts = diffArrays([...texts.before], [...texts.after], { timeout: packageLimitMs });
  for (const { removed, added, count } of parts ?? []) {
    const [beforeEnd, afterEnd] = [added ? before : before + count, removed ? after : after + count];
    if (added || removed) changeAll(changed, { beforeStart: before, beforeEnd, afterStart: after, afterEnd });
    [before, after] = [beforeEnd, afterEnd];
  }
  return changed;
}
