import { hunkAt, locateQuote } from '../review/anchor';
import { editProposed } from '../review/edit';
import { reviewFile } from '../review/fold';
import type { Finding } from '../review/finding';
import type { HunkId } from '../review/hunk';
import { mergeTexts } from '../staging/write/merge';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import type { RunState } from './state';

/** What the user's edit of a proposed text amounts to; `undefined` when it changes nothing. */
export function editEvent(state: RunState, path: WorkspacePath, proposed: string): RunEvent | undefined {
  const file = state.proposal.get(path);
  if (!file) return undefined;
  const review = reviewFile(file, state.choices);
  if ((review.proposed ?? '') === proposed) return undefined;
  const { file: edited, rejected, reopened } = editProposed(file, state.choices, proposed);
  if (edited !== file) return { type: 'proposal-edited', file: edited, rejected, reopened };
  // A revert, or its undoing, is a choice like any other; only typed text changes the proposal.
  if (rejected.length > 0) return { type: 'choice-made', hunks: rejected, choice: 'rejected' };
  return reopened.length > 0 ? { type: 'choice-made', hunks: reopened, choice: 'open' } : undefined;
}

/**
 * What the user made of a proposed text that they `saw`, brought onto the present one: a rebase may have come between the two.
 * `undefined` where both changed the same lines.
 */
export function typedOnPresent(
  state: RunState,
  path: WorkspacePath,
  { typed, saw }: { readonly typed: string; readonly saw: string },
): string | undefined {
  const file = state.proposal.get(path);
  const present = (file && reviewFile(file, state.choices).proposed) ?? '';
  if (present === saw) return typed;
  const merged = mergeTexts(saw, present, typed);
  return merged.type === 'clean' ? merged.text : undefined;
}

/** The hunk that a finding stands on, in the text as it is now. */
export function hunkOfFinding(state: RunState, finding: Finding): Result<HunkId, RunFailure> {
  const file = state.proposal.get(finding.path);
  if (file) {
    const review = reviewFile(file, state.choices);
    const line = locateQuote(review.proposed ?? '', finding.line, finding.quote);
    const found = line === undefined ? undefined : hunkAt(review, line);
    if (found) return ok(found.hunk.id);
  }
  return fail({
    reason: 'not-now',
    message: 'The text this finding was about has changed, so there is no change to drop. Dismiss it instead.',
  });
}

/** A finding by its id, while it is open. */
export function openFinding(state: RunState, findingId: string): Result<Finding, RunFailure> {
  const found = state.findings.find(({ finding, choice }) => finding.id === findingId && choice === 'open');
  return found ? ok(found.finding) : fail({ reason: 'not-now', message: 'This finding is settled already.' });
}

/** The words a worker hears when the user sends work back. */
export function sentBackFeedback(reason: string, finding: Finding | null): string {
  if (!finding) return reason;
  const place = `In ${finding.path}, at the line "${finding.quote.trim()}": ${finding.message}`;
  return reason.trim() === '' ? place : `${place}\nThe user adds: ${reason.trim()}`;
}
