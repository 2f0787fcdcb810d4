import type { FileReview, ReviewedHunk } from '../../core/review/hunk';
import type { WorkspacePath } from '../../core/util/paths';

/** A place on the right side of the review; `line` counts from 0. */
export interface ReviewPlace {
  readonly path: WorkspacePath;
  readonly line: number;
}

/** Which way to walk. */
export type Direction = 'next' | 'previous';

/** Open hunks of a file, top to bottom. */
export function openHunks(review: FileReview): readonly ReviewedHunk[] {
  return review.hunks.filter(({ choice }) => choice === 'open');
}

/**
 * The open hunk that comes after (or before) a place: in the same file, then in the files after it, then from the start again.
 * Without a place, the first (or last) of all.
 */
export function walkHunks(
  reviews: readonly FileReview[],
  from: ReviewPlace | undefined,
  direction: Direction,
): ReviewedHunk | undefined {
  const open = reviews.flatMap(openHunks);
  if (direction === 'previous') open.reverse();
  return open.find((candidate) => from === undefined || isBeyond(candidate, from, direction)) ?? open[0];
}

/** Where the cursor goes after a decision: the next open hunk of the same file, from the top again after the last one. */
export function nextInFile(review: FileReview, line: number): ReviewedHunk | undefined {
  const open = openHunks(review);
  return open.find(({ proposedLine }) => proposedLine >= line) ?? open[0];
}

/** The first line of a hunk that the right side shows, from 0; a deletion shows on the line after it. */
export function shownLine(hunk: ReviewedHunk): number {
  return hunk.proposedLine;
}

function isBeyond(candidate: ReviewedHunk, from: ReviewPlace, direction: Direction): boolean {
  const { path } = candidate.hunk;
  const line = shownLine(candidate);
  if (path === from.path) return direction === 'next' ? line > from.line : line < from.line;
  return direction === 'next' ? path > from.path : path < from.path;
}
