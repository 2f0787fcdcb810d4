import { noUsage, addUsage } from '../ports/chatModel';
import type { TaskId } from '../plan/plan';
import { defaultProfile } from '../plan/profile';
import type { AttemptKey, ModelUse, RunEvent } from './events';
import { assertResolved, assertUnsettled, ruleOnResolution } from './resolveRuling';
import { assertAllowed, ruleOn } from './ruling';
import type { AttemptState, Clash, RunState, TaskState } from './state';

/** The tasks of a run, in the plan's order. */
export type Tasks = ReadonlyMap<TaskId, TaskState>;

/** A ruling is about what was measured when it was made, and good for one decision. */
const unruled = { ruling: null, granted: null } as const;

/**
 * Folds one event into the attempt it is about. The guard rules here, so that no run and no replay can pass it by: an accept or
 * a retry that it did not let pass throws.
 */
export function reduceAttempts(run: RunState, event: RunEvent): Tasks {
  const { tasks } = run;
  switch (event.type) {
    case 'attempt-started':
      return updateTask(tasks, event.taskId, (task) => ({
        ...task,
        attempts: [...task.attempts, newAttempt(event)],
      }));
    case 'worker-told':
      return updateAttempt(tasks, event, (attempt) => ({ ...attempt, notes: [...attempt.notes, event.message] }));
    case 'worker-turned':
      return updateAttempt(tasks, event, (attempt) => ({
        ...attempt,
        models: withUse(attempt.models, event.model),
        usage: addUsage(attempt.usage, event.usage),
        turns: attempt.turns + 1,
      }));
    case 'change-set-written':
      return updateAttempt(tasks, event, (attempt) => ({
        ...attempt,
        changeSet: event.changeSet,
        summary: event.summary,
        laid: event.laid,
        verdicts: [],
        ...unruled,
      }));
    case 'attempt-failed':
      return updateAttempt(tasks, event, (attempt) => ({ ...attempt, failure: event.failure, ...unruled }));
    case 'attempt-measured':
      return updateAttempt(tasks, event, (attempt) => ({
        ...attempt,
        verdicts: [...attempt.verdicts.filter(({ gate }) => gate !== event.verdict.gate), event.verdict],
        ...unruled,
      }));
    case 'attempt-assessed':
      return updateAttempt(tasks, event, (attempt, task) => ({
        ...attempt,
        assessment: event.assessment,
        ruling: ruleOn(run, task, attempt, event.assessment),
        granted: null,
      }));
    case 'question-answered': {
      const question = run.questions.find(({ questionId }) => questionId === event.questionId);
      return question && question.decision.type !== 'revise'
        ? updateAttempt(tasks, question, (attempt) => ({ ...attempt, granted: event.granted }))
        : tasks;
    }
    case 'decision-refused':
      if (event.decision.type === 'revise') return tasks;
      return updateAttempt(tasks, event, (attempt) => ({
        ...attempt,
        refusals: [...attempt.refusals, { decision: event.decision, reason: event.reason, by: event.by ?? 'guard' }],
        ...unruled,
      }));
    case 'attempt-accepted':
      assertAllowed(run, event, { type: 'accept' });
      return updateAttempt(tasks, event, (attempt) => ({ ...attempt, ...unruled, accepted: true }));
    case 'attempt-rejected':
      assertAllowed(run, event, { type: 'retry' });
      return updateAttempt(tasks, event, (attempt) => ({ ...attempt, ...unruled }));
    case 'attempt-reassigned':
      assertAllowed(run, event, { type: 'reassign', profile: event.profile });
      return updateAttempt(tasks, event, (attempt) => ({ ...attempt, ...unruled }));
    case 'merge-conflicted':
      assertAllowed(run, event, { type: 'accept' });
      return updateAttempt(tasks, event, (attempt) => ({
        ...attempt,
        clash: {
          conflicts: event.conflicts,
          with: event.with ?? [],
          laid: event.laid ?? [],
          resolution: null,
          outcome: null,
        },
      }));
    case 'conflict-judged':
      return updateAttempt(tasks, event, (attempt, task) => ({
        ...attempt,
        clash: attempt.clash && { ...attempt.clash, resolution: event.resolution },
        ruling: ruleOnResolution(run, task, attempt, event.resolution),
        granted: null,
      }));
    case 'conflict-ordered':
    case 'conflict-delegated':
      assertResolved(run, event, event.type === 'conflict-ordered' ? 'order' : 'delegate');
      return updateAttempt(tasks, event, (attempt) =>
        withOutcome(attempt, event.type === 'conflict-ordered' ? 'ordered' : 'delegated'),
      );
    case 'conflict-left':
      return updateAttempt(tasks, event, (attempt) => withOutcome(attempt, 'left'));
    case 'conflict-drafted':
      assertUnsettled(run, event);
      return tasks;
    case 'conflict-settled':
      assertUnsettled(run, event);
      return updateAttempt(tasks, event, (attempt) => ({ ...withOutcome(attempt, 'settled'), accepted: true }));
    default:
      return tasks;
  }
}

/** Models with one more that answered; one that is among them already changes nothing. */
export function withUse(uses: readonly ModelUse[], use: ModelUse): readonly ModelUse[] {
  const isSame = (known: ModelUse): boolean => known.configured === use.configured && known.returned === use.returned;
  return uses.some(isSame) ? uses : [...uses, use];
}

/** Changes one task; one that the plan does not have changes nothing. */
export function updateTask(tasks: Tasks, id: TaskId, change: (task: TaskState) => TaskState): Tasks {
  const task = tasks.get(id);
  return task ? new Map(tasks).set(id, change(task)) : tasks;
}

function updateAttempt(
  tasks: Tasks,
  key: AttemptKey,
  change: (attempt: AttemptState, task: TaskState) => AttemptState,
): Tasks {
  return updateTask(tasks, key.taskId, (task) => ({
    ...task,
    attempts: task.attempts.map((attempt) => (attempt.attempt === key.attempt ? change(attempt, task) : attempt)),
  }));
}

function withOutcome(attempt: AttemptState, outcome: Clash['outcome']): AttemptState {
  return { ...attempt, ...unruled, clash: attempt.clash && { ...attempt.clash, outcome } };
}

function newAttempt({ attempt, feedback, profile }: Extract<RunEvent, { type: 'attempt-started' }>): AttemptState {
  return {
    attempt,
    profile: profile ?? defaultProfile,
    feedback,
    models: [],
    usage: noUsage,
    turns: 0,
    changeSet: null,
    failure: null,
    summary: '',
    laid: [],
    notes: [],
    verdicts: [],
    assessment: null,
    ...unruled,
    refusals: [],
    accepted: false,
    clash: null,
  };
}
