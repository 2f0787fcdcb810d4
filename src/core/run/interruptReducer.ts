import { updateTask, type Tasks } from './attemptReducer';
import type { RunEvent } from './events';
import { keptFeedback } from './retrying';
import { underWayStatuses, type ResumePoint, type TaskState } from './state';

/**
 * Folds one event, already folded into the tasks, into what an interruption makes of them. A task that was under way is interrupted,
 * and goes on where its newest attempt stands; one whose worker was not done is begun anew. What happens to it then ends that.
 */
export function reduceInterruption(tasks: Tasks, event: RunEvent): Tasks {
  switch (event.type) {
    case 'run-interrupted':
      return new Map(
        [...tasks].map(([id, task]) => [id, underWayStatuses.has(task.status) ? interrupted(task) : task] as const),
      );
    case 'run-resumed':
      return new Map(
        [...tasks].map(([id, task]) => [id, task.status === 'interrupted' ? waiting(task) : task] as const),
      );
    default:
      return 'taskId' in event && (tasks.get(event.taskId)?.resumesAt ?? null) !== null
        ? updateTask(tasks, event.taskId, (task) => ({ ...task, resumesAt: null }))
        : tasks;
  }
}

function interrupted(task: TaskState): TaskState {
  const feedback = keptFeedback(task);
  return { ...task, status: 'interrupted', feedback, resumesAt: pointOf(task), heldPaths: [], heldSources: [] };
}

function waiting(task: TaskState): TaskState {
  return { ...task, status: 'waiting' };
}

function pointOf({ status, attempts }: TaskState): ResumePoint | null {
  switch (status) {
    case 'gating':
    case 'held':
      return 'measure';
    case 'resolving':
      return 'merge';
    case 'assessing':
      return 'judge';
    case 'asking':
      return attempts.at(-1)?.clash ? 'merge' : 'judge';
    default:
      return null;
  }
}
