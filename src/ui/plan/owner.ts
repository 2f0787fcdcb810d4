import type { TaskId } from '../../core/plan/plan';

/** Whose hunks to list: a task's, or those that only the user's own edits made. */
export type Owner = { readonly type: 'task'; readonly taskId: TaskId } | { readonly type: 'user' };

/** The part of a row that says whose it is. */
export function taskOf(owner: Owner): { readonly taskId?: TaskId } {
  return owner.type === 'task' ? { taskId: owner.taskId } : {};
}
