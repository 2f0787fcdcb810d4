import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { attribute, distinctAuthors } from '../../../src/core/staging/read/attribution';
import type { Author } from '../../../src/core/staging/read/changeSet';
import { mergeTexts } from '../../../src/core/staging/write/merge';
import { splitLines } from '../../../src/core/util/text';
import { anyFile, numbered, pathOf } from './texts';

const byTask = (taskId: string): Author => ({ type: 'task', taskId: taskId as TaskId, attempt: 1 });
const path = pathOf('file.ts');
const [first, second, user]: readonly Author[] = [byTask('T1'), byTask('T2'), { type: 'user' }];

/** What a side does with each base line: keeps it, drops it, or writes a line of its own above it. */
const anyEdits = fc.array(fc.constantFrom('keep', 'keep', 'keep', 'drop', 'insert'), { minLength: 12, maxLength: 12 });

function edited(name: string, edits: readonly string[]): string {
  return edits
    .map((edit, line) => (edit === 'drop' ? '' : edit === 'insert' ? `${name}${line}\nb${line}\n` : `b${line}\n`))
    .join('');
}

describe('attribute', () => {
  test('names who wrote each line and who took out each of the base', () => {
    const steps = [
      { author: first!, text: numbered(1, 'x', 3, 4) },
      { author: second!, text: numbered(1, 'x', 'y', 4) },
      { author: user!, text: numbered('mine', 'x', 'y', 4) },
    ];
    expect(attribute({ path, base: numbered(1, 2, 3, 4), text: steps.at(-1)!.text, steps })).toMatchObject({
      lines: [user, first, second, null],
      removed: [user, first, second, null],
    });
  });

  test('has an author for every line that is not of the base, and for every base line that is gone', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(first!, second!, user!), anyFile), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyFile, steps, (base, made) => {
        const text = made.at(-1)![1];
        const { lines, removed } = attribute({
          path,
          base,
          text,
          steps: made.map(([author, step]) => ({ author, text: step })),
        });
        const proposed = splitLines(text ?? '');
        const before = splitLines(base ?? '');
        expect(lines).toHaveLength(proposed.length);
        expect(removed).toHaveLength(before.length);
        // What has no author on either side is the same text: it was there before and nobody touched it.
        expect(proposed.filter((_, line) => lines[line] === null)).toEqual(
          before.filter((_, line) => removed[line] === null),
        );
        for (const author of distinctAuthors([...lines, ...removed])) {
          expect(made.map(([by]) => by)).toContainEqual(author);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('follows through merges: each line names the task that wrote it, whichever was merged first', () => {
    const base = edited(
      '',
      Array.from({ length: 12 }, () => 'keep'),
    );
    fc.assert(
      fc.property(anyEdits, anyEdits, (one, other) => {
        const [ours, theirs] = [edited('one', one), edited('two', other)];
        const merged = mergeTexts(base, ours, theirs);
        if (merged.type === 'conflicted') return;
        const { text } = merged;
        for (const steps of [
          [
            { author: first!, text: ours },
            { author: second!, text },
          ],
          [
            { author: second!, text: theirs },
            { author: first!, text },
          ],
        ]) {
          const { lines, removed } = attribute({ path, base, text, steps });
          splitLines(text).forEach((line, index) => {
            expect(lines[index]).toEqual(line.startsWith('one') ? first : line.startsWith('two') ? second : null);
          });
          removed.forEach((author, line) => {
            const [oneDropped, otherDropped] = [one[line] === 'drop', other[line] === 'drop'];
            if (oneDropped && otherDropped) expect(author).toEqual(steps[0]!.author);
            else expect(author).toEqual(oneDropped ? first : otherDropped ? second : null);
          });
        }
      }),
      { numRuns: 500 },
    );
  });
});
