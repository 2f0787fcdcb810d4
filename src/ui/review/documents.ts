import { Uri } from 'vscode';

import type { WorkspacePath } from '../../core/util/paths';
import { reviewUri } from './uris';

/** The right side of a file, writable. */
export function proposalUri(runId: string, path: WorkspacePath): Uri {
  return Uri.from(reviewUri({ side: 'proposal', runId, path }));
}

/** The left side of a file, read only. */
export function reviewedUri(runId: string, path: WorkspacePath): Uri {
  return Uri.from(reviewUri({ side: 'reviewed', runId, path }));
}
