import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergeFile, mergePreferring, mergeTexts, type MergeResult } from '../../../src/core/staging/write/merge';
import { diffLines } from '../../../src/core/staging/read/lineDiff';
import { splitLines } from '../../../src/core/util/text';
import { anyFile, anyText, numbered } from './texts';

const swapped = (result: MergeResult<string | null>): MergeResult<string | null> =>
  result.type === 'clean'
    ? result
    : {
        type: 'conflicted',
        conflicts: result.conflicts.map((one) => ({ ...one, ours: one.theirs, theirs: one.ours })),
      };

describe('mergeTexts', () => {
  test('merges changes with a common line between them', () => {
    const base = numbered(1, 2, 3, 4, 5);
    expect(mergeTexts(base, numbered(1, 'x', 3, 4, 5), numbered(1, 2, 3, 'y', 5))).toEqual({
      type: 'clean',
      text: numbered(1, 'x', 3, 'y', 5),
    });
  });

  test('takes the same change of both sides once', () => {
    const same = numbered(1, 'x', 3, 'new');
    expect(mergeTexts(numbered(1, 2, 3), same, same)).toEqual({ type: 'clean', text: same });
  });

  test('answers both sides and the base where they changed the same lines', () => {
    expect(mergeTexts(numbered(1, 2, 3), numbered(1, 'x', 3), numbered(1, 'y', 3))).toEqual({
      type: 'conflicted',
      conflicts: [{ kind: 'lines', line: 2, base: '2\n', ours: 'x\n', theirs: 'y\n' }],
    });
  });

  test('answers a conflict where no common line stands between the changes', () => {
    expect(mergeTexts(numbered(1, 2, 3, 4), numbered(1, 'x', 3, 4), numbered(1, 2, 'y', 4))).toEqual({
      type: 'conflicted',
      conflicts: [{ kind: 'lines', line: 2, base: '2\n3\n', ours: 'x\n3\n', theirs: '2\ny\n' }],
    });
    expect(mergeTexts('', 'ours\n', 'theirs\n').type).toBe('conflicted');
  });

  test('sees a line end as part of its line', () => {
    expect(mergeTexts('a\nb\nc', 'a\nb\nc\n', 'x\nb\nc')).toEqual({ type: 'clean', text: 'x\nb\nc\n' });
    expect(mergeTexts('a\nb', 'a\nb\nc', 'a\nb\nd').type).toBe('conflicted');
    expect(mergeTexts('a\r\nb\r\nc\r\n', 'x\r\nb\r\nc\r\n', 'a\r\nb\r\ny\r\n')).toEqual({
      type: 'clean',
      text: 'x\r\nb\r\ny\r\n',
    });
  });

  test('keeps the laws of a merge', () => {
    fc.assert(
      fc.property(anyFile, anyFile, anyFile, (base, one, other) => {
        expect(mergeFile(base, one, base)).toEqual({ type: 'clean', text: one });
        expect(mergeFile(base, base, one)).toEqual({ type: 'clean', text: one });
        expect(mergeFile(base, one, one)).toEqual({ type: 'clean', text: one });
        expect(mergeFile(base, other, one)).toEqual(swapped(mergeFile(base, one, other)));
        expect(mergePreferring('ours', base, one, other)).toBe(mergePreferring('theirs', base, other, one));
      }),
      { numRuns: 1_000 },
    );
  });

  test('keeps the laws without the short cut for equal sides', () => {
    fc.assert(
      fc.property(anyText, anyText, (base, one) => {
        expect(mergeTexts(base, one, base)).toEqual({ type: 'clean', text: one });
        expect(mergeTexts(base, one, one)).toEqual({ type: 'clean', text: one });
      }),
    );
  });

  test('holds, when clean, by position every insertion of either side and no line that either deleted', () => {
    fc.assert(
      fc.property(anyText, anyText, anyText, (base, one, other) => {
        const merged = mergeTexts(base, one, other);
        if (merged.type !== 'clean') return;
        // Line ends have laws of their own; in texts of one kind that all end in one they are no more than lines.
        const [lines, ones, others] = [base, one, other].map(uniformLines);
        const uniform = mergeTexts(lines!.join(''), ones!.join(''), others!.join(''));
        if (uniform.type === 'clean') expect(splitLines(uniform.text)).toEqual(byPosition(lines!, ones!, others!));
        if ([base, one, other].every((text) => uniformLines(text).join('') === text)) {
          expect(merged).toEqual(uniform);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('has only lines of the two sides, and each as often as the edits say', () => {
    fc.assert(
      fc.property(uniformTriple, ([base, one, other]) => {
        const merged = mergeTexts(base, one, other);
        if (merged.type !== 'clean') return;
        const expected = count(base, 1);
        for (const side of [one, other]) {
          for (const [line, difference] of netEdits(base, side))
            expected.set(line, (expected.get(line) ?? 0) + difference);
        }
        const shared = sharedEdits(base, one, other);
        for (const [line, difference] of shared) expected.set(line, (expected.get(line) ?? 0) - difference);
        expect(sorted(count(merged.text, 1))).toEqual(sorted(expected));
      }),
      { numRuns: 1_000 },
    );
  });

  test('never throws, whatever the texts', () => {
    const wild = fc.string({ unit: 'binary', maxLength: 20 });
    fc.assert(
      fc.property(wild, wild, wild, (base, one, other) => {
        expect(['clean', 'conflicted']).toContain(mergeTexts(base, one, other).type);
      }),
    );
  });
});

describe('mergeFile', () => {
  test('names the kind of a conflict between whole files', () => {
    expect(mergeFile('a\n', null, 'b\n')).toEqual({
      type: 'conflicted',
      conflicts: [{ kind: 'modify-delete', line: 1, base: 'a\n', ours: '', theirs: 'b\n' }],
    });
    expect(mergeFile(null, 'a\n', 'b\n')).toMatchObject({ conflicts: [{ kind: 'both-created' }] });
    expect(mergeFile('a\n', null, null)).toEqual({ type: 'clean', text: null });
  });
});

/** Three texts of a few lines, all with the same line ends and a final newline. */
const uniformTriple = fc.tuple(
  ...(([0, 1, 2] as const).map(() =>
    fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '}\n', '\n'), { maxLength: 12 }).map((lines) => lines.join('')),
  ) as [fc.Arbitrary<string>, fc.Arbitrary<string>, fc.Arbitrary<string>]),
);

function uniformLines(text: string): readonly string[] {
  return splitLines(text).map((line) => `${line.replace(/\r?\n$/, '')}\n`);
}

/** Both sides' edits carried out line by line of the base; where edits touch, both sides must have come to the same. */
function byPosition(base: readonly string[], one: readonly string[], other: readonly string[]): readonly string[] {
  const sides = [one, other].map((lines) => ({ lines, edits: diffLines(base, lines) }));
  const result: string[] = [];
  for (let at = 0; at <= base.length;) {
    let end = at;
    const touching = sides.map(() => 0);
    for (let grew = true; grew;) {
      grew = false;
      for (const [side, { edits }] of sides.entries()) {
        const edit = edits.filter(({ beforeStart }) => beforeStart >= at)[touching[side]!];
        if (!edit || edit.beforeStart > end) continue;
        end = Math.max(end, edit.beforeEnd);
        touching[side]!++;
        grew = true;
      }
    }
    const made = sides.map(({ lines, edits }, side) => {
      const own = edits.filter(({ beforeStart }) => beforeStart >= at).slice(0, touching[side]);
      const text: string[] = [];
      let position = at;
      for (const edit of own) {
        text.push(...base.slice(position, edit.beforeStart), ...lines.slice(edit.afterStart, edit.afterEnd));
        position = edit.beforeEnd;
      }
      return touching[side] ? [...text, ...base.slice(position, end)] : undefined;
    });
    if (made[0] && made[1]) expect(made[0]).toEqual(made[1]);
    result.push(...(made[0] ?? made[1] ?? []));
    // The line below touching edits is one that neither side changed.
    if (end < base.length) result.push(base[end]!);
    at = end + 1;
  }
  return result;
}

function count(text: string, by: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of splitLines(text)) counts.set(line, (counts.get(line) ?? 0) + by);
  return counts;
}

/** How often each line was inserted (above zero) or deleted (below). */
function netEdits(base: string, side: string): Map<string, number> {
  const counts = count(side, 1);
  for (const [line, times] of count(base, 1)) counts.set(line, (counts.get(line) ?? 0) - times);
  return counts;
}

/** The net effect of edits that both sides made alike, which a merge must do once. */
function sharedEdits(base: string, one: string, other: string): Map<string, number> {
  const [baseLines, oneLines, otherLines] = [splitLines(base), splitLines(one), splitLines(other)];
  const others = diffLines(baseLines, otherLines);
  const counts = new Map<string, number>();
  for (const edit of diffLines(baseLines, oneLines)) {
    const inserted = oneLines.slice(edit.afterStart, edit.afterEnd);
    const alike = others.some(
      (candidate) =>
        candidate.beforeStart === edit.beforeStart &&
        candidate.beforeEnd === edit.beforeEnd &&
        otherLines.slice(candidate.afterStart, candidate.afterEnd).join('') === inserted.join(''),
    );
    if (!alike) continue;
    for (const line of inserted) counts.set(line, (counts.get(line) ?? 0) + 1);
    for (const line of baseLines.slice(edit.beforeStart, edit.beforeEnd)) counts.set(line, (counts.get(line) ?? 0) - 1);
  }
  return counts;
}

function sorted(counts: Map<string, number>): readonly (readonly [string, number])[] {
  return [...counts].filter(([, times]) => times !== 0).sort();
}
