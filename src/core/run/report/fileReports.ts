import type { FileReview, Hunk, ReviewedHunk } from '../../review/hunk';
import type { Author } from '../../staging/read/changeSet';
import type { WorkspacePath } from '../../util/paths';
import type { DiffRoom } from './diffs';
import type { ApplyFacts, Told } from './facts';

/** How many hunks stand how. */
export type HunkCounts = Told<'files'>['hunks'];

const none: HunkCounts = { applied: 0, accepted: 0, rejected: 0, open: 0 };

/** Hunks of the workspace that came out of this run and stand there. */
export function standingHunks(applies: readonly ApplyFacts[]): readonly Hunk[] {
  return applies.flatMap(({ outcome, hunks, leftOut }) => {
    if (outcome === 'applied') return hunks;
    return outcome === 'undone' ? hunks.filter(({ path }) => leftOut.includes(path)) : [];
  });
}

/** Counts those hunks that the filter lets pass. */
export function countHunks(
  applied: readonly Hunk[],
  reviewed: readonly ReviewedHunk[],
  counts: (hunk: Hunk) => boolean,
): HunkCounts {
  const total = { ...none, applied: applied.filter(counts).length };
  for (const { hunk, choice } of reviewed) if (counts(hunk)) total[choice] += 1;
  return total;
}

/** The files that the run proposed to change, or changed, sorted by path. */
export function fileReports(
  applies: readonly ApplyFacts[],
  reviews: readonly FileReview[],
  room: DiffRoom,
): readonly Told<'files'>[] {
  const applied = standingHunks(applies);
  const live = reviews.filter(({ hunks }) => hunks.length > 0);
  const paths = [...new Set([...applied.map(({ path }) => path), ...live.map(({ path }) => path)])].sort();
  return paths.map((path) => {
    const review = live.find((each) => each.path === path);
    const reviewed = review?.hunks ?? [];
    const all = [...applied.filter((hunk) => hunk.path === path), ...reviewed.map(({ hunk }) => hunk)];
    return {
      path,
      movedFrom: all.find(({ kind }) => kind === 'move')?.movedFrom ?? null,
      kind: kindOf(all),
      tasks: authorsOf(all),
      hunks: countHunks(applied, reviewed, (hunk) => hunk.path === path),
      accepted: review ? acceptedDiff(review, room) : null,
    };
  });
}

/** What a file's hunks come to. */
export function kindOf([first]: readonly Hunk[]): Hunk['kind'] {
  return first?.kind ?? 'edit';
}

/** Who wrote hunks: ids of tasks, and `you`. */
export function authorsOf(hunks: readonly Hunk[]): string[] {
  return [...new Set(hunks.flatMap(({ authors }) => authors.map(authorName)))].sort();
}

function authorName(author: Author): string {
  return author.type === 'task' ? author.taskId : 'you';
}

function acceptedDiff(
  { base, reviewed, basePath, reviewedPath }: FileReview,
  room: DiffRoom,
): Told<'files'>['accepted'] {
  const moved: { movedFrom?: WorkspacePath } = basePath === reviewedPath ? {} : { movedFrom: basePath };
  return room.of({ path: reviewedPath, before: base, after: reviewed, ...moved });
}
