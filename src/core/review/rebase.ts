import type { ProposalFile } from '../staging/read/proposal';
import { hasMixedLineEnds } from '../staging/read/lineEnds';
import { dominantEndOfLine, splitLines, withEndOfLine } from '../util/text';
import { reviewFile } from './fold';
import type { Choices, FileReview, ReviewedHunk } from './hunk';
import { hunksOf } from './hunks';
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
  const converted = convertEnds(file, choices, current);
  return converted
    ? rebaseFile(converted.file, converted.choices, current)
    : onLines(review, { file, base: file.base, current });
}

/** The file with the line ends that the user gave all of theirs: that is no change of any line. `undefined` where they did not. */
function convertEnds(file: ProposalFile, choices: Choices, current: string): RebasedFile | undefined {
  const { base, text } = file;
  const texts = [base, text, current].filter((one) => one !== null);
  if (!base?.includes('\n') || !current.includes('\n') || texts.some(hasMixedLineEnds)) return undefined;
  const endOfLine = dominantEndOfLine(current);
  if (dominantEndOfLine(base) === endOfLine) return undefined;
  const convert = (one: string | null): string | null => (one === null ? null : withEndOfLine(one, endOfLine));
  const steps = file.steps.map((step) => ({ ...step, text: convert(step.text) }));
  const converted = { ...file, base: convert(base), text: convert(text), steps };
  // Line by line they are the same, and so are the hunks, but for their ids.
  const before = reviewFile(file, choices).hunks;
  const hunks = hunksOf(converted);
  const clashes = (file.clashes ?? []).flatMap((clash) => {
    const hunk = hunks[before.findIndex((reviewed) => reviewed.hunk.id === clash.hunk)];
    return hunk ? [{ ...clash, hunk: hunk.id }] : [];
  });
  const renamed = hunks.flatMap(({ id }, index) => {
    const choice = before[index]?.choice ?? 'open';
    return choice === 'open' ? [] : [[id, choice] as const];
  });
  return { file: { ...converted, clashes }, choices: new Map(renamed) };
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
