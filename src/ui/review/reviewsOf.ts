import { reviewProposal } from '../../core/review/fold';
import type { Choices, FileReview } from '../../core/review/hunk';
import { standsAt } from '../../core/review/sides';
import type { RunState } from '../../core/run/state';
import type { Proposal } from '../../core/staging/read/proposal';
import type { ReviewDocument } from './uris';

const lastReviews = new WeakMap<Proposal, { readonly choices: Choices; readonly reviews: readonly FileReview[] }>();

/** The file that one side of a diff shows. */
export function reviewAt(reviews: readonly FileReview[], { path }: ReviewDocument): FileReview | undefined {
  // No file of a proposal stands in a place from which it moves another one.
  return reviews.find((review) => standsAt(review, path));
}

/** All files of a run under review, sorted by path. Asking again about the same proposal and choices costs nothing. */
export function reviewsOf(state: Pick<RunState, 'proposal' | 'choices'>): readonly FileReview[] {
  const last = lastReviews.get(state.proposal);
  if (last?.choices === state.choices) return last.reviews;
  const reviews = reviewProposal(state.proposal, state.choices);
  lastReviews.set(state.proposal, { choices: state.choices, reviews });
  return reviews;
}
