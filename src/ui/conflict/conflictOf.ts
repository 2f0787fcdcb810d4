import type { TaskId } from '../../core/plan/plan';
import { disputesOf, type Dispute } from '../../core/run/disputes';
import { clashingAttempt, isUnsettled } from '../../core/run/resolveRuling';
import type { RunState, TaskState } from '../../core/run/state';
import type { Author } from '../../core/staging/read/changeSet';
import type { WorkspacePath } from '../../core/util/paths';

/** Who stands on either side of a task's conflict: `T1, your edits` and `T2`. */
export interface SideNames {
  readonly first: string;
  readonly second: string;
}

/** The names of both sides, as far as it is known who came first. */
export function sideNames(task: TaskState): SideNames {
  return { first: authorNames(clashingAttempt(task)?.clash?.with ?? []), second: task.task.id };
}

/** Who wrote what a change clashes with: `T1, your edits`. */
export function authorNames(authors: readonly Author[]): string {
  const names = [...new Set(authors.map((author) => (author.type === 'task' ? author.taskId : 'your edits')))];
  return names.length > 0 ? names.join(', ') : 'the proposal';
}

/** Tasks whose conflict waits for the user, in the order of the plan. */
export function unsettledTasks(state: RunState): readonly TaskState[] {
  return [...state.tasks.values()].filter(isUnsettled);
}

/** A file of a conflict that waits for the user; `undefined` once it does not. */
export function disputeAt(state: RunState, taskId: TaskId, path: WorkspacePath): Dispute | undefined {
  const task = state.tasks.get(taskId);
  return task && isUnsettled(task) ? disputesOf(state, task).find((dispute) => dispute.path === path) : undefined;
}

/** What the user has said of a file so far: `undecided`, `T1 taken`, `both taken`, `your text`. */
export function standingOf({ draft, isDecided }: Dispute, { first, second }: SideNames): string {
  if (!draft) return 'undecided';
  if (!isDecided) return 'changed since, decide again';
  return { first: `${first} taken`, second: `${second} taken`, both: 'both taken', text: 'your text' }[draft.take];
}
