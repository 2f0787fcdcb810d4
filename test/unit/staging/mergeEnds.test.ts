import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mergePreferring, mergeTexts } from '../../../src/core/staging/write/merge';
import { withEndOfLine } from '../../../src/core/util/text';
import { numbered } from './texts';

const crlf = (text: string): string => withEndOfLine(text, '\r\n');
const clean = (text: string): ReturnType<typeof mergeTexts> => ({ type: 'clean', text });
const base = numbered(1, 2, 3, 4, 5);

/** Both ways round: a merge is symmetric. */
function expectBoth(texts: readonly [string, string, string], result: ReturnType<typeof mergeTexts>): void {
  const [before, one, other] = texts;
  expect(mergeTexts(before, one, other)).toEqual(result);
  expect(mergeTexts(before, other, one)).toEqual(result);
}

describe('line ends of the whole file', () => {
  test('changed by one side, are the result’s, with what the other side wrote', () => {
    expectBoth([base, crlf(base), numbered(1, 'x', 3, 4, 5, 'new')], clean(crlf(numbered(1, 'x', 3, 4, 5, 'new'))));
    expectBoth([crlf(base), base, crlf(numbered(1, 2, 4, 5))], clean(numbered(1, 2, 4, 5)));
    expectBoth(
      [base, crlf(numbered(1, 2, 3, 4, 'y')), numbered(1, 'x', 3, 4, 5)],
      clean(crlf(numbered(1, 'x', 3, 4, 'y'))),
    );
  });

  test('changed by both alike, count once', () => {
    expectBoth(
      [base, crlf(numbered(1, 'x', 3, 4, 5)), crlf(numbered(1, 2, 3, 'y', 5))],
      clean(crlf(numbered(1, 'x', 3, 'y', 5))),
    );
  });

  test('made uniform by one side, win over mixed ones that the other left as they were', () => {
    const mixed = '1\r\n2\n3\r\n4\n5\r\n';
    expectBoth([mixed, crlf(mixed), '1\r\n2\n3\r\nx\n5\r\n'], clean(crlf(numbered(1, 2, 3, 'x', 5))));
  });

  test('changed by each side to others, are a conflict of their own', () => {
    const mixed = '1\r\n2\n3\r\n4\n5\r\n';
    const [unix, windows] = [numbered(1, 2, 3, 4, 5), crlf(mixed)];
    expect(mergeTexts(mixed, unix, windows)).toEqual({
      type: 'conflicted',
      conflicts: [{ kind: 'line-ends', line: 1, base: mixed, ours: unix, theirs: windows }],
    });
    expect(mergePreferring('ours', mixed, unix, windows)).toBe(unix);
    expect(mergePreferring('theirs', mixed, unix, windows)).toBe(windows);
  });

  test('leave only those lines in conflict that both changed', () => {
    expect(mergeTexts(base, crlf(numbered(1, 'x', 3, 4, 5)), numbered(1, 'y', 3, 4, 5))).toEqual({
      type: 'conflicted',
      conflicts: [{ kind: 'lines', line: 2, base: '2\r\n', ours: 'x\r\n', theirs: 'y\r\n' }],
    });
    expect(mergePreferring('theirs', base, crlf(numbered(1, 'x', 3, 4, 5)), numbered(1, 'y', 3, 4, 5))).toBe(
      crlf(numbered(1, 'y', 3, 4, 5)),
    );
  });

  test('changed in some lines only, are changes of those lines', () => {
    const some = '1\n2\r\n3\n4\n5\n';
    expectBoth([base, some, numbered(1, 2, 3, 'x', 5)], clean('1\n2\r\n3\nx\n5\n'));
    expect(mergeTexts(base, some, numbered(1, 'x', 3, 4, 5))).toMatchObject({
      conflicts: [{ kind: 'lines', base: '2\n', ours: '2\r\n', theirs: 'x\n' }],
    });
  });

  test('lose no line: whatever both did, the lines are those of the same merge in one kind of line ends', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', '}'), { maxLength: 8 });
    const ends = fc.constantFrom('\n', '\r\n');
    const text = fc.tuple(lines, ends).map(([all, end]) => all.map((line) => line + end).join(''));
    fc.assert(
      fc.property(text, text, text, (one, ours, theirs) => {
        const merged = mergeTexts(one, ours, theirs);
        const [a, b, c] = [one, ours, theirs].map((each) => withEndOfLine(each, '\n'));
        const unix = mergeTexts(a!, b!, c!);
        if (merged.type === 'clean') expect(clean(withEndOfLine(merged.text, '\n'))).toEqual(unix);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the final newline', () => {
  test('is added by one side while the other edits the last line', () => {
    expectBoth(['a\nb', 'a\nb\n', 'a\nB'], clean('a\nB\n'));
    expectBoth(['a\nb\n', 'a\nb', 'a\nB\n'], clean('a\nB'));
    expectBoth(['a\r\nb', 'a\r\nb\r\n', 'a\r\nB'], clean('a\r\nB\r\n'));
  });

  test('is no change of the last line where one side only appends', () => {
    expectBoth(['a\nb\nc', 'a\nb\nc\nd', 'a\nB\nc'], clean('a\nB\nc\nd'));
    expectBoth(['a\nb\nc', 'a\nb\nc\nd\n', 'a\nB\nc'], clean('a\nB\nc\nd\n'));
  });

  test('does not hide that both sides appended, or one appended to what the other edited', () => {
    expect(mergeTexts('a\nb', 'a\nb\nc', 'a\nb\nd')).toEqual({
      type: 'conflicted',
      conflicts: [{ kind: 'lines', line: 2, base: 'b', ours: 'c', theirs: 'd' }],
    });
    expect(mergeTexts('a\nb', 'a\nb\nc', 'a\nB').type).toBe('conflicted');
    expectBoth(['a\nb', 'a\nb\nc', 'a\nb\nc'], clean('a\nb\nc'));
  });

  test('is not taken from an empty last line that the other side wrote', () => {
    expect(mergeTexts('a\nb\nc\n', 'a\nb\nc', 'a\nb\nc\n\n').type).toBe('conflicted');
  });

  test('is not told from the line in an emptied text', () => {
    expect(mergeTexts('a', '', 'a\n').type).toBe('conflicted');
  });
});
