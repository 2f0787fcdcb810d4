import type { FileChange } from '../staging/read/changeSet';
import type { WorkspacePath } from '../util/paths';
import type { FileReview } from './hunk';

/** What apply would make of a file: base to left side, its place included. `undefined` where nothing is accepted. */
export function acceptedChange({ base, basePath, reviewed, reviewedPath }: FileReview): FileChange | undefined {
  return changeBetween({ text: base, path: basePath }, { text: reviewed, path: reviewedPath });
}

/** What everything new builds on: base to right side, without what was rejected. `undefined` where nothing is left of it. */
export function proposedChange({ base, basePath, proposed, proposedPath }: FileReview): FileChange | undefined {
  return changeBetween({ text: base, path: basePath }, { text: proposed, path: proposedPath });
}

/** Whether a path is one of a file's: a moved one is told by both. */
export function standsAt({ path, basePath }: FileReview, at: WorkspacePath): boolean {
  return path === at || basePath === at;
}

interface Side {
  readonly text: string | null;
  readonly path: WorkspacePath;
}

function changeBetween(before: Side, after: Side): FileChange | undefined {
  const texts = { path: after.path, before: before.text, after: after.text };
  if (before.path !== after.path) return { ...texts, movedFrom: before.path };
  return before.text === after.text ? undefined : texts;
}
