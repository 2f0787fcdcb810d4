import type { FileReview, ReviewedHunk } from './hunk';

/**
 * Where a quoted line stands now: the line (from 1) nearest to `line` that reads the same but for white space at its ends;
 * `undefined` when there is none any more.
 */
export function locateQuote(text: string, line: number, quote: string): number | undefined {
  const wanted = quote.trim();
  let nearest: number | undefined;
  for (const [index, candidate] of text.split('\n').entries()) {
    if (candidate.trim() !== wanted) continue;
    if (nearest === undefined || Math.abs(index + 1 - line) < Math.abs(nearest - line)) nearest = index + 1;
  }
  return nearest;
}

/**
 * The hunk at a line (from 1) of the right side: one that covers it, or else one right above or below it, as deletions and rejected
 * insertions have no lines of their own. A move stands at the first line, and at every one where nothing else of the file changes.
 * Open hunks go before decided ones.
 */
export function hunkAt(review: FileReview, line: number): ReviewedHunk | undefined {
  const isAlone = review.hunks.length === 1;
  const distances = review.hunks
    .filter(({ hunk }) => hunk.kind !== 'move' || isAlone || line === 1)
    .map((reviewed) => ({ reviewed, distance: distanceTo(reviewed, line - 1) }));
  const near = distances.filter(({ distance }) => distance <= 1);
  near.sort((one, other) => one.distance - other.distance || rank(one.reviewed) - rank(other.reviewed));
  return near[0]?.reviewed;
}

/** How many lines away: 0 inside, 1 next to it. */
function distanceTo({ hunk, choice, proposedLine }: ReviewedHunk, index: number): number {
  // A decided move makes room for what stands on its line.
  if (hunk.kind === 'move') return choice === 'open' ? 0 : 1;
  if (hunk.kind !== 'edit') return 0;
  const end = proposedLine + (choice === 'rejected' ? hunk.baseLines : hunk.proposedLines).length;
  if (index < proposedLine) return proposedLine - index;
  return index < end ? 0 : index - end + 1;
}

function rank({ choice }: ReviewedHunk): number {
  return choice === 'open' ? 0 : 1;
}
