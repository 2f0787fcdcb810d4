import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { choicesAfterApply, settle } from '../../../src/core/review/applyPlan';
import { reviewFile } from '../../../src/core/review/fold';
import type { Choices } from '../../../src/core/review/hunk';
import { hunksOf } from '../../../src/core/review/hunks';
import { planUndo } from '../../../src/core/review/undoPlan';
import { unsettle } from '../../../src/core/review/unsettle';
import type { ProposalFile } from '../../../src/core/staging/read/proposal';
import { splitLines } from '../../../src/core/util/text';
import { numbered } from '../staging/texts';
import { anyLetters, anyProposed, byTask, choose, draw, proposed } from './proposals';

interface Applied {
  readonly before: ProposalFile;
  readonly after: ProposalFile;
  readonly choices: Choices;
}

/** A file of which the accepted hunks were applied; the user had typed nothing by then. */
function applied(before: ProposalFile, letters: string): Applied {
  const choices = choose(before, letters);
  const review = reviewFile(before, choices);
  return { before, after: settle(before, review, review.reviewed), choices: choicesAfterApply(choices, review) };
}

/** The proposal's file after the undo; `present` is what the workspace has by then, `now` what the proposal has. */
function undone(
  { before, after, choices }: Applied,
  present: string | null = after.base,
  now: ProposalFile = after,
): ProposalFile {
  const written = [{ path: before.path, before: before.base, after: after.base }];
  const { files } = planUndo(written, new Map([[before.path, present]]));
  const [restored] = files;
  if (!restored) throw new Error('It clashes.');
  return unsettle({ file: now, choices, settled: { before, after }, restored });
}

const base = numbered(1, 2, 3, 4, 5, 6, 7);
const file = proposed(base, numbered(1, 'x', 3, 'y', 5, 'z', 7));

describe('unsettle', () => {
  test('proposes again what was applied, beside what still was', () => {
    const settled = applied(file, 'aro');
    const again = undone(settled);
    expect(hunksOf(again).map(draw)).toEqual(['1: 2 > x', '3: 4 > y', '5: 6 > z']);
    expect(reviewFile(again, settled.choices).hunks.map(({ choice }) => choice)).toEqual(['open', 'rejected', 'open']);
  });

  test('is the way back: the file, its steps and all, is what it was before the apply', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, (before, letters) => {
        expect(undone(applied(before, letters))).toEqual(before);
      }),
    );
  });

  test('stands on what the user typed since', () => {
    const present = numbered(0, 1, 'x', 3, 4, 5, 6, 7);
    const again = undone(applied(file, 'aro'), present);
    expect(again.base).toBe(numbered(0, 1, 2, 3, 4, 5, 6, 7));
    expect(hunksOf(again).map(draw)).toEqual(['2: 2 > x', '4: 4 > y', '6: 6 > z']);
  });

  test('proposes again also what the user had undone in the editor', () => {
    const again = undone(applied(file, 'aro'), base);
    expect(again.base).toBe(base);
    expect(hunksOf(again).map(draw)).toEqual(['1: 2 > x', '3: 4 > y', '5: 6 > z']);
  });

  test('keeps what was merged or typed into the proposal since, and who wrote what', () => {
    const steps = [
      { author: byTask('T1'), text: numbered(1, 'x', 3, 4, 5, 6, 7) },
      { author: byTask('T2'), text: file.text },
    ];
    const settled = applied({ ...file, steps }, 'a');
    const { after } = settled;
    const more = numbered(1, 'x', 3, 'y', 5, 'z', 7, 8);
    const now = { ...after, text: more, steps: [...after.steps, { author: byTask('T3'), text: more }] };
    const again = undone(settled, after.base, now);
    expect(hunksOf(again).map(draw)).toEqual(['1: 2 > x', '3: 4 > y', '5: 6 > z', '7:  > 8']);
    expect(hunksOf(again).map(({ authors }) => authors)).toEqual([
      [byTask('T1')],
      [byTask('T2')],
      [byTask('T2')],
      [byTask('T3')],
    ]);
  });

  test('never shows what was rejected, whatever the user typed', () => {
    fc.assert(
      fc.property(anyProposed, anyLetters, fc.nat(8), (before, letters, at) => {
        const settled = applied(before, letters);
        const present = settled.after.base === null ? null : insertLine(settled.after.base, at);
        const written = [{ path: before.path, before: before.base, after: settled.after.base }];
        const plan = planUndo(written, new Map([[before.path, present]]));
        fc.pre(plan.clashes.length === 0);
        const again = undone(settled, present);
        expect(again.base).toBe(plan.files[0]?.restored);

        const review = reviewFile(before, choose(before, letters));
        const mayShow = new Set([before.base, review.proposed, present].flatMap((text) => linesOf(text)));
        const hidden = review.hunks
          .filter(({ choice }) => choice === 'rejected')
          .flatMap(({ hunk }) => hunk.proposedLines)
          .filter((line) => !mayShow.has(line));
        const shown = linesOf(reviewFile(again, settled.choices).proposed);
        expect(shown.filter((line) => hidden.includes(line))).toEqual([]);
      }),
    );
  });
});

function linesOf(text: string | null): readonly string[] {
  return splitLines(text ?? '');
}

function insertLine(text: string, at: number): string {
  const lines = text.split('\n');
  const position = Math.min(at, lines.length - 1);
  return [...lines.slice(0, position), 'mine', ...lines.slice(position)].join('\n');
}
