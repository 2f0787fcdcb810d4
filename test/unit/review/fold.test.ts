import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reviewFile, reviewProposal } from '../../../src/core/review/fold';
import type { Choices, HunkId } from '../../../src/core/review/hunk';
import { hunksOf } from '../../../src/core/review/hunks';
import { splitLines } from '../../../src/core/util/text';
import { numbered } from '../staging/texts';
import { originOf, withoutMove } from '../../../src/core/staging/read/proposal';
import { all, anyLetters, anyProposed, byTask, choose, draw, movedTo, proposed } from './proposals';

const none: Choices = new Map();

describe('hunksOf', () => {
  test('lists the differences, those of white space too, with their authors', () => {
    const file = proposed(numbered(1, 2, 3, 4, 5), numbered(1, 'x', 3, '4 ', 5, 6));
    expect(hunksOf(file).map(draw)).toEqual(['1: 2 > x', '3: 4 > 4', '5:  > 6']);
    expect(hunksOf(file).map((hunk) => hunk.whitespaceOnly)).toEqual([false, true, false]);
    expect(hunksOf(file)[0]?.authors).toEqual([byTask('T1')]);
    expect(hunksOf(file)).toBe(hunksOf(file));
  });

  test('names each author of a hunk that two tasks and the user made', () => {
    const file = {
      ...proposed(numbered(1, 2, 3), null),
      text: numbered(1, 'x', 'y', 'z', 3),
      steps: [
        { author: byTask('T1'), text: numbered(1, 'x', 3) },
        { author: byTask('T2', 2), text: numbered(1, 'x', 'y', 3) },
        { author: { type: 'user' } as const, text: numbered(1, 'x', 'y', 'z', 3) },
      ],
    };
    expect(hunksOf(file)[0]?.authors).toEqual([byTask('T1'), byTask('T2', 2), { type: 'user' }]);
  });

  test('shows near changes as one hunk, as the editor does, made by those who made the changes', () => {
    const base = numbered('a', '}', 'b', 'end');
    const text = numbered(1, 2, 3, 4, 5, 6, '}', 'c', 'end');
    const file = {
      ...proposed(base, text),
      steps: [
        { author: byTask('T1'), text: numbered(1, 2, 3, 4, 5, 6, '}', 'b', 'end') },
        { author: byTask('T2'), text: numbered(1, 2, 3, 4, 5, 6, 'b', 'end') },
        { author: byTask('T3'), text: numbered(1, 2, 3, 4, 5, 6, '}', 'b', 'end') },
        { author: byTask('T4'), text },
      ],
    };
    const [hunk, ...others] = hunksOf(file);
    expect(others).toEqual([]);
    expect(hunk).toMatchObject({
      baseStart: 0,
      baseLines: ['a\n', '}\n', 'b\n'],
      proposedLines: splitLines(text).slice(0, -1),
      // Neither of those who took the unchanged line out and put it back.
      authors: [byTask('T1'), byTask('T4')],
    });
  });

  test('keeps an id while text elsewhere changes, and tells equal hunks apart', () => {
    const base = numbered('{', 'a', '}', '{', 'a', '}', '{', 'a', '}');
    const before = hunksOf(proposed(base, numbered('{', 'b', '}', '{', 'b', '}', '{', 'b', '}')));
    const after = hunksOf(proposed(base, numbered('{', 'c', '}', '{', 'b', '}', '{', 'b', '}')));
    expect(new Set(before.map(({ id }) => id)).size).toBe(3);
    expect(after.slice(1).map(({ id }) => id)).toEqual(before.slice(1).map(({ id }) => id));
    expect(after[0]?.id).not.toBe(before[0]?.id);
  });

  test('makes a created or deleted file one hunk, whose id holds while the user types', () => {
    const created = proposed(null, 'a\nb\n');
    const typed = {
      ...created,
      text: 'a\nB\n',
      steps: [...created.steps, { author: { type: 'user' } as const, text: 'a\nB\n' }],
    };
    expect(hunksOf(created)).toMatchObject([{ kind: 'create', baseLines: [], proposedLines: ['a\n', 'b\n'] }]);
    expect(hunksOf(typed)[0]?.id).toBe(hunksOf(created)[0]?.id);
    expect(hunksOf(proposed(null, 'other\n'))[0]?.id).not.toBe(hunksOf(created)[0]?.id);
    expect(hunksOf(proposed('a\n', null))).toMatchObject([{ kind: 'delete' }]);
    expect(hunksOf(proposed(null, null))).toEqual([]);
  });

  test('makes all changes of a notebook one hunk, which is accepted and rejected as a whole', () => {
    const [base, text] = [numbered(1, 2, 3, 4, 5), numbered(1, 'x', 3, 4, 'y')];
    const file = proposed(base, text, 'notes/Book.IPYNB');
    expect(hunksOf(file)).toMatchObject([{ kind: 'edit', baseStart: 0, proposedStart: 0, authors: [byTask('T1')] }]);
    expect(reviewFile(file, none)).toMatchObject({ reviewed: base, proposed: text });
    expect(reviewFile(file, all(file, 'accepted'))).toMatchObject({ reviewed: text, proposed: text });
    expect(reviewFile(file, all(file, 'rejected'))).toMatchObject({ reviewed: base, proposed: base });
  });

  test('makes a move one more hunk, the first, whose authors are those who moved the file', () => {
    const file = proposed(numbered(1, 2, 3), numbered(1, 'x', 3), 'old.ts');
    const there = movedTo('new.ts', file);
    expect(hunksOf(there).map(draw)).toEqual(['from old.ts', '1: 2 > x']);
    expect(hunksOf(there).map(({ path, authors }) => [path, authors])).toEqual([
      ['new.ts', [byTask('T2')]],
      ['new.ts', [byTask('T1')]],
    ]);
    // Choices on the text survive the move, and one on the move does not cover another move.
    expect(hunksOf(there)[1]?.id).toBe(hunksOf(file)[0]?.id);
    expect(hunksOf(movedTo('else.ts', file))[0]?.id).not.toBe(hunksOf(there)[0]?.id);
  });

  test('gives every hunk of a file its own id', () => {
    fc.assert(
      fc.property(anyProposed, (file) => {
        const ids = hunksOf(file).map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
    );
  });
});

describe('reviewFile', () => {
  test('shows accepted hunks on both sides and open ones on the right only', () => {
    const file = proposed(numbered(1, 2, 3, 4, 5), numbered(1, 'x', 3, 'y', 5, 'z'));
    const review = reviewFile(file, choose(file, 'aro'));
    expect(review.reviewed).toBe(numbered(1, 'x', 3, 4, 5));
    expect(review.proposed).toBe(numbered(1, 'x', 3, 4, 5, 'z'));
    expect(review.hunks.map(({ choice, reviewedLine, proposedLine }) => [choice, reviewedLine, proposedLine])).toEqual([
      ['accepted', 1, 1],
      ['rejected', 3, 3],
      ['open', 5, 5],
    ]);
  });

  test('has no text on a side where the file is not there', () => {
    const created = proposed(null, 'a\n');
    expect(reviewFile(created, none)).toMatchObject({ reviewed: null, proposed: 'a\n' });
    expect(reviewFile(created, all(created, 'rejected'))).toMatchObject({ reviewed: null, proposed: null });
    const deleted = proposed('a\n', null);
    expect(reviewFile(deleted, none)).toMatchObject({ reviewed: 'a\n', proposed: null });
    expect(reviewFile(deleted, all(deleted, 'accepted'))).toMatchObject({ reviewed: null, proposed: null });
  });

  test('gives the same object until a choice on this file changes', () => {
    const file = proposed(numbered(1, 2), numbered(1, 'x'));
    const review = reviewFile(file, none);
    expect(reviewFile(file, new Map([['other.ts#1' as HunkId, 'accepted']]))).toBe(review);
    expect(reviewFile(file, all(file, 'accepted'))).not.toBe(review);
  });

  test('accept all gives the proposal, reject all gives the base on both sides', () => {
    fc.assert(
      fc.property(anyProposed, (file) => {
        const [before, after] = [originOf(file), file.path];
        expect(reviewFile(file, none)).toMatchObject({ reviewed: file.base, proposed: file.text });
        expect(reviewFile(file, none)).toMatchObject({ reviewedPath: before, proposedPath: after });
        expect(reviewFile(file, all(file, 'accepted'))).toMatchObject({ reviewed: file.text, proposed: file.text });
        expect(reviewFile(file, all(file, 'accepted'))).toMatchObject({ reviewedPath: after, proposedPath: after });
        expect(reviewFile(file, all(file, 'rejected'))).toMatchObject({ reviewed: file.base, proposed: file.base });
        expect(reviewFile(file, all(file, 'rejected'))).toMatchObject({ reviewedPath: before, proposedPath: before });
      }),
      { numRuns: 500 },
    );
  });

  test('any mix is that mix and nothing else, and says where each hunk stands', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, (file, letters) => {
        const review = reviewFile(file, choose(file, letters));
        let expected = splitLines(file.base ?? '');
        for (const { hunk, choice } of [...review.hunks].reverse()) {
          if (choice === 'accepted')
            expected = expected.toSpliced(hunk.baseStart, hunk.baseLines.length, ...hunk.proposedLines);
        }
        expect(review.reviewed ?? '').toBe(expected.join(''));
        for (const { hunk, choice, reviewedLine, proposedLine } of review.hunks) {
          const left = choice === 'accepted' ? hunk.proposedLines : hunk.baseLines;
          const right = choice === 'rejected' ? hunk.baseLines : hunk.proposedLines;
          expect(splitLines(review.reviewed ?? '').slice(reviewedLine, reviewedLine + left.length)).toEqual(left);
          expect(splitLines(review.proposed ?? '').slice(proposedLine, proposedLine + right.length)).toEqual(right);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a move is a choice beside those on the text: each side stands where it is to stand', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, (file, letters) => {
        const choices = choose(file, letters);
        const review = reviewFile(file, choices);
        const [first, ...rest] = review.hunks;
        const move = first?.hunk.kind === 'move' ? first.choice : undefined;
        const old = file.movedFrom ?? file.path;
        expect(review).toMatchObject({
          path: file.path,
          basePath: old,
          reviewedPath: move === 'accepted' ? file.path : old,
          proposedPath: move === 'rejected' ? old : file.path,
        });
        if (move === undefined) return;
        const text = reviewFile(withoutMove(file), choices);
        expect([review.reviewed, review.proposed]).toEqual([text.reviewed, text.proposed]);
        expect(rest).toEqual(text.hunks.map((placed) => ({ ...placed, hunk: { ...placed.hunk, path: file.path } })));
      }),
      { numRuns: 500 },
    );
  });

  test('choices commute', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, (file, letters) => {
        const choices = [...choose(file, letters)];
        const other = { ...file };
        expect(reviewFile(other, new Map(choices.reverse()))).toEqual(reviewFile(file, new Map(choices)));
      }),
    );
  });
});

test('reviewProposal sorts by path', () => {
  const files = ['b.ts', 'a.ts'].map((path) => proposed('1\n', '2\n', path));
  const reviews = reviewProposal(new Map(files.map((file) => [file.path, file])), none);
  expect(reviews.map(({ path }) => path)).toEqual(['a.ts', 'b.ts']);
});
