import type { ProposalFile } from '../staging/read/proposal';
import { splitLines } from '../util/text';
import { reviewFile } from './fold';
import type { Choices, FileReview, ReviewedHunk } from './hunk';
import { changesBetween } from './lineChanges';
import { carryChoices, type RebasedFile } from './rebaseChoices';
import { layOnto } from './rebaseLines';
import { moveSteps } from './rebaseSteps';
import { rebaseWhole } from './rebaseWhole';

/**
 * The file as it stands on what the user made of it meanwhile; `current` is `null` where it is gone. Hunks whose lines the user
 * left alone keep their choices. One whose lines they changed stands on their text, which it would replace, is open and marked
 * as clashing; it is gone where they wrote just what it proposes. A rejected one gives way.
 */
export function rebaseFile(file: ProposalFile, choices: Choices, current: string | null): RebasedFile {
  const review = reviewFile(file, choices);
  if (current === file.base) return { file, choices: choicesOf(review.hunks) };
  if (file.base === null || file.text === null || current === null) return rebaseWhole(file, review, current);
  return onLines(review, { file, base: file.base, current });
}

function onLines(
  review: FileReview,
  { file, base, current }: { readonly file: ProposalFile; readonly base: string; readonly current: string },
): RebasedFile {
  const lines = splitLines(base);
  const typed = changesBetween(lines, splitLines(current));
  const rebased = (hunks: readonly ReviewedHunk[]): RebasedFile | undefined => {
    const laid = layOnto(lines, typed, hunks);
    const steps = moveSteps(file.steps, { base, onto: current, text: laid.text });
    return carryChoices({ ...file, clashes: [], base: current, text: laid.text, steps }, laid);
  };
  const inText = review.hunks.filter(({ hunk }) => hunk.kind !== 'move');
  // Beside lines like its own a rejected hunk may run into another one, and would show then: it gives way.
  const moved = rebased(inText) ?? rebased(inText.filter(({ choice }) => choice !== 'rejected'));
  if (!moved) throw new Error(`Without rejected hunks the right side of ${file.path} is its proposed text.`);
  // What the user types says nothing about where the file goes.
  const move = choicesOf(review.hunks.filter(({ hunk }) => hunk.kind === 'move'));
  return { file: moved.file, choices: new Map([...move, ...moved.choices]) };
}

function choicesOf(hunks: readonly ReviewedHunk[]): Choices {
  return new Map(hunks.flatMap(({ hunk, choice }) => (choice === 'open' ? [] : [[hunk.id, choice] as const])));
}
