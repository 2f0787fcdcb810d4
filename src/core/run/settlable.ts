import type { TaskId } from '../plan/plan';
import type { WorkspacePath } from '../util/paths';
import type { Result } from '../util/result';
import type { RunFailure } from './failure';
import type { DraftedFile } from './settling';

/** A run whose conflicts the user may settle, once the lead may not, or has left them. */
export interface Settlable {
  /** The user's word on one file of a task's conflict; it can be taken back by another, and nothing is proposed by it. */
  draftConflict(taskId: TaskId, path: WorkspacePath, drafted: DraftedFile): Promise<Result<void, RunFailure>>;
  /**
   * Puts the task's change into the proposal, each file that clashed as the user decided, and has the gates run on that. Refuses as
   * long as a file is not decided.
   */
  settleConflict(taskId: TaskId): Promise<Result<void, RunFailure>>;
}
