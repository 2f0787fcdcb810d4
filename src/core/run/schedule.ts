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
 * together, no task that is under way, or stands before them in this list, might write the same files. `underWay` are tasks that were started and have not settled,
 * also between two attempts. At most `limit` are looked for.
 */
export function readyTasks(state: RunState, underWay: ReadonlySet<TaskId>, limit: number): readonly TaskId[] {
  if (!state.plan || limit < 1) return [];
  const { tasks } = state.plan;
  const remaining = remainingPath(tasks, (task) => weightOfSize[task.size]);
  const claimed: Task[] = tasks.filter((task) => underWay.has(task.id));
  const candidates = tasks
    .filter((task) => state.tasks.get(task.id)?.status === 'waiting' && !underWay.has(task.id))
    .filter((task) => task.dependsOn.every((dependency) => state.tasks.get(dependency)?.status === 'accepted'))
    .sort((one, other) => (remaining.get(other.id) ?? 0) - (remaining.get(one.id) ?? 0));
  const ready: TaskId[] = [];
  for (const task of candidates) {
    if (state.setup.overlap !== 'parallel' && claimed.some((other) => scopesOverlap(task, other))) continue;
    claimed.push(task);
    if (ready.push(task.id) === limit) break;
  }
  return ready;
}
