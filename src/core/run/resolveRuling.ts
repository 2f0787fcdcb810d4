import { guardResolution } from '../authority/resolveGuard';
import type { Ruling } from '../authority/guard';
import type { Resolution } from '../lead/resolution';
import type { AttemptKey } from './events';
import { runMandate } from './mandates';
import type { AttemptState, RunState, TaskState, TaskStatus } from './state';

/** Ends of a task in which the user may settle its conflict: nobody is at work on it. */
const idle: ReadonlySet<TaskStatus> = new Set(['conflict', 'failed', 'blocked', 'stopped']);

/** The guard's word on a way out of a conflict, from the facts of the state. Without a conflict there is no way out of one. */
export function ruleOnResolution(
  run: Pick<RunState, 'setup'>,
  task: TaskState,
  attempt: AttemptState,
  resolution: Resolution,
): Ruling {
  if (!attempt.clash || attempt.accepted)
    throw new Error(`Attempt ${attempt.attempt} of ${task.task.id} is in no conflict.`);
  return guardResolution(runMandate(run.setup), task.rounds, resolution);
}

/** Throws unless the lead's newest word on the conflict of an attempt is this, and the guard, or the user, let it pass. */
export function assertResolved(run: RunState, key: AttemptKey, type: Resolution['type']): void {
  const newest = run.tasks.get(key.taskId)?.attempts.at(-1);
  const attempt = newest?.attempt === key.attempt ? newest : undefined;
  const ruling = attempt?.ruling;
  const isTaken = ruling?.ok === true && (ruling.value === 'take' || attempt?.granted === true);
  if (isTaken && attempt?.clash?.resolution?.type === type) return;
  const why = ruling?.ok === false ? ruling.error : 'The guard let no such resolution pass.';
  throw new Error(`${type} for the conflict of ${key.taskId} is not allowed: ${why}`);
}

/** Whether a task's conflict waits for the user, who may settle it. */
export function isUnsettled(task: TaskState): boolean {
  return task.conflicts.length > 0 && idle.has(task.status);
}

/** Throws unless this is the attempt whose conflict waits for the user. */
export function assertUnsettled(run: RunState, key: AttemptKey): void {
  const task = run.tasks.get(key.taskId);
  if (task && isUnsettled(task) && clashingAttempt(task)?.attempt === key.attempt) return;
  throw new Error(`Attempt ${key.attempt} of ${key.taskId} has no conflict that waits for the user.`);
}

/** The attempt of a task whose change could not be merged: the newest such one. */
export function clashingAttempt(task: TaskState): AttemptState | undefined {
  return task.attempts.findLast(({ clash }) => clash !== null);
}
