import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reviewFile } from '../../../src/core/review/fold';
import type { Choices, ReviewedHunk } from '../../../src/core/review/hunk';
import { hunksOf } from '../../../src/core/review/hunks';
import { rebaseFile } from '../../../src/core/review/rebase';
import type { RebasedFile } from '../../../src/core/review/rebaseChoices';
import type { ProposalFile } from '../../../src/core/staging/read/proposal';
import { splitLines } from '../../../src/core/util/text';
import { mergeVersions } from '../../../src/core/staging/write/mergePieces';
import { mergeFile } from '../../../src/core/staging/write/merge';
import { anyFile, anyText, numbered } from '../staging/texts';
import { all, anyLetters, anyProposed, byTask, choose, draw, proposed } from './proposals';

const none: Choices = new Map();
const base = numbered(1, 2, 3, 4, 5, 6, 7);
const file = proposed(base, numbered(1, 'x', 3, 'y', 5, 'z', 7));

const letters = { accepted: 'a', rejected: 'r', open: 'o' };

/** A hunk with its choice and, in brackets, what clashes: `1: 2 > x a`, `1: user > x o [2 | user | x]`. */
function drawReviewed({ hunk, choice, clash }: ReviewedHunk): string {
  const mark = clash && ` [${[clash.base, clash.ours, clash.theirs].map((text) => text.trimEnd()).join(' | ')}]`;
  return `${draw(hunk)} ${letters[choice]}${mark ?? ''}`;
}

const picture = ({ file: rebased, choices }: RebasedFile): readonly string[] =>
  reviewFile(rebased, choices).hunks.map(drawReviewed);

const sides = ({
  file: rebased,
  choices,
}: RebasedFile): { readonly reviewed: string | null; readonly proposed: string | null } => {
  const { reviewed, proposed: right } = reviewFile(rebased, choices);
  return { reviewed, proposed: right };
};

describe('rebaseFile, where the user types beside the hunks', () => {
  test('keeps every choice, although lines have moved', () => {
    const current = numbered('new', 1, 2, 3, 4, 5, 6, 7, 'end');
    const rebased = rebaseFile(file, choose(file, 'aro'), current);
    expect(picture(rebased)).toEqual(['2: 2 > x a', '4: 4 > y r', '6: 6 > z o']);
    expect(rebased.file.base).toBe(current);
    expect(sides(rebased)).toEqual({
      reviewed: numbered('new', 1, 'x', 3, 4, 5, 6, 7, 'end'),
      proposed: numbered('new', 1, 'x', 3, 4, 5, 'z', 7, 'end'),
    });
  });

  test('keeps the choice of a hunk whose id changes with the line beside it', () => {
    const rebased = rebaseFile(file, choose(file, 'aro'), numbered(1, 2, 'typed', 4, 5, 6, 7));
    expect(picture(rebased)).toEqual(['1: 2 > x a', '3: 4 > y r', '5: 6 > z o']);
    expect(hunksOf(rebased.file)[0]?.id).not.toBe(hunksOf(file)[0]?.id);
    expect(sides(rebased).proposed).toBe(numbered(1, 'x', 'typed', 4, 5, 'z', 7));
  });

  test('takes other line ends for all of the file for no change of any line', () => {
    const windows = (text: string | null): string => (text ?? '').replaceAll('\n', '\r\n');
    const rebased = rebaseFile(file, choose(file, 'aro'), windows(numbered('new', 1, 2, 3, 4, 5, 'user', 7)));
    expect(picture(rebased).map((hunk) => hunk.replaceAll('\r', ''))).toEqual([
      '2: 2 > x a',
      '4: 4 > y r',
      '6: user > z o [6 | user | z]',
    ]);
    expect(sides(rebased).reviewed).toBe(windows(numbered('new', 1, 'x', 3, 4, 5, 'user', 7)));
  });

  test('takes hunks for one that have come to touch, and for open where they were chosen differently', () => {
    const current = numbered(1, 2, 4, 5, 6, 7);
    expect(picture(rebaseFile(file, choose(file, 'aao'), current))[0]).toBe('1: 2\n4 > x\ny a');
    expect(picture(rebaseFile(file, choose(file, 'aoo'), current))[0]).toBe('1: 2\n4 > x\ny o');
    // What was rejected does not come back with its neighbour.
    expect(sides(rebaseFile(file, choose(file, 'aro'), current))).toEqual({
      reviewed: numbered(1, 'x', 4, 5, 6, 7),
      proposed: numbered(1, 'x', 4, 5, 'z', 7),
    });
  });

  test('keeps the authors of each hunk', () => {
    const many: ProposalFile = {
      ...file,
      steps: [
        { author: byTask('T1'), text: numbered(1, 'x', 3, 4, 5, 6, 7) },
        { author: byTask('T2'), text: numbered(1, 'x', 3, 'y', 5, 6, 7) },
        { author: { type: 'user' }, text: numbered(1, 'x', 3, 'y', 5, 'z', 7) },
      ],
    };
    for (const current of [numbered('new', 1, 2, 3, 4, 5, 6, 7), numbered(1, 'user', 3, 4, 5, 6, 7)]) {
      const rebased = rebaseFile(many, none, current);
      expect(hunksOf(rebased.file).map(({ authors }) => authors)).toEqual([
        [byTask('T1')],
        [byTask('T2')],
        [{ type: 'user' }],
      ]);
      expect(rebased.file.steps.at(-1)?.text).toBe(rebased.file.text);
    }
  });
});

describe('rebaseFile, where the user types in a hunk', () => {
  const typed = numbered(1, 'user', 3, 4, 5, 6, 7);

  test('opens it again, on what they typed, and says so', () => {
    const rebased = rebaseFile(file, choose(file, 'aao'), typed);
    expect(picture(rebased)).toEqual(['1: user > x o [2 | user | x]', '3: 4 > y a', '5: 6 > z o']);
    expect(reviewFile(rebased.file, rebased.choices).hunks[0]?.clash?.was).toBe('accepted');
    expect(sides(rebased).reviewed).toBe(numbered(1, 'user', 3, 'y', 5, 6, 7));
  });

  test('lets a rejected one go', () => {
    const rebased = rebaseFile(file, choose(file, 'rro'), typed);
    expect(picture(rebased)).toEqual(['3: 4 > y r', '5: 6 > z o']);
    expect(sides(rebased).proposed).toBe(numbered(1, 'user', 3, 4, 5, 'z', 7));
  });

  test('is done with it where they typed just what it proposes', () => {
    const rebased = rebaseFile(file, choose(file, 'ooo'), numbered(1, 'x', 3, 4, 5, 6, 7));
    expect(picture(rebased)).toEqual(['3: 4 > y o', '5: 6 > z o']);
    expect(rebased.file.clashes ?? []).toEqual([]);
  });

  test('keeps the mark while they go on elsewhere, and the choice that was made on it since', () => {
    const first = rebaseFile(file, choose(file, 'aoo'), typed);
    const chosen = new Map(first.choices).set(hunksOf(first.file)[0]!.id, 'accepted');
    const second = rebaseFile(first.file, chosen, numbered('new', 1, 'user', 3, 4, 5, 6, 7));
    expect(picture(second)[0]).toBe('2: user > x a [2 | user | x]');
    // More typing in it asks again.
    expect(picture(rebaseFile(second.file, second.choices, numbered('new', 1, 'more', 3, 4, 5, 6, 7)))[0]).toBe(
      '2: more > x o [2 | more | x]',
    );
  });

  test('is as before once they take it back', () => {
    const choices = choose(file, 'aro');
    const first = rebaseFile(file, choices, typed);
    const back = rebaseFile(first.file, first.choices, base);
    expect(picture(back)).toEqual(['1: 2 > x a', '3: 4 > y r', '5: 6 > z o']);
    expect(hunksOf(back.file).map(({ id }) => id)).toEqual(hunksOf(file).map(({ id }) => id));
    expect(back.file.clashes ?? []).toEqual([]);
  });

  test('puts what both added in the same place one after the other, and says so', () => {
    const added = proposed(numbered(1, 2), numbered(1, 2, 'ours'));
    for (const [end, current] of [
      ['\n', numbered(1, 2, 'mine')],
      ['', '1\n2\nmine'],
    ] as const) {
      const rebased = rebaseFile(added, all(added, 'accepted'), current);
      expect(rebased.file.text).toBe(numbered(1, 2, 'mine', 'ours'));
      const [hunk] = reviewFile(rebased.file, rebased.choices).hunks;
      expect(hunk).toMatchObject({ choice: 'open', clash: { base: '', ours: `mine${end}`, theirs: 'ours\n' } });
    }
  });

  test('does not run a line without an end into what is proposed after it', () => {
    const appended = proposed(numbered(1, 2), numbered(1, 2, 3));
    const rebased = rebaseFile(appended, none, '1\n2');
    expect(rebased.file.text).toBe(numbered(1, 2, 3));
    expect(reviewFile(rebased.file, rebased.choices).hunks).toMatchObject([{ choice: 'open', clash: { ours: '2' } }]);
  });

  test('proposes all of it again where they took a whole stretch out', () => {
    const rebased = rebaseFile(file, choose(file, 'aao'), numbered(1, 5, 6, 7));
    expect(picture(rebased)).toEqual(['1:  > x\n3\ny o [2\n3\n4 |  | x\n3\ny]', '2: 6 > z o']);
    expect(sides(rebased)).toEqual({ reviewed: numbered(1, 5, 6, 7), proposed: numbered(1, 'x', 3, 'y', 5, 'z', 7) });
  });
});

describe('rebaseFile, for files that are there on one side only', () => {
  test('offers to create again what the user deleted, without what was rejected', () => {
    const rebased = rebaseFile(file, choose(file, 'aro'), null);
    expect(rebased.file).toMatchObject({ base: null, text: numbered(1, 'x', 3, 4, 5, 'z', 7) });
    expect(reviewFile(rebased.file, rebased.choices).hunks).toMatchObject([
      { hunk: { kind: 'create' }, choice: 'open', clash: { kind: 'modify-delete', base } },
    ]);
    const back = rebaseFile(rebased.file, rebased.choices, base);
    expect(picture(back)).toEqual(['1: 2 > x o', '5: 6 > z o']);
  });

  test('proposes nothing any more where all of it was rejected, or the user did it', () => {
    expect(rebaseFile(file, all(file, 'rejected'), null).file).toMatchObject({ base: null, text: null });
    const deletion = proposed(base, null);
    expect(rebaseFile(deletion, none, null).file).toMatchObject({ base: null, text: null });
    expect(rebaseFile(deletion, all(deletion, 'rejected'), 'other\n').file).toMatchObject({
      base: 'other\n',
      text: 'other\n',
    });
    const creation = proposed(null, 'new\n');
    expect(rebaseFile(creation, none, 'new\n').file).toMatchObject({ base: 'new\n', text: 'new\n' });
  });

  test('asks again before it deletes what the user has changed', () => {
    const deletion = proposed(base, null);
    const rebased = rebaseFile(deletion, all(deletion, 'accepted'), numbered(1, 'user'));
    expect(reviewFile(rebased.file, rebased.choices).hunks).toMatchObject([
      { hunk: { kind: 'delete' }, choice: 'open', clash: { kind: 'modify-delete', ours: numbered(1, 'user') } },
    ]);
    const back = rebaseFile(rebased.file, rebased.choices, base);
    expect(reviewFile(back.file, back.choices).hunks).toMatchObject([{ choice: 'accepted' }]);
    expect(reviewFile(back.file, back.choices).hunks[0]?.clash).toBeUndefined();
  });

  test('asks again before it replaces what the user has created', () => {
    const creation = proposed(null, numbered('a', 'b'));
    const rebased = rebaseFile(creation, all(creation, 'accepted'), numbered('a', 'mine'));
    expect(reviewFile(rebased.file, rebased.choices).hunks).toMatchObject([
      { hunk: { kind: 'edit' }, choice: 'open', clash: { kind: 'both-created' } },
    ]);
    const gone = rebaseFile(rebased.file, rebased.choices, null);
    expect(reviewFile(gone.file, gone.choices).hunks).toMatchObject([{ hunk: { kind: 'create' }, choice: 'accepted' }]);
  });
});

/** Whether a merge is only clean because it looks past line ends. A review does not: a line that both changed is asked about. */
function needsLineEndsApart(base: string | null, ours: string | null, theirs: string | null): boolean {
  if (base === null || ours === null || theirs === null) return false;
  const [before, one, other] = [base, ours, theirs].map(splitLines);
  const pieces = mergeVersions({ base: before ?? [], ours: one ?? [], theirs: other ?? [] });
  return pieces.some(({ type }) => type === 'clash');
}

describe('rebaseFile, always', () => {
  /** Lines that occur once, so that positions are beyond doubt, and edits of both sides with lines between them. */
  const apart = fc
    .tuple(fc.array(fc.constantFrom('keep', 'theirs', 'ours'), { minLength: 1, maxLength: 12 }), anyLetters)
    .map(([kinds, chosen]) => {
      const text = (side: string): string =>
        kinds
          .flatMap((kind, index) => [`fixed ${index}\n`, kind === side ? `${side} ${index}\n` : `line ${index}\n`])
          .join('');
      const any = proposed(text('nobody'), text('theirs'));
      return { any, choices: choose(any, chosen), current: text('ours') };
    });

  test('changes no hunk and no choice where nothing overlaps, and proposes what a merge would', () => {
    fc.assert(
      fc.property(apart, ({ any, choices, current }) => {
        const before = reviewFile(any, choices);
        const rebased = rebaseFile(any, choices, current);
        const after = reviewFile(rebased.file, rebased.choices);
        const content = ({ hunk, choice }: ReviewedHunk): unknown => [hunk.baseLines, hunk.proposedLines, choice];
        expect(after.hunks.map(content)).toEqual(before.hunks.map(content));
        for (const side of ['reviewed', 'proposed'] as const) {
          expect(mergeFile(any.base, current, before[side])).toEqual({ type: 'clean', text: after[side] });
        }
        expect(rebased.file.clashes ?? []).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test('comes to the same by way of another text', () => {
    fc.assert(
      fc.property(apart, fc.integer({ min: 0, max: 12 }), ({ any, choices, current }, cut) => {
        const [from, to] = [any.base ?? '', current].map((text) => text.split(/(?<=\n)/)) as [string[], string[]];
        const between = [...to.slice(0, cut), ...from.slice(cut)].join('');
        const first = rebaseFile(any, choices, between);
        const second = rebaseFile(first.file, first.choices, current);
        const direct = rebaseFile(any, choices, current);
        expect(second.file).toEqual(direct.file);
        expect(second.choices).toEqual(direct.choices);
      }),
    );
  });

  test('is the same file where nothing changed', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, (any, chosen) => {
        const choices = choose(any, chosen);
        const rebased = rebaseFile(any, choices, any.base);
        expect(rebased.file).toBe(any);
        expect(reviewFile(any, rebased.choices)).toBe(reviewFile(any, choices));
      }),
    );
  });

  test('never throws, stands on the present text, and is accepted, rejected and undone as any file is', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, anyFile, anyFile, (any, chosen, one, other) => {
        let rebased: RebasedFile = { file: any, choices: choose(any, chosen) };
        for (const current of [one, other, any.base]) {
          rebased = rebaseFile(rebased.file, rebased.choices, current);
          expect(rebased.file.base).toBe(current);
          expect(rebased.file.steps.at(-1)?.text ?? rebased.file.text).toBe(rebased.file.text);
          expect(reviewFile(rebased.file, all(rebased.file, 'rejected')).reviewed).toBe(current);
          expect(reviewFile(rebased.file, all(rebased.file, 'accepted')).reviewed).toBe(rebased.file.text);
          const ids = new Set<string>(hunksOf(rebased.file).map(({ id }) => id));
          expect([...rebased.choices.keys()].every((id) => ids.has(id))).toBe(true);
          expect((rebased.file.clashes ?? []).every(({ hunk }) => ids.has(hunk))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('accepts and rejects nothing by itself, and where a merge is clean it is that merge', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, anyFile, (any, chosen, current) => {
        const choices = choose(any, chosen);
        const before = reviewFile(any, choices);
        const rebased = rebaseFile(any, choices, current);
        const after = reviewFile(rebased.file, rebased.choices);
        if (!before.hunks.some(({ choice }) => choice === 'accepted')) expect(after.reviewed).toBe(current);
        const merged = mergeFile(any.base, current, before.proposed);
        if (merged.type === 'clean' && !needsLineEndsApart(any.base, current, before.proposed)) {
          expect(after.proposed).toBe(merged.text);
        }
        for (const { clash, choice } of after.hunks) if (clash) expect(choice).toBe('open');
      }),
      { numRuns: 1_000 },
    );
  });

  test('never shows what was rejected, and writes none of it', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '}'), { maxLength: 10 });
    fc.assert(
      fc.property(
        lines,
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        anyLetters,
        anyText,
        (kept, places, chosen, current) => {
          // Each change has a line of its own: found anywhere, it tells which hunk it came from.
          const text = kept.flatMap((line, index) =>
            places.some((at) => at % 10 === index) ? [`proposed ${index}`] : [line],
          );
          const any = proposed(numbered(...kept), numbered(...text));
          const choices = choose(any, chosen);
          const rejected = reviewFile(any, choices).hunks.flatMap(({ hunk, choice }) =>
            choice === 'rejected' ? hunk.proposedLines : [],
          );
          const after = sides(rebaseFile(any, choices, current));
          for (const line of rejected.filter((line) => line.startsWith('proposed'))) {
            expect(after.reviewed).not.toContain(line);
            expect(after.proposed).not.toContain(line);
          }
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
