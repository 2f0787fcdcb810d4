import { reviewProposal } from '../review/fold';
import type { FileReview } from '../review/hunk';
import type { HunkClash } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import type { RunFailure } from './failure';
import type { RunState } from './state';

/** Files in which something is accepted, but for those left out: what an apply would write to. */
export function acceptedPaths(state: RunState, without: readonly WorkspacePath[]): readonly WorkspacePath[] {
  return reviewProposal(state.proposal, state.choices)
    .filter((review) => acceptedIn(review) > 0 && !without.includes(review.path))
    .map(({ path }) => path);
}

/**
 * Why what was accepted cannot be written as it was shown: between `shown` and `now` the user changed some of these lines. To write
 * the rest without a word would be half of what they asked for.
 */
export function reopenedMeanwhile(
  shown: RunState,
  now: RunState,
  paths: readonly WorkspacePath[],
): RunFailure | undefined {
  const before = new Map(reviewProposal(shown.proposal, shown.choices).map((review) => [review.path, review]));
  const reopened = reviewProposal(now.proposal, now.choices).filter((review) => {
    const was = before.get(review.path);
    return was && was !== review && paths.includes(review.path) && acceptedIn(review) < acceptedIn(was);
  });
  const places = reopened.flatMap(({ path, hunks }) =>
    hunks.flatMap(({ hunk, choice, clash }) =>
      choice === 'open' && clash
        ? [{ path, place: placeWords(before.get(path)?.basePath ?? path, hunk.baseStart + 1, clash) }]
        : [],
    ),
  );
  if (places.length === 0) return undefined;
  return {
    reason: 'clash',
    message: `Nothing was written. What you changed meanwhile does not go with what you accepted: ${places.map(({ place }) => place).join('; ')}.`,
    paths: [...new Set(places.map(({ path }) => path))],
  };
}

function placeWords(path: WorkspacePath, line: number, { kind, ours }: HunkClash): string {
  if (kind === 'lines') return `${path}, line ${line}`;
  if (kind === 'both-created') return `${path}, which you made too`;
  return ours === '' ? `${path}, which you deleted` : `${path}, which is to be deleted`;
}

function acceptedIn({ hunks }: FileReview): number {
  return hunks.filter(({ choice }) => choice === 'accepted').length;
}
