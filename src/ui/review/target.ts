import type { TaskId } from '../../core/plan/plan';
import type { FileReview, HunkId, ReviewedHunk } from '../../core/review/hunk';
import { standsAt } from '../../core/review/sides';
import type { WorkspacePath } from '../../core/util/paths';
import { readReviewUri, type UriParts } from './uris';

/** What a review command is about, as rows of the plan tree, quick fixes and CodeLenses say it. */
export type ReviewTarget =
  | {
      readonly type: 'hunk';
      readonly runId: string;
      readonly path?: WorkspacePath;
      readonly hunkIds: readonly HunkId[];
    }
  /** With `taskId`, only what that task did to the file. */
  | { readonly type: 'file'; readonly runId: string; readonly path: WorkspacePath; readonly taskId?: TaskId }
  | { readonly type: 'task'; readonly runId: string; readonly taskId: TaskId }
  | { readonly type: 'run'; readonly runId: string };

/**
 * Reads the argument of a command. Menus hand over whatever they stand on: a row of the tree, the URI of the modified side
 * (title of the diff), or something that is none of ours.
 */
export function readTarget(argument: unknown): ReviewTarget | undefined {
  if (!isRecord(argument)) return undefined;
  if (isUri(argument)) {
    const document = readReviewUri(argument);
    return document && { type: 'file', runId: document.runId, path: document.path };
  }
  const { type, runId, path, taskId, hunkIds } = argument;
  if (typeof runId !== 'string') return undefined;
  const task = typeof taskId === 'string' ? { taskId: taskId as TaskId } : {};
  if (type === 'hunk' && Array.isArray(hunkIds)) {
    return { type, runId, hunkIds: hunkIds.filter((id): id is HunkId => typeof id === 'string') };
  }
  if (type === 'file' && typeof path === 'string') return { type, runId, path: path as WorkspacePath, ...task };
  if (type === 'task' && typeof taskId === 'string') return { type, runId, taskId: taskId as TaskId };
  if (type === 'run') return { type, runId };
  return undefined;
}

/** The hunks that a target means, in the order of the review. */
export function hunksIn(reviews: readonly FileReview[], target: ReviewTarget): readonly ReviewedHunk[] {
  const all = reviews.flatMap((review) => review.hunks);
  switch (target.type) {
    case 'hunk':
      return all.filter(({ hunk }) => target.hunkIds.includes(hunk.id));
    case 'file': {
      const { path, taskId } = target;
      const hunks = reviews.filter((review) => standsAt(review, path)).flatMap((review) => review.hunks);
      return hunks.filter(({ hunk }) => taskId === undefined || isBy(hunk, taskId));
    }
    case 'task':
      return all.filter(({ hunk }) => isBy(hunk, target.taskId));
    case 'run':
      return all;
  }
}

/** Whether a task had a part in a hunk. */
export function isBy(hunk: ReviewedHunk['hunk'], taskId: TaskId): boolean {
  return hunk.authors.some((author) => author.type === 'task' && author.taskId === taskId);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isUri(value: Record<string, unknown>): value is Record<string, unknown> & UriParts {
  return typeof value.scheme === 'string' && typeof value.authority === 'string' && typeof value.path === 'string';
}
