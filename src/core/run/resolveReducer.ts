import { mayResolve } from '../authority/resolveGuard';
import { updateTask, type Tasks } from './attemptReducer';
import type { RunEvent } from './events';
import { runMandate } from './mandates';
import type { RunState, TaskState } from './state';

/** A task that is in no conflict. */
export const withoutConflict: Pick<TaskState, 'conflicts' | 'drafts' | 'rounds' | 'merging'> = {
  conflicts: [],
  drafts: new Map(),
  rounds: 0,
  merging: null,
};

/**
 * Folds one event, already folded into attempts and statuses, into the conflicts of tasks. Whether the lead is called about one is
 * read off the authority table here, so that no run can call it without.
 */
export function reduceConflicts({ setup }: RunState, tasks: Tasks, event: RunEvent): Tasks {
  switch (event.type) {
    case 'merge-conflicted':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        conflicts: event.conflicts,
        drafts: withoutConflict.drafts,
        status: mayResolve(runMandate(setup), task.rounds) ? 'resolving' : 'conflict',
      }));
    case 'conflict-judged':
      return updateTask(tasks, event.taskId, (task) => ({ ...task, status: 'resolving' }));
    case 'decision-refused':
      return updateTask(tasks, event.taskId, (task) =>
        isBeingResolved(task) ? { ...task, status: 'resolving' } : task,
      );
    case 'conflict-ordered':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        status: 'waiting',
        feedback: event.feedback,
        rounds: task.rounds + 1,
        merging: null,
      }));
    case 'conflict-delegated':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        status: 'waiting',
        feedback: null,
        rounds: task.rounds + 1,
        merging: { of: event.attempt, instructions: event.instructions, start: null },
      }));
    case 'attempt-started': {
      const { merges } = event;
      if (!merges) return tasks;
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        conflicts: merges.conflicts,
        merging: task.merging && { ...task.merging, start: merges },
      }));
    }
    case 'conflict-left':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        status: 'conflict',
        failure: { reason: 'conflict', message: event.reason },
      }));
    case 'conflict-drafted':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        drafts: new Map([...task.drafts, [event.path, event.draft]]),
      }));
    case 'conflict-settled':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        status: 'accepted',
        feedback: null,
        failure: null,
        ...withoutConflict,
      }));
    default:
      return tasks;
  }
}

function isBeingResolved({ attempts }: TaskState): boolean {
  return (attempts.at(-1)?.clash?.resolution ?? null) !== null;
}
