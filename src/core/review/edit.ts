import { hasMixedLineEnds, keepLineEnds } from '../staging/read/lineEnds';
import type { ProposalFile } from '../staging/read/proposal';
import { mergePreferring } from '../staging/write/merge';
import { reviewFile, tryChoices } from './fold';
import type { Choices, FileReview, HunkId } from './hunk';
import { switchedHunks } from './switchedHunks';

/** What an edit of the right side means for the proposal and for the choices on it. */
export interface ProposedEdit {
  readonly file: ProposalFile;
  /** Hunks that the edit took back, as the editor's Revert Block does. */
  readonly rejected: readonly HunkId[];
  /** Rejected hunks whose very text the user brought back (undoing a Revert Block does): they are open again. */
  readonly reopened: readonly HunkId[];
}

/**
 * Takes over what the user made of the right side of a file. With the answered file and choices, the right side is exactly what
 * was typed (in a text of mixed line ends, which editors can't show, up to line ends of lines that did not change). Rejected hunks
 * stay in the proposal's text, so that they can be reopened, unless the user typed where they stand.
 */
export function editProposed(file: ProposalFile, choices: Choices, proposed: string): ProposedEdit {
  const review = reviewFile(file, choices);
  const shown = review.proposed ?? '';
  if (proposed === shown) return { file, rejected: [], reopened: [] };
  const typed = hasMixedLineEnds(shown) ? keepLineEnds(shown, proposed) : proposed;
  if (typed === shown) return { file, rejected: [], reopened: [] };
  const rejected = switchedHunks(file, choices, proposed, { from: 'open', to: 'rejected' });
  if (rejected.length > 0) return { file, rejected, reopened: [] };
  const restored = switchedHunks(file, choices, proposed, { from: 'rejected', to: 'open' });
  if (restored.length > 0) return { file, rejected: [], reopened: restored };

  const withRejected = withUserStep(file, mergePreferring('theirs', file.base, onlyRejected(file, review), typed));
  if (reviewFile(withRejected, choices).proposed === typed) return { file: withRejected, rejected: [], reopened: [] };
  const asTyped = withUserStep(file, typed);
  const reopened = reviewFile(asTyped, choices).hunks.filter(
    ({ hunk, choice }) => choice === 'rejected' && hunk.kind !== 'move',
  );
  return { file: asTyped, rejected: [], reopened: reopened.map(({ hunk }) => hunk.id) };
}

/** The base with nothing but the rejected hunks in it: what must be kept although the right side does not show it. */
function onlyRejected(file: ProposalFile, review: FileReview): string | null {
  const swapped = review.hunks.flatMap(({ hunk, choice }) =>
    choice === 'rejected' ? [[hunk.id, 'accepted'] as const] : [],
  );
  return tryChoices(file, new Map(swapped)).reviewed;
}

/** The user's edits in a row are one step: a step for each key would fill the journal. */
function withUserStep(file: ProposalFile, text: string | null): ProposalFile {
  const steps = file.steps.at(-1)?.author.type === 'user' ? file.steps.slice(0, -1) : file.steps;
  return { ...file, text, steps: [...steps, { author: { type: 'user' }, text }] };
}
