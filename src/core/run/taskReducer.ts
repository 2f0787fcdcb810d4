import { reduceAttempts, updateTask as update, type Tasks } from './attemptReducer';
import { defaultProfile } from '../plan/profile';
import type { RunEvent } from './events';
import { reduceInterruption } from './interruptReducer';
import { reduceConflicts, withoutConflict } from './resolveReducer';
import type { RunState, TaskState, TaskStatus } from './state';

/** Ends that a task came to by itself, and that a stop leaves as they are. */
const endStatuses: ReadonlySet<TaskStatus> = new Set(['accepted', 'failed', 'blocked', 'conflict']);
/** Statuses that keep dependents from starting for good, until the user steps in. */
const deadStatuses: ReadonlySet<TaskStatus> = new Set(['failed', 'blocked', 'conflict', 'skipped', 'stopped']);

const unheld = { heldPaths: [], heldSources: [] } as const;

/** Folds one event into the tasks it concerns; events about other things leave them as they are. */
export function reduceTasks(run: RunState, event: RunEvent): Tasks {
  const tasks = reduceStatus(reduceAttempts(run, event), event);
  const afterClash = reduceConflicts(run, tasks, event);
  return reduceInterruption(afterClash === tasks ? tasks : settled(afterClash), event);
}

function reduceStatus(tasks: Tasks, event: RunEvent): Tasks {
  const become = (status: TaskStatus, change: Partial<TaskState> = {}): Tasks =>
    'taskId' in event ? update(tasks, event.taskId, (task) => ({ ...task, ...change, status })) : tasks;
  switch (event.type) {
    case 'plan-proposed':
      return new Map(event.plan.tasks.map((task) => [task.id, newTask(task)]));
    case 'plan-revised':
      return settled(new Map(event.plan.tasks.map((task) => [task.id, revised(tasks.get(task.id), task)])));
    case 'run-stopped':
    case 'run-aborted':
    case 'run-failed':
      // Those that had not begun as well: from here on only what the user asks for runs.
      return mapTasks(tasks, (task) => (endStatuses.has(task.status) ? task : { ...task, status: 'stopped' }));
    case 'task-stopped':
      return settled(become('stopped', unheld));
    case 'task-failed':
      return settled(
        update(tasks, event.taskId, (task) => ({
          ...task,
          status: deadStatuses.has(task.status) ? task.status : 'failed',
          failure: event.failure,
        })),
      );
    case 'task-reopened':
      return settled(
        become('waiting', {
          feedback: event.feedback,
          failure: null,
          retries: 0,
          formerProfiles: [],
          ...(event.profile !== undefined && { profile: event.profile }),
          ...withoutConflict,
          ...unheld,
        }),
      );
    case 'attempt-started':
      return become('working', { feedback: event.feedback });
    case 'change-set-written':
    case 'attempt-measured':
      return become('gating');
    case 'gates-held':
      return become('held', { heldPaths: event.sources, heldSources: event.versions ?? [] });
    case 'attempt-failed':
    case 'assessment-started':
      return become('assessing', unheld);
    case 'attempt-assessed':
      return become('assessing');
    case 'decision-refused':
      return event.decision.type === 'revise' ? tasks : become('assessing');
    case 'question-asked':
      return event.decision.type === 'revise' ? tasks : become('asking');
    case 'attempt-accepted':
      return settled(become('accepted', { feedback: null, ...withoutConflict }));
    case 'attempt-rejected':
      return update(tasks, event.taskId, (task) => ({
        ...task,
        status: 'waiting',
        feedback: event.feedback,
        retries: task.retries + 1,
      }));
    case 'attempt-reassigned':
      return update(tasks, event.taskId, (task) => ({
        ...task,
        status: 'waiting',
        feedback: event.feedback,
        profile: event.profile,
        formerProfiles: [...task.formerProfiles, task.profile],
      }));
    case 'worker-blocked':
      return settled(
        become('blocked', {
          failure: { reason: 'blocked', message: `The worker is blocked: ${event.reason}` },
        }),
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
    profile: task.profile ?? defaultProfile,
    formerProfiles: [],
    ...unheld,
    ...withoutConflict,
    resumesAt: null,
  };
}

/** A task that has begun is as it was; that no revision says otherwise the guard sees to. */
function revised(known: TaskState | undefined, task: TaskState['task']): TaskState {
  return known && JSON.stringify(known.task) === JSON.stringify(task) ? known : newTask(task);
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
