import { Uri } from 'vscode';

import type { FileReview } from '../../core/review/hunk';
import type { WorkspacePath } from '../../core/util/paths';
import { reviewUri } from './uris';

/** The right side of a file, writable. */
export function proposalUri(runId: string, path: WorkspacePath): Uri {
  return Uri.from(reviewUri({ side: 'proposal', runId, path }));
}

/**
 * Both sides of the diff of a file. While a move is to be decided, the left one has the old place, and the editor shows the file as a
 * renamed one.
 */
export function sidesOf(
  runId: string,
  { path, basePath, reviewedPath, proposedPath }: FileReview,
): readonly [Uri, Uri] {
  const left = reviewedPath === proposedPath ? path : basePath;
  return [reviewedUri(runId, left), proposalUri(runId, path)];
}

/** The left side of a file, read only. */
export function reviewedUri(runId: string, path: WorkspacePath): Uri {
  return Uri.from(reviewUri({ side: 'reviewed', runId, path }));
}
