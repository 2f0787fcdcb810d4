import { remainingPath } from '../plan/graph';
import { scopesOverlap } from '../plan/parsePlan';
import type { Task, TaskId, TaskSize } from '../plan/plan';
import type { RunState } from './state';

/** Relative work of a task by the lead's guess at its size; only the ratio matters. */
const weightOfSize: Readonly<Record<TaskSize, number>> = { S: 1, M: 2, L: 4 };

/** Says what starts next: see {@link readyTasks}. */
export type Schedule = (state: RunState, underWay: ReadonlySet<TaskId>, limit: number) => readonly TaskId[];

/**
 * Tasks that may start now, the longest remaining path first: their dependencies are accepted and, unless the user lets such tasks run
 * together, no task that is under way, or stands before them in this list, might write the same files. `underWay` are tasks that were
 * started and have not settled, also between two attempts. At most `limit` are looked for.
 */
export function readyTasks(state: RunState, underWay: ReadonlySet<TaskId>, limit: number): readonly TaskId[] {
  if (!state.plan || limit < 1) return [];
  const { tasks } = state.plan;
  const remaining = remainingPath(tasks, (task) => weightOfSize[task.size]);
  const claimed: Task[] = tasks.filter((task) => underWay.has(task.id));
  const candidates = tasks
    .filter((task) => isUnblocked(state, task, underWay))
    .sort((one, other) => (remaining.get(other.id) ?? 0) - (remaining.get(one.id) ?? 0));
  const ready: TaskId[] = [];
  for (const task of candidates) {
    if (isClaimed(state, task, claimed)) continue;
    claimed.push(task);
    if (ready.push(task.id) === limit) break;
  }
  return ready;
}

/** Whether any task could start now, if there were a worker for it. */
export function isAnyReady(state: RunState, underWay: ReadonlySet<TaskId>): boolean {
  const tasks = state.plan?.tasks ?? [];
  const claimed = tasks.filter((task) => underWay.has(task.id));
  return tasks.some((task) => isUnblocked(state, task, underWay) && !isClaimed(state, task, claimed));
}

function isUnblocked(state: RunState, task: Task, underWay: ReadonlySet<TaskId>): boolean {
  if (underWay.has(task.id) || state.tasks.get(task.id)?.status !== 'waiting') return false;
  return task.dependsOn.every((dependency) => state.tasks.get(dependency)?.status === 'accepted');
}

function isClaimed({ setup }: RunState, task: Task, claimed: readonly Task[]): boolean {
  return setup.overlap !== 'parallel' && claimed.some((other) => scopesOverlap(task, other));
}
