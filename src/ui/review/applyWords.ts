import { locateQuote } from '../../core/review/anchor';
import type { FileReview } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
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
  const written = reviews.filter(({ path, base, reviewed }) => base !== reviewed && !without.includes(path));
  if (written.length === 0) return undefined;
  const hunks = written.flatMap((review) => review.hunks);
  const accepted = hunks.filter(({ choice }) => choice === 'accepted').length;
  const open = reviews.flatMap((review) => review.hunks).filter(({ choice }) => choice === 'open').length;
  const clashing = hunks.filter((hunk) => hunk.choice === 'accepted' && isClashing(hunk));
  const reopened = undecidedClashes(reviews);
  const errors = presentErrors(state, reviews);
  const parts = [
    listed(written.map(({ path, base, reviewed }) => `${mark(base, reviewed)} ${path}`)),
    clashing.length === 0
      ? ''
      : `${countOf(clashing.length, 'accepted change')} where you changed something too:\n${listed(clashing.map((hunk) => `${placeOf(hunk)}: ${clashOutcome(hunk)}`))}`,
    errors.length === 0 ? '' : `${countOf(errors.length, 'open error')} of the review:\n${listed(errors)}`,
    open === 0
      ? ''
      : `${countOf(open, 'change')} not decided yet: not written, and still open afterwards.${reopened === '' ? '' : `\n${reopened}`}`,
    without.length === 0 ? '' : `Left out: ${without.join(', ')}`,
    'The gates run on exactly this first. One undo takes all of it back.',
  ];
  return {
    message: `Write ${countOf(accepted, 'accepted change')} to ${countOf(written.length, 'file')}?`,
    detail: parts.filter((part) => part !== '').join('\n\n'),
  };
}

/** The changes that the user got in the way of and has not decided on since, as lines; they may have been accepted before. */
export function undecidedClashes(reviews: readonly FileReview[]): string {
  const hunks = reviews.flatMap((review) => review.hunks).filter((hunk) => hunk.choice === 'open' && isClashing(hunk));
  return listed(hunks.map((hunk) => `${placeOf(hunk)}: ${clashWords(hunk) ?? ''}`));
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

function mark(base: string | null, reviewed: string | null): string {
  if (base === null) return 'new:';
  return reviewed === null ? 'delete:' : 'change:';
}

function listed(lines: readonly string[]): string {
  const rest = lines.length - mostListed;
  return [...lines.slice(0, mostListed), ...(rest > 0 ? [`… and ${rest} more`] : [])].join('\n');
}
