import { dependenciesOf } from '../plan/graph';
import type { TaskId } from '../plan/plan';
import { conflictWords } from '../staging/read/conflictWords';
import { ok, type Result } from '../util/result';
import type { Conflict } from '../staging/read/proposal';
import type { RunEvent } from './events';
import type { Anew } from './controllable';
import type { RunFailure } from './failure';
import { notNow } from './failures';
import type { RunPhase, RunState, TaskState, TaskStatus } from './state';

/** A task gets a new attempt. */
export type Reopening = Extract<RunEvent, { type: 'task-reopened' }>;

/** Phases in which tasks may be started again. */
const openPhases: ReadonlySet<RunPhase> = new Set(['running', 'review', 'applied', 'stopped', 'aborted']);
const retryable: ReadonlySet<TaskStatus> = new Set(['failed', 'blocked', 'conflict', 'stopped']);
/** Ends that a dependent cannot get over by waiting. */
const lost: ReadonlySet<TaskStatus> = new Set(['failed', 'blocked', 'conflict', 'skipped']);

/** Whether tasks of the run may be started again; one that failed or was discarded is over. */
export function isOpen(run: RunState): boolean {
  return openPhases.has(run.phase);
}

/** A new attempt on a task that did not make it, and on what it needs and a stop kept from being done. */
export function retryOf(run: RunState, taskId: TaskId, anew: Anew = {}): Result<readonly Reopening[], RunFailure> {
  const task = run.tasks.get(taskId);
  if (!task || !retryable.has(task.status)) return notNow('This task has nothing to retry.');
  return withNeeds(run, reopening(task, anew));
}

/** A new attempt on an accepted task, with the user's words. */
export function sendBackOf(run: RunState, event: Omit<Reopening, 'type'>): Result<readonly Reopening[], RunFailure> {
  if (run.tasks.get(event.taskId)?.status !== 'accepted')
    return notNow('Only an accepted task can be sent back; this one is still under way.');
  return withNeeds(run, { type: 'task-reopened', ...event });
}

/** A new attempt on everything that a stop or an abort cut short. */
export function retryOfStopped(run: RunState): Result<readonly Reopening[], RunFailure> {
  const stopped = inOrder(run).filter(({ status }) => status === 'stopped');
  return stopped.length > 0 ? ok(stopped.map((task) => reopening(task))) : notNow('Nothing of this run was stopped.');
}

function withNeeds(run: RunState, event: Reopening): Result<readonly Reopening[], RunFailure> {
  const needed = dependenciesOf(run.plan?.tasks ?? [], event.taskId);
  const needs = inOrder(run).filter(({ task }) => needed.has(task.id));
  const missing = needs.filter(({ status }) => lost.has(status)).map(({ task }) => task.id);
  if (missing.length > 0) {
    return notNow(`${event.taskId} needs ${missing.join(', ')}, which did not make it. Retry that first.`);
  }
  return ok([...needs.filter(({ status }) => status === 'stopped').map((task) => reopening(task)), event]);
}

function reopening(task: TaskState, { note, profile }: Anew = {}): Reopening {
  const { conflicts } = task;
  const known = conflicts.length > 0 ? clashFeedback(conflicts) : keptFeedback(task);
  const feedback = joined([known, note?.trim() ?? null]);
  const other = profile === undefined ? {} : { profile };
  return { type: 'task-reopened', taskId: task.task.id, feedback, findingId: null, ...other };
}

/** What an attempt was told, for the one that begins anew in its place: with the user's words to its worker, of which nothing came. */
export function keptFeedback({ feedback, attempts }: TaskState): string | null {
  const newest = attempts.at(-1);
  return joined([feedback, ...(newest?.changeSet === null ? newest.notes : [])]);
}

function joined(parts: readonly (string | null)[]): string | null {
  const said = parts.filter((part) => part !== null && part !== '');
  return said.length > 0 ? said.join('\n\n') : null;
}

/** What a worker is told whose change came second and is done again. */
export function clashFeedback(conflicts: readonly Conflict[]): string {
  const places = conflicts
    .map((conflict) => conflictWords(conflict, { ours: 'another task', theirs: 'you' }))
    .join('; ');
  return `Your change clashed with another task's, which came first: ${places}. Do the task on the text as it is now.`;
}

/** Dependencies before their dependents. */
function inOrder({ plan, tasks }: RunState): readonly TaskState[] {
  return (plan?.waves.flat() ?? []).flatMap((id) => tasks.get(id) ?? []);
}
