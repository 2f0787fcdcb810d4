import { noUsage, addUsage } from '../ports/chatModel';
import type { TaskId } from '../plan/plan';
import type { AttemptKey, RunEvent } from './events';
import type { AttemptState, TaskState, TaskStatus } from './state';

/** The tasks of a run, in the plan's order. */
export type Tasks = ReadonlyMap<TaskId, TaskState>;

/** Statuses in which something is going on for a task. */
const activeStatuses: ReadonlySet<TaskStatus> = new Set(['working', 'gating', 'held', 'assessing', 'asking']);
/** Statuses that keep dependents from starting for good, until the user steps in. */
const deadStatuses: ReadonlySet<TaskStatus> = new Set(['failed', 'blocked', 'conflict', 'skipped', 'stopped']);

/** Whether something is going on for the task. */
export function isActive(task: TaskState): boolean {
  return activeStatuses.has(task.status);
}

/** Folds one event into the tasks it concerns; events about other things leave them as they are. */
export function reduceTasks(tasks: Tasks, event: RunEvent): Tasks {
  switch (event.type) {
    case 'plan-proposed':
      return new Map(event.plan.tasks.map((task) => [task.id, newTask(task)]));
    case 'run-stopped':
    case 'run-aborted':
      return mapTasks(tasks, (task) => (isActive(task) ? { ...task, status: 'stopped' } : task));
    case 'task-failed':
      return settled(
        update(tasks, event.taskId, (task) => ({
          ...task,
          status: deadStatuses.has(task.status) ? task.status : 'failed',
          failure: event.failure,
        })),
      );
    case 'task-reopened': {
      const reopened = {
        status: 'waiting',
        feedback: event.feedback,
        failure: null,
        retries: 0,
        conflicts: [],
        heldPaths: [],
      } as const;
      return settled(update(tasks, event.taskId, (task) => ({ ...task, ...reopened })));
    }
    case 'question-answered':
      return tasks;
    case 'attempt-started':
      return update(tasks, event.taskId, (task) => ({
        ...task,
        status: 'working',
        feedback: event.feedback,
        attempts: [...task.attempts, newAttempt(event.attempt, event.feedback)],
      }));
    case 'worker-turned':
      return updateAttempt(tasks, event, 'working', (attempt) => ({
        ...attempt,
        model: event.model,
        usage: addUsage(attempt.usage, event.usage),
        turns: attempt.turns + 1,
      }));
    case 'change-set-written':
      return updateAttempt(tasks, event, 'gating', (attempt) => ({
        ...attempt,
        changeSet: event.changeSet,
        summary: event.summary,
        verdicts: [],
      }));
    case 'gates-held':
      return update(tasks, event.taskId, (task) => ({ ...task, status: 'held', heldPaths: event.sources }));
    case 'attempt-measured':
      return updateAttempt(tasks, event, 'gating', (attempt) => ({
        ...attempt,
        verdicts: [...attempt.verdicts.filter(({ gate }) => gate !== event.verdict.gate), event.verdict],
      }));
    case 'assessment-started':
      return update(tasks, event.taskId, (task) => ({ ...task, status: 'assessing', heldPaths: [] }));
    case 'attempt-assessed':
      return updateAttempt(tasks, event, 'assessing', (attempt) => ({ ...attempt, assessment: event.assessment }));
    case 'decision-refused':
      return updateAttempt(tasks, event, 'assessing', (attempt) => ({
        ...attempt,
        refusals: [...attempt.refusals, { decision: event.decision, reason: event.reason }],
      }));
    case 'question-asked':
      return update(tasks, event.taskId, (task) => ({ ...task, status: 'asking' }));
    case 'attempt-accepted':
      return settled(update(tasks, event.taskId, (task) => ({ ...task, status: 'accepted', feedback: null })));
    case 'attempt-rejected':
      return update(tasks, event.taskId, (task) => ({
        ...task,
        status: 'waiting',
        feedback: event.feedback,
        retries: task.retries + 1,
      }));
    case 'worker-blocked':
      return settled(
        update(tasks, event.taskId, (task) => ({
          ...task,
          status: 'blocked',
          failure: { reason: 'blocked', message: `The worker is blocked: ${event.reason}` },
        })),
      );
    case 'merge-conflicted':
      return settled(
        update(tasks, event.taskId, (task) => ({ ...task, status: 'conflict', conflicts: event.conflicts })),
      );
    default:
      return tasks;
  }
}

function newTask(task: TaskState['task']): TaskState {
  return {
    task,
    status: 'waiting',
    attempts: [],
    feedback: null,
    failure: null,
    retries: 0,
    heldPaths: [],
    conflicts: [],
  };
}

function newAttempt(attempt: number, feedback: string | null): AttemptState {
  return {
    attempt,
    feedback,
    model: null,
    usage: noUsage,
    turns: 0,
    changeSet: null,
    summary: '',
    verdicts: [],
    assessment: null,
    refusals: [],
  };
}

function update(tasks: Tasks, id: TaskId, change: (task: TaskState) => TaskState): Tasks {
  const task = tasks.get(id);
  return task ? new Map(tasks).set(id, change(task)) : tasks;
}

function updateAttempt(
  tasks: Tasks,
  key: AttemptKey,
  status: TaskStatus,
  change: (attempt: AttemptState) => AttemptState,
): Tasks {
  return update(tasks, key.taskId, (task) => ({
    ...task,
    status,
    attempts: task.attempts.map((attempt) => (attempt.attempt === key.attempt ? change(attempt) : attempt)),
  }));
}

function mapTasks(tasks: Tasks, change: (task: TaskState) => TaskState): Tasks {
  return new Map([...tasks].map(([id, task]) => [id, change(task)]));
}

/** Carries what became of a task to those that wait for it: skipped while it is dead, waiting again when it is reopened. */
function settled(tasks: Tasks): Tasks {
  const result = new Map(tasks);
  for (let changed = true; changed;) {
    changed = false;
    for (const [id, task] of result) {
      if (task.status !== 'waiting' && task.status !== 'skipped') continue;
      const dead = task.task.dependsOn.some((dependency) =>
        deadStatuses.has(result.get(dependency)?.status ?? 'waiting'),
      );
      const status: TaskStatus = dead ? 'skipped' : 'waiting';
      if (status === task.status) continue;
      result.set(id, { ...task, status });
      changed = true;
    }
  }
  return result;
}
