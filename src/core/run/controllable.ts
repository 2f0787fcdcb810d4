import type { TaskId } from '../plan/plan';
import type { Result } from '../util/result';
import type { RunFailure } from './failure';

/** How a task is to be done anew. */
export interface Anew {
  /** The user's words for the worker, beside what it is told anyway. */
  readonly note?: string;
  /** Another worker profile. */
  readonly profile?: string;
}

/** What a person may do with a run that is under way, task by task. None of it is the lead's, so no row of its table limits it. */
export interface Controllable {
  /** Nothing begins any more, no model call and no gate, until `resume`; calls and gates that are under way come to their end. */
  pause(): Promise<Result<void, RunFailure>>;
  /** Ends the work on one task, or keeps it from beginning; all others go on. Resolves when its calls and processes have ended. */
  stopTask(taskId: TaskId): Promise<Result<void, RunFailure>>;
  /** Says something to the worker that is at a task, which reads it before its next turn. */
  tellWorker(taskId: TaskId, message: string): Promise<Result<void, RunFailure>>;
  /**
   * A new attempt on a task that failed, is blocked, in conflict or stopped, on the present proposal, and on what it needs and
   * a stop kept from being done. Whatever else was stopped stays so.
   */
  retryTask(taskId: TaskId, anew?: Anew): Promise<Result<void, RunFailure>>;
  /** The same with another worker profile; a task that is under way, or waits for its turn, is stopped first. */
  reassignTask(taskId: TaskId, profile: string, note?: string): Promise<Result<void, RunFailure>>;
}
