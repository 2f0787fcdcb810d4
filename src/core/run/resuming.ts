import type { TaskId } from '../plan/plan';
import type { Attempted } from './attemptWork';
import { taskStateOf, type ResumePoint, type RunState } from './state';

/** An attempt that goes on behind its worker. */
export interface Resumed {
  readonly attempted: Attempted;
  readonly at: ResumePoint;
}

/** The attempt with which a task goes on that was interrupted; `undefined` where it needs a new one. */
export function resumedAttempt(run: RunState, taskId: TaskId): Resumed | undefined {
  const { resumesAt, attempts } = taskStateOf(run, taskId);
  const newest = attempts.at(-1);
  if (!resumesAt || (!newest?.changeSet && !newest?.failure)) return undefined;
  return {
    attempted: { key: { taskId, attempt: newest.attempt }, laid: new Set(newest.laid) },
    at: resumesAt,
  };
}
