import type { TaskId } from '../../plan/plan';
import type { WorkspacePath } from '../../util/paths';

/** How one file differs: `null` stands for a file that is not there. `before` and `after` are never equal. */
export interface FileChange {
  readonly path: WorkspacePath;
  readonly before: string | null;
  readonly after: string | null;
}

/** All that one attempt wrote, against the text it saw. */
export interface ChangeSet {
  /** Fingerprint over paths and texts; a verdict names the change set it measured by it. */
  readonly digest: string;
  /** Sorted by path. */
  readonly changes: readonly FileChange[];
}

/** Who wrote a piece of proposed text. */
export type Author =
  { readonly type: 'task'; readonly taskId: TaskId; readonly attempt: number } | { readonly type: 'user' };
