import type { TaskId } from '../plan/plan';
import type { Choice, HunkId } from '../review/hunk';
import type { WorkspacePath } from '../util/paths';
import type { Result } from '../util/result';
import type { RunFailure } from './failure';

/** A run whose proposal a person goes through, hunk by hunk and finding by finding. */
export interface Reviewable {
  /**
   * Takes over what the user typed in the files under review themselves. It happens by itself when they pause, and before every
   * choice and apply; whoever shows something to decide on asks for it first.
   */
  catchUp(): Promise<Result<void, RunFailure>>;
  /** Accepts, rejects or reopens hunks; none of them where one is not what was shown any more, because the user typed there. */
  choose(hunks: readonly HunkId[], choice: Choice): Promise<Result<void, RunFailure>>;
  /**
   * Takes over what the user typed into (or reverted in) the proposed text of a file. `saw` is the text that they typed it on, the
   * present one where it is left out.
   */
  editProposal(path: WorkspacePath, proposed: string, saw?: string): Promise<Result<void, RunFailure>>;
  /** A new attempt on an accepted task, with the user's words, and settles the finding it came from. */
  sendBack(taskId: TaskId, reason: string, findingId?: string): Promise<Result<void, RunFailure>>;
  /** Rejects the hunk a finding stands on. */
  dropFinding(findingId: string): Promise<Result<void, RunFailure>>;
  /** Puts a finding aside, with the reason. */
  dismissFinding(findingId: string, reason: string): Promise<Result<void, RunFailure>>;
}
