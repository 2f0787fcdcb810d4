import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choicesAfterApply, planApply, settle } from '../../../src/core/review/applyPlan';
import { reviewFile } from '../../../src/core/review/fold';
import { hunksOf } from '../../../src/core/review/hunks';
import { anyFile, numbered } from '../staging/texts';
import { conflictWords } from '../../../src/core/staging/read/conflictWords';
import { all, anyLetters, anyProposed, choose, draw, movedTo, proposed } from './proposals';

const base = numbered(1, 2, 3, 4, 5, 6, 7);
const file = proposed(base, numbered(1, 'x', 3, 'y', 5, 'z', 7));

describe('planApply', () => {
  test('writes accepted hunks only', () => {
    const review = reviewFile(file, choose(file, 'aro'));
    expect(planApply([review], new Map([[file.path, base]]))).toEqual({
      writes: [{ path: file.path, before: base, after: numbered(1, 'x', 3, 4, 5, 6, 7) }],
      clashes: [],
    });
  });

  test('leaves files alone in which nothing is accepted', () => {
    expect(planApply([reviewFile(file, choose(file, 'ror'))], new Map())).toEqual({ writes: [], clashes: [] });
  });

  test('merges with what the user typed in the file meanwhile', () => {
    const review = reviewFile(file, choose(file, 'aoo'));
    const current = numbered(1, 2, 3, 4, 5, 'user', 7);
    expect(planApply([review], new Map([[file.path, current]])).writes).toEqual([
      { path: file.path, before: current, after: numbered(1, 'x', 3, 4, 5, 'user', 7) },
    ]);
  });

  test('writes nothing where the user typed in the same place, and says so', () => {
    const review = reviewFile(file, choose(file, 'aoo'));
    const plan = planApply([review], new Map([[file.path, numbered(1, 'user', 3, 4, 5, 6, 7)]]));
    expect(plan.writes).toEqual([]);
    expect(plan.clashes).toEqual([
      { path: file.path, kind: 'lines', line: 2, base: '2\n', ours: 'user\n', theirs: 'x\n' },
    ]);
  });

  test('creates, deletes, and stops before a file that is not as it was', () => {
    const created = proposed(null, 'new\n');
    const deleted = proposed('old\n', null);
    const accepted = (one: typeof created): ReturnType<typeof reviewFile> => reviewFile(one, all(one, 'accepted'));
    expect(planApply([accepted(created)], new Map([[created.path, null]])).writes).toMatchObject([
      { before: null, after: 'new\n' },
    ]);
    expect(planApply([accepted(created)], new Map([[created.path, 'theirs\n']])).clashes).toMatchObject([
      { kind: 'both-created' },
    ]);
    expect(planApply([accepted(deleted)], new Map([[deleted.path, 'old\n']])).writes).toMatchObject([{ after: null }]);
    expect(planApply([accepted(deleted)], new Map([[deleted.path, 'changed\n']])).clashes).toMatchObject([
      { kind: 'modify-delete' },
    ]);
  });

  test('has nothing to write where the user already made the same change', () => {
    const review = reviewFile(file, choose(file, 'aoo'));
    const plan = planApply([review], new Map([[file.path, review.reviewed]]));
    expect(plan).toEqual({ writes: [], clashes: [] });
  });
});

describe('planApply of a moved file', () => {
  const moved = movedTo('new.ts', file);
  const plan = (letters: string, current: string | null): ReturnType<typeof planApply> =>
    planApply([reviewFile(moved, choose(moved, letters))], new Map([[file.path, current]]));
  const typed = numbered(1, 2, 3, 4, 5, 6, 'typed');

  test('moves it, edits it, or both, as was accepted, and keeps what the user typed', () => {
    const to = { path: 'new.ts', movedFrom: file.path };
    expect(plan('aooo', base).writes).toEqual([{ ...to, before: base, after: base }]);
    expect(plan('aaoo', typed).writes).toEqual([
      { ...to, before: typed, after: numbered(1, 'x', 3, 4, 5, 6, 'typed') },
    ]);
    const edited = [{ path: file.path, before: base, after: numbered(1, 'x', 3, 4, 5, 6, 7) }];
    expect([plan('oaoo', base).writes, plan('raoo', base).writes]).toEqual([edited, edited]);
    expect(plan('rooo', base)).toEqual({ writes: [], clashes: [] });
  });

  test('clashes where the user deleted the file or moved it away, or typed in the same place', () => {
    const words = (letters: string, current: string | null): readonly string[] =>
      plan(letters, current).clashes.map((clash) => conflictWords(clash, { ours: 'you', theirs: 'it' }));
    expect(words('aooo', null)).toEqual(['file.ts: you deleted it, it moved it to new.ts']);
    expect(words('oaoo', null)).toEqual(['file.ts: you deleted it, it changed it']);
    expect(words('aaoo', numbered(1, 'user', 3, 4, 5, 6, 7))).toEqual(['file.ts, line 2']);
  });

  test('makes the new place the file’s own, and carries the choices on its text over', () => {
    const choices = choose(moved, 'aaro');
    const review = reviewFile(moved, choices);
    const settled = settle(moved, review, review.reviewed);
    expect(settled).toEqual(expect.objectContaining({ path: 'new.ts', base: review.reviewed }));
    expect([settled.movedFrom, settled.steps.some((step) => 'movedFrom' in step)]).toEqual([undefined, false]);
    const after = reviewFile(settled, choicesAfterApply(choices, review));
    expect(after.hunks.map(({ hunk, choice }) => `${draw(hunk)} ${choice}`)).toEqual([
      '3: 4 > y rejected',
      '5: 6 > z open',
    ]);
    expect(after.basePath).toBe('new.ts');
  });

  test('leaves a move open, or rejected, that was not applied', () => {
    const choices = choose(moved, 'raoo');
    const review = reviewFile(moved, choices);
    const after = reviewFile(settle(moved, review, review.reviewed), choicesAfterApply(choices, review));
    expect(after.hunks.map(({ hunk, choice }) => `${draw(hunk)} ${choice}`)).toEqual([
      'from file.ts rejected',
      '3: 4 > y open',
      '5: 6 > z open',
    ]);
  });
});

describe('settle', () => {
  test('keeps what was not accepted as it was, on the new base', () => {
    const choices = choose(file, 'aro');
    const review = reviewFile(file, choices);
    const settled = settle(file, review, review.reviewed);
    expect(settled.base).toBe(review.reviewed);
    expect(hunksOf(settled).map(draw)).toEqual(['3: 4 > y', '5: 6 > z']);
    const after = reviewFile(settled, choicesAfterApply(choices, review));
    expect(after.hunks.map(({ choice }) => choice)).toEqual(['rejected', 'open']);
    expect(after.proposed).toBe(review.proposed);
    expect(hunksOf(settled)[0]?.id).toBe(hunksOf(file)[1]?.id);
  });

  test('keeps an open hunk open where the user changed its lines, as a change of those', () => {
    const review = reviewFile(file, choose(file, 'aro'));
    const written = numbered(1, 'x', 3, 'user', 5, 'also', 7);
    const settled = settle(file, review, written);
    expect(hunksOf(settled).map(draw)).toEqual(['5: also > z']);
  });

  test('does not pass an accepted choice on to an equal hunk that is still open', () => {
    const twins = proposed(numbered('{', 'a', '}', '{', 'a', '}'), numbered('{', 'b', '}', '{', 'b', '}'));
    const choices = choose(twins, 'ao');
    const review = reviewFile(twins, choices);
    const settled = settle(twins, review, review.reviewed);
    const after = reviewFile(settled, choicesAfterApply(choices, review));
    expect(after.hunks.map(({ choice }) => choice)).toEqual(['open']);
    expect(after.reviewed).toBe(review.reviewed);
  });

  test('never takes anything into the reviewed text, and never shows what was rejected', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, (any, letters) => {
        const choices = choose(any, letters);
        const review = reviewFile(any, choices);
        const settled = settle(any, review, review.reviewed);
        const after = reviewFile(settled, choicesAfterApply(choices, review));
        expect(after.reviewed).toBe(review.reviewed);
        expect(after.proposed).toBe(review.proposed);
        expect(settled.steps.at(-1)?.text ?? settled.text).toBe(settled.text);
      }),
      { numRuns: 1_000 },
    );
  });

  test('keeps the right side, and the ids of open hunks that have no twin', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 6, maxLength: 12 }),
        fc.nat(),
        anyLetters,
        (lines, seed, letters) => {
          const text = numbered(
            ...lines.flatMap((line, index): (string | number)[] =>
              (line + seed) % 3 === 0 ? [`new ${index}`] : [line],
            ),
          );
          const any = proposed(numbered(...lines), text);
          const choices = choose(any, letters);
          const review = reviewFile(any, choices);
          const settled = settle(any, review, review.reviewed);
          const after = reviewFile(settled, choicesAfterApply(choices, review));
          expect(after.proposed).toBe(review.proposed);
          expect(after.hunks.map(({ hunk, choice }) => [hunk.id, choice])).toEqual(
            review.hunks.filter(({ choice }) => choice !== 'accepted').map(({ hunk, choice }) => [hunk.id, choice]),
          );
        },
      ),
    );
  });

  test('never throws, whatever was written', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, anyFile, (any, letters, written) => {
        const review = reviewFile(any, choose(any, letters));
        expect(settle(any, review, written).base).toBe(written);
      }),
    );
  });
});
