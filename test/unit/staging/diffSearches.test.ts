import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffByHistogram } from '../../../src/core/staging/read/histogramDiff';
import type { LineEdit } from '../../../src/core/staging/read/lineEdit';
import { diffByMyers, type DiffProgress } from '../../../src/core/staging/read/myersDiff';
import {
  noneChanged,
  numberLines,
  type ChangedLines,
  type NumberedTexts,
} from '../../../src/core/staging/read/numberedLines';
import { diffByPatience } from '../../../src/core/staging/read/patienceDiff';
import { settledEdits } from '../../../src/core/staging/read/settledEdits';
import { Work } from '../../../src/core/staging/read/work';

function numbered(before: readonly string[], after: readonly string[]): NumberedTexts {
  const { texts, distinct } = numberLines([before, after]);
  return { before: texts[0]!, after: texts[1]!, distinct };
}

type Search = (texts: NumberedTexts, work: Work) => ChangedLines;

function ofWhole(diff: (texts: NumberedTexts, region: LineEdit, progress: DiffProgress) => void): Search {
  return (texts, work) => {
    const changed = noneChanged(texts);
    const whole = { beforeStart: 0, beforeEnd: texts.before.length, afterStart: 0, afterEnd: texts.after.length };
    diff(texts, whole, { changed, work });
    return changed;
  };
}

const searches = {
  histogram: diffByHistogram,
  patience: ofWhole(diffByPatience),
  myers: ofWhole(diffByMyers),
} satisfies Record<string, Search>;

const kept = (text: Int32Array, changed: Uint8Array): readonly number[] =>
  [...text].filter((_, index) => changed[index] === 0);

describe.each(Object.entries(searches))('%s', (_, search) => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '}'), { maxLength: 30 });

  test('calls lines common that are the same on both sides, in the same order, before and after edits slid', () => {
    fc.assert(
      fc.property(letters, letters, (before, after) => {
        const texts = numbered(before, after);
        const changed = search(texts, new Work(Infinity));
        expect(kept(texts.before, changed.before)).toEqual(kept(texts.after, changed.after));
        settledEdits(texts, changed);
        expect(kept(texts.before, changed.before)).toEqual(kept(texts.after, changed.after));
      }),
      { numRuns: 500 },
    );
  });

  test('also in long texts of few lines, where it must give up the best answer', () => {
    const before = Array.from({ length: 3_000 }, (__, index) => String((index * index) % 7));
    const after = Array.from({ length: 3_100 }, (__, index) => String((index * (index + 3)) % 11));
    const texts = numbered(before, after);
    const changed = search(texts, new Work(Infinity));
    expect(kept(texts.before, changed.before)).toEqual(kept(texts.after, changed.after));
    expect(kept(texts.before, changed.before).length).toBeGreaterThan(500);
  });
});

test('myers keeps as many lines as can be kept', () => {
  const some = fc.uniqueArray(fc.integer({ min: 0, max: 20 }), { maxLength: 20 });
  fc.assert(
    fc.property(some, some, (before, after) => {
      const texts = numbered(before.map(String), after.map(String));
      const changed = searches.myers(texts, new Work(Infinity));
      expect(kept(texts.before, changed.before).length).toBe(longestCommonLength(before, after));
    }),
    { numRuns: 500 },
  );
});

test('histogram answers the same below its limit of work and, by patience, something right beyond it', () => {
  const letters = fc.array(fc.constantFrom('a', 'b', 'c', 'd', '}'), { maxLength: 30 });
  fc.assert(
    fc.property(letters, letters, (before, after) => {
      const texts = numbered(before, after);
      const changed = diffByHistogram(texts, new Work(3));
      expect(kept(texts.before, changed.before)).toEqual(kept(texts.after, changed.after));
      expect(diffByHistogram(texts)).toEqual(diffByHistogram(texts, new Work(Infinity)));
    }),
  );
});

describe('the work of a diff, counted in lines', () => {
  const lines = (count: number, line: (index: number) => string): readonly string[] =>
    Array.from({ length: count }, (_, index) => line(index));
  const workOf = (before: readonly string[], after: readonly string[], limit = Infinity): number => {
    const work = new Work(limit);
    diffByHistogram(numbered(before, after), work);
    return work.count;
  };

  test('is a few lines for each line of a long file with one edit', () => {
    const before = lines(10_000, (index) => (index % 5 === 4 ? '}' : `line ${index}`));
    expect(workOf(before, before.with(5_000, 'x'))).toBeLessThan(10 * before.length);
  });

  const shapes: Readonly<Record<string, (count: number) => readonly [readonly string[], readonly string[]]>> = {
    'ten thousand times the same line': (count) => [lines(count, () => '}'), lines(count + 7, () => '}')],
    'two lines in another rhythm': (count) => [
      lines(count, (index) => (index % 7 ? '}' : '{')),
      lines(count, (index) => (index % 11 ? '}' : '{')),
    ],
    'rewritten from top to bottom': (count) => [
      lines(count, (index) => `old ${index}`),
      lines(count, (index) => `new ${index}`),
    ],
    'turned around': (count) => [
      lines(count, (index) => `line ${index}`),
      lines(count, (index) => `line ${count - index}`),
    ],
  };

  test.each(Object.entries(shapes))('grows with the text and not with its square: %s', (_, shape) => {
    const small = workOf(...shape(2_500));
    expect(workOf(...shape(10_000))).toBeLessThan(4 * 2 * small);
  });

  test('ends where splitting off one stretch at a time would be quadratic', () => {
    const before = lines(20_000, (index) => (index % 2 ? `same ${index}` : `old ${index}`));
    const after = lines(20_000, (index) => (index % 2 ? `same ${index}` : `new ${index}`));
    const limit = 1_000_000;
    expect(workOf(before, after, limit)).toBeLessThan(1.2 * limit);
    const texts = numbered(before, after);
    expect(settledEdits(texts, diffByHistogram(texts, new Work(limit)))).toHaveLength(10_000);
  });
});

function longestCommonLength<Line>(one: readonly Line[], other: readonly Line[]): number {
  let previous = new Array<number>(other.length + 1).fill(0);
  for (const line of one) {
    const row = [0];
    other.forEach((candidate, index) => {
      row.push(line === candidate ? previous[index]! + 1 : Math.max(previous[index + 1]!, row[index]!));
    });
    previous = row;
  }
  return previous[other.length]!;
}
