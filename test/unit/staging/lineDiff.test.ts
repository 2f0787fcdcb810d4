import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines, diffMiddle, diffNumbered } from '../../../src/core/staging/read/lineDiff';
import type { LineEdit } from '../../../src/core/staging/read/lineEdit';
import { numberLines } from '../../../src/core/staging/read/numberedLines';
import { splitLines } from '../../../src/core/util/text';
import { anyText } from './texts';

/** Puts the new text together from the old one and the edits. */
function replay(before: readonly string[], after: readonly string[], edits: readonly LineEdit[]): readonly string[] {
  const result: string[] = [];
  let position = 0;
  for (const edit of edits) {
    result.push(...before.slice(position, edit.beforeStart), ...after.slice(edit.afterStart, edit.afterEnd));
    position = edit.beforeEnd;
  }
  return [...result, ...before.slice(position)];
}

/** The lines that a diff calls common. */
function keptOf(before: readonly string[], edits: readonly LineEdit[]): readonly string[] {
  return before.filter((_, index) => !edits.some((edit) => edit.beforeStart <= index && index < edit.beforeEnd));
}

function picture(before: string, after: string): readonly string[] {
  return diffLines(Array.from(before), Array.from(after)).map(
    (edit) =>
      `${edit.beforeStart}: ${before.slice(edit.beforeStart, edit.beforeEnd)} > ${after.slice(edit.afterStart, edit.afterEnd)}`,
  );
}

describe('diffLines', () => {
  test('finds changes, insertions and deletions', () => {
    expect(picture('abcdef', 'abXdf')).toEqual(['2: c > X', '4: e > ']);
    expect(picture('abc', 'abc')).toEqual([]);
    expect(picture('', 'ab')).toEqual(['0:  > ab']);
    expect(picture('ab', '')).toEqual(['0: ab > ']);
  });

  test('puts an insertion among equal lines as far down as it goes, whatever changed before', () => {
    expect(picture('aaab', 'aaaab')).toEqual(['3:  > a']);
    expect(picture('Xpqaaab', 'Ypqaaaab')).toEqual(['0: X > Y', '6:  > a']);
    expect(picture('Xbaab', 'Ybab')).toEqual(['0: X > Y', '3: a > ']);
  });

  test('keeps the rarest line, where the shortest answer would keep more of what is everywhere', () => {
    const before = ['}', '}', '}', 'only'];
    expect(keptOf(before, diffLines(before, ['only', '}', '}', '}']))).toEqual(['only']);
  });

  test('lets an edit that could slide stand beside a change of the other text, so that a replacement is one edit', () => {
    expect(picture('xa', 'aa')).toEqual(['0: x > a']);
    expect(picture('xy', 'yay')).toEqual(['0: x > ya']);
  });

  test('slides no edit onto the next one', () => {
    for (const edits of [
      diffLines(Array.from('caac'), Array.from('caaad')),
      diffLines(Array.from('xaab'), Array.from('yaaaz')),
    ]) {
      edits.slice(1).forEach((edit, index) => expect(edit.beforeStart).toBeGreaterThan(edits[index]!.beforeEnd));
    }
  });

  test('replays to the new text, with a common line between two edits', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [before, after] = [splitLines(one), splitLines(other)];
        const edits = diffLines(before, after);
        expect(replay(before, after, edits).join('')).toBe(other);
        edits.slice(1).forEach((edit, index) => expect(edit.beforeStart).toBeGreaterThan(edits[index]!.beforeEnd));
      }),
      { numRuns: 500 },
    );
  });

  test('comes to the same for a text that is known from an earlier diff as for one that is new', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyText, { minLength: 1, maxLength: 4 }), (one, others) => {
        const before = splitLines(one);
        for (const other of others) {
          const after = splitLines(other);
          const { texts, distinct } = numberLines([before, after]);
          const anew = diffNumbered({ before: texts[0]!, after: texts[1]!, distinct });
          expect(diffLines(before, after)).toEqual(anew);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('keeps unique lines of texts that are too far apart for the shortest answer', () => {
    const noise = (seed: number): string[] => Array.from({ length: 2_000 }, (_, index) => `${(index * seed) % 97}`);
    const before = [...noise(31), 'one', ...noise(37), 'two', ...noise(41)];
    const after = [...noise(43), 'one', 'new', ...noise(37), 'two', ...noise(47)];
    const edits = diffLines(before, after);
    expect(replay(before, after, edits)).toEqual(after);
    expect(edits).toContainEqual({ beforeStart: 2_001, beforeEnd: 2_001, afterStart: 2_001, afterEnd: 2_002 });
  });
});

describe('diffMiddle', () => {
  test('replays to the new text, and calls nothing changed that both begin or end with', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, anyText, (start, one, other, end) => {
        const around = (middle: string, mark: string): string[] =>
          splitLines(`${start}\n${mark}\n${middle}\n${mark}\n${end}`);
        const [before, after] = [around(one, 'was'), around(other, 'is')];
        const edits = diffMiddle(before, after);
        expect(replay(before, after, edits)).toEqual(after);
        const [head, tail] = [splitLines(`${start}\n`).length, splitLines(end).length];
        for (const { beforeStart, beforeEnd } of edits) {
          expect(beforeStart).toBeGreaterThanOrEqual(head);
          expect(beforeEnd).toBeLessThanOrEqual(before.length - tail);
        }
      }),
      { numRuns: 500 },
    );
  });
});
