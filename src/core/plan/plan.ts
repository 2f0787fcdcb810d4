import type { WorkspacePath } from '../util/paths';

/** Names a task within its plan, short enough to be said: `T1`. */
export type TaskId = string & { readonly __brand: 'TaskId' };

/** One statement that must hold for a task to be accepted. Ids are unique within the task: `C1`. */
export interface Criterion {
  readonly id: string;
  readonly text: string;
}

/** Rough size of a task, the lead's guess; feeds the estimate and the schedule. */
export type TaskSize = 'S' | 'M' | 'L';

/** One piece of work for one worker, understandable without the rest of the plan. */
export interface Task {
  readonly id: TaskId;
  readonly title: string;
  readonly instructions: string;
  /** Files worth reading first. */
  readonly reads: readonly WorkspacePath[];
  /** Globs the task may write. Never empty. */
  readonly writeScope: readonly string[];
  readonly dependsOn: readonly TaskId[];
  /** Never empty. */
  readonly criteria: readonly Criterion[];
  readonly size: TaskSize;
  /** Name of the worker profile that is to carry it out; the default one where there is none. */
  readonly profile?: string;
}

/** Something about a plan worth knowing that does not make it wrong. */
export interface PlanWarning {
  readonly reason: 'overlapping-scopes' | 'single-task' | 'wide-scope';
  readonly tasks: readonly TaskId[];
  readonly message: string;
}

/** A validated graph of tasks. It exists only in this form when it has no cycle and no dangling reference: see `parsePlan`. */
export interface Plan {
  readonly revision: number;
  readonly summary: string;
  /** In the lead's order. */
  readonly tasks: readonly Task[];
  /** Tasks by topological level: a wave depends only on earlier waves. */
  readonly waves: readonly (readonly TaskId[])[];
  readonly warnings: readonly PlanWarning[];
}

/** The task of that id; a missing one is a bug, since plans are validated. */
export function taskOf(plan: Plan, id: TaskId): Task {
  const task = plan.tasks.find((candidate) => candidate.id === id);
  if (!task) throw new Error(`Plan revision ${plan.revision} has no task ${id}.`);
  return task;
}
