import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffLines } from '../../../src/core/staging/read/lineDiff';
import { joinNear } from '../../../src/core/staging/read/nearEdits';
import { splitLines } from '../../../src/core/util/text';
import { anyText, numbered } from './texts';

/** Each joined edit as `base lines > new lines`, and how many edits are in it. */
function picture(before: string, after: string): readonly string[] {
  const [one, other] = [splitLines(before), splitLines(after)];
  return joinNear(diffLines(one, other), one).map(
    ({ beforeStart, beforeEnd, afterStart, afterEnd, edits }) =>
      `${beforeStart}-${beforeEnd} > ${afterStart}-${afterEnd} (${edits.length})`,
  );
}

describe('joinNear', () => {
  const large = ['x1', 'x2', 'x3', 'x4', 'x5', 'x6'];

  test('joins a large edit and its neighbour when less than a word stands between them', () => {
    expect(picture(numbered('a', '  }', '', 'b', 'end'), numbered(...large, '  }', '', 'c', 'end'))).toEqual([
      '0-4 > 0-9 (2)',
    ]);
    expect(picture(numbered('b', ');', 'a', 'end'), numbered('c', ');', ...large, 'end'))).toEqual(['0-3 > 0-8 (2)']);
  });

  test('leaves small edits apart, and those with five characters between them', () => {
    expect(picture(numbered('a', '}', 'b', 'end'), numbered('x1', '}', 'c', 'end'))).toHaveLength(2);
    expect(picture(numbered('a', ' a b c ', ' d ', 'b'), numbered(...large, ' a b c ', ' d ', 'c'))).toHaveLength(1);
    expect(picture(numbered('a', ' abcde ', 'b'), numbered(...large, ' abcde ', 'c'))).toHaveLength(2);
  });

  test('counts removed and added lines together', () => {
    expect(picture(numbered('a', 'b', '}', 'c'), numbered('p', 'q', 'r', '}', 'd'))).toHaveLength(2);
    expect(picture(numbered('a', 'b', 'e', '}', 'c'), numbered('p', 'q', 'r', '}', 'd'))).toHaveLength(1);
  });

  test('lets a joined edit, which is larger, take in the edit above it', () => {
    const before = numbered('a', '}', 'b', '{', 'c', 'end');
    expect(picture(before, numbered('x1', '}', 'y', '{', ...large, 'end'))).toEqual(['0-5 > 0-10 (3)']);
  });

  test('leaves out and invents nothing, and is done after one call', () => {
    fc.assert(
      fc.property(anyText, anyText, (one, other) => {
        const [before, after] = [splitLines(one), splitLines(other)];
        const edits = diffLines(before, after);
        const joined = joinNear(edits, before);
        expect(joined.flatMap((edit) => edit.edits)).toEqual(edits);
        for (const { edits: inside, ...edit } of joined) {
          expect(edit).toEqual({
            beforeStart: inside[0]!.beforeStart,
            beforeEnd: inside.at(-1)!.beforeEnd,
            afterStart: inside[0]!.afterStart,
            afterEnd: inside.at(-1)!.afterEnd,
          });
        }
        expect(joinNear(joined, before)).toHaveLength(joined.length);
      }),
      { numRuns: 500 },
    );
  });
});
