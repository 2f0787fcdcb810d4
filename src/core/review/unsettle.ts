import type { ProposalFile, ProposalStep } from '../staging/read/proposal';
import { mergePreferring } from '../staging/write/merge';
import { reviewFile } from './fold';
import type { Choices } from './hunk';
import type { RestoredFile } from './undoPlan';

/** A file of the proposal whose apply is taken back. */
export interface Unsettling {
  /** As it is now. */
  readonly file: ProposalFile;
  readonly choices: Choices;
  /** As it was before the apply, and as the apply left it. */
  readonly settled: { readonly before: ProposalFile; readonly after: ProposalFile };
  readonly restored: RestoredFile;
}

/**
 * The file after its apply was taken back: it stands on the restored text, and what was applied is proposed again, beside all that
 * still was. Choices stay on the hunks that have them, a rejected one gives way where it would show; what was applied is open.
 */
export function unsettle({ file, choices, settled, restored: { present, restored } }: Unsettling): ProposalFile {
  const { before, after } = settled;
  if (file === after && restored === before.base) return before;
  // Where the user had undone it already, the text with the apply in it has to be made again.
  const applied = present === restored ? mergePreferring('theirs', before.base, restored, after.base) : present;
  const { proposed } = reviewFile(file, choices);
  const shown = mergePreferring('ours', file.base, proposed, applied);
  const text = mergePreferring('theirs', proposed, file.text, shown);
  const rejected = new Map([...choices].filter(([, choice]) => choice === 'rejected'));
  const on = (next: string | null): ProposalFile => ({
    // What the apply settled of the file beside its text, its place for one, is open again with it.
    ...before,
    ...file,
    base: restored,
    text: next,
    steps: stepsOn({ file, before, restored, text: next }),
  });
  const unsettled = on(text);
  return text === shown || reviewFile(unsettled, rejected).proposed === shown ? unsettled : on(shown);
}

/** The steps from before the apply know who wrote what it applied; those that came since are kept after them. */
function stepsOn({
  file,
  before,
  restored,
  text,
}: {
  readonly file: ProposalFile;
  readonly before: ProposalFile;
  readonly restored: string | null;
  readonly text: string | null;
}): readonly ProposalStep[] {
  const moved = before.steps.map((step) => ({
    ...step,
    text: mergePreferring('theirs', before.base, restored, step.text),
  }));
  const steps = [...moved, ...file.steps.slice(moved.length)];
  return steps.map((step, index) => (index === steps.length - 1 ? { ...step, text } : step));
}
