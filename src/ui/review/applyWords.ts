import { locateQuote } from '../../core/review/anchor';
import type { FileReview } from '../../core/review/hunk';
import { acceptedChange, standsAt } from '../../core/review/sides';
import type { Applied } from '../../core/run/run';
import type { RunState } from '../../core/run/state';
import type { FileChange } from '../../core/staging/read/changeSet';
import type { WorkspacePath } from '../../core/util/paths';
import { countOf } from '../../core/util/text';
import { clashOutcome, clashWords, isClashing } from './clashWords';
import { placeOf } from './words';

/** What the user is asked before anything is written. */
export interface ApplyQuestion {
  readonly message: string;
  readonly detail: string;
}

// A dialog that is taller than the window can't be answered.
const mostListed = 12;

/** Puts the question, or `undefined` when nothing is accepted. `without` are files the user left out. */
export function applyQuestion(
  state: RunState,
  reviews: readonly FileReview[],
  without: readonly WorkspacePath[],
): ApplyQuestion | undefined {
  const chosen = reviews.filter((review) => !without.some((path) => standsAt(review, path)));
  const written = chosen.flatMap((review) => acceptedChange(review) ?? []);
  if (written.length === 0) return undefined;
  const hunks = chosen.flatMap((review) => review.hunks);
  const accepted = hunks.filter(({ choice }) => choice === 'accepted').length;
  const open = reviews.flatMap((review) => review.hunks).filter(({ choice }) => choice === 'open').length;
  const clashing = hunks.filter((hunk) => hunk.choice === 'accepted' && isClashing(hunk));
  const reopened = undecidedClashes(reviews);
  const errors = presentErrors(state, reviews);
  const parts = [
    listed(written.map(described)),
    clashing.length === 0
      ? ''
      : `${countOf(clashing.length, 'accepted change')} where you changed something too:\n${listed(clashing.map((hunk) => `${placeOf(hunk)}: ${clashOutcome(hunk)}`))}`,
    errors.length === 0 ? '' : `${countOf(errors.length, 'open error')} of the review:\n${listed(errors)}`,
    open === 0
      ? ''
      : `${countOf(open, 'change')} not decided yet: not written, and still open afterwards.${reopened.length === 0 ? '' : `\n${listed(reopened)}`}`,
    without.length === 0 ? '' : `Left out: ${without.join(', ')}`,
    'The gates run on exactly this first. One undo takes all of it back.',
  ];
  return {
    message: `Write ${countOf(accepted, 'accepted change')} to ${countOf(written.length, 'file')}?`,
    detail: parts.filter((part) => part !== '').join('\n\n'),
  };
}

/** Says what an apply did. */
export function appliedWords({ paths, changedBySaving }: Applied): string {
  const done = `Applied ${countOf(paths.length, 'file')}. One undo takes all of it back.`;
  if (changedBySaving.length === 0) return done;
  const files = changedBySaving.length === 1 ? changedBySaving.join('') : countOf(changedBySaving.length, 'file');
  return `${done} Saving changed ${files} beyond what you accepted (format or actions on save).`;
}

/** The changes that the user got in the way of and has not decided on since; they may have been accepted before. */
export function undecidedClashes(reviews: readonly FileReview[]): readonly string[] {
  const hunks = reviews.flatMap((review) => review.hunks).filter((hunk) => hunk.choice === 'open' && isClashing(hunk));
  return hunks.map((hunk) => `${placeOf(hunk)}: ${clashWords(hunk) ?? ''}`);
}

/** Required gates that are red on what was chosen and that nobody waived. */
export function redChosenGates(state: RunState): readonly string[] {
  return state.chosenVerdicts
    .filter((verdict) => verdict.required && !state.waivers.has(verdict.gate))
    .filter((verdict) => verdict.outcome === 'failed' || verdict.outcome === 'could-not-run')
    .map((verdict) => verdict.gate);
}

/** Open errors that stand in the proposed text, where they stand now; one whose line is gone has nothing to say any more. */
function presentErrors(state: RunState, reviews: readonly FileReview[]): readonly string[] {
  return state.findings.flatMap(({ choice, finding: { path, line, quote, severity, message } }) => {
    const text = reviews.find((review) => review.path === path)?.proposed ?? null;
    if (choice !== 'open' || severity !== 'error' || text === null) return [];
    const present = locateQuote(text, line, quote);
    return present === undefined ? [] : [`${path}:${present} ${message}`];
  });
}

function described({ path, before, after, movedFrom }: FileChange): string {
  if (movedFrom !== undefined) return `${before === after ? 'move' : 'move and change'}: ${movedFrom} → ${path}`;
  if (before === null) return `new: ${path}`;
  return after === null ? `delete: ${path}` : `change: ${path}`;
}

/** Lines for a dialog, as many as fit. */
export function listed(lines: readonly string[]): string {
  const rest = lines.length - mostListed;
  return [...lines.slice(0, mostListed), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}
