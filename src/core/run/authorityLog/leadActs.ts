import type { Power } from '../../authority/table';
import type { Decision } from '../../lead/assessment';
import type { Resolution } from '../../lead/resolution';
import { revisionWords } from '../../plan/planChanges';
import { countOf } from '../../util/text';
import { decisionReason, decisionWords } from '../decisionWords';
import type { AttemptKey } from '../events';
import type { RunState } from '../state';
import { act, attemptName, noAuthority, type Act, type Wordings } from './line';

type LeadEvents =
  | 'plan-proposed'
  | 'plan-returned'
  | 'plan-revised'
  | 'lead-called'
  | 'assessment-started'
  | 'attempt-assessed'
  | 'decision-refused'
  | 'question-asked'
  | 'question-answered'
  | 'attempt-accepted'
  | 'attempt-rejected'
  | 'attempt-reassigned'
  | 'merge-conflicted'
  | 'conflict-judged'
  | 'conflict-ordered'
  | 'conflict-delegated'
  | 'conflict-left'
  | 'run-aborted';

/** What the lead decides, what the guard and the user say to it, and what then happens. */
export const leadActs: Wordings<LeadEvents> = {
  'plan-proposed': ({ event: { plan } }) =>
    act('lead', 'plan', {
      on: `plan ${plan.revision}`,
      outcome: countOf(plan.tasks.length, 'task'),
      reason: plan.summary,
    }),
  'plan-returned': ({ event }) =>
    act('guard', 'check plan', { on: 'plan', outcome: 'sent back', reason: event.issues.join('; ') }),
  'plan-revised': ({ event, before }) =>
    act('run', 'change the plan', {
      on: `plan ${event.plan.revision}`,
      outcome: before?.plan ? revisionWords(before.plan, event.plan) : '',
      reason: event.reason,
    }),
  'lead-called': noAuthority,
  'assessment-started': noAuthority,
  'attempt-assessed': ({ event, after }) => {
    const { decision } = event.assessment;
    const said = { on: attemptName(event), reason: decisionReason(decision) };
    return act('lead', decisionWords(decision), { ...said, ...rulingOn(after, event, decision) });
  },
  'decision-refused': ({ event }) => {
    const what = decisionWords(event.decision);
    const on = attemptName(event);
    // The user's own answer has a line of its own.
    if (event.by === 'user') return act('run', 'tell the lead', { on, outcome: 'refused', reason: what });
    return act('guard', what, { on, outcome: 'refused', reason: event.reason });
  },
  'question-asked': ({ event }) =>
    act('guard', decisionWords(event.decision), {
      on: attemptName(event),
      outcome: 'asks you',
      reason: decisionReason(event.decision),
    }),
  'question-answered': ({ event, before }) => {
    const question = before?.questions.find(({ questionId }) => questionId === event.questionId);
    return act('you', question ? decisionWords(question.decision) : 'answer', {
      on: question ? attemptName(question) : '',
      outcome: event.granted ? 'allowed' : 'refused',
    });
  },
  'attempt-accepted': ({ event }) =>
    act('run', 'merge', {
      on: attemptName(event),
      outcome: 'in the proposal',
      reason: event.files.map(({ path }) => path).join(', '),
    }),
  'attempt-rejected': ({ event }) => act('run', 'send back', { on: attemptName(event), outcome: 'new attempt' }),
  'attempt-reassigned': ({ event }) =>
    act('run', `hand over to ${event.profile}`, { on: attemptName(event), outcome: 'new attempt' }),
  'merge-conflicted': ({ event }) => {
    const paths = [...new Set(event.conflicts.map(({ path }) => path))];
    return act('run', 'merge', { on: attemptName(event), outcome: 'conflict', reason: paths.join(', ') });
  },
  'conflict-judged': ({ event, after }) =>
    act('lead', decisionWords(event.resolution), {
      on: attemptName(event),
      reason: decisionReason(event.resolution),
      ...rulingOn(after, event, event.resolution),
    }),
  'conflict-ordered': ({ event }) => act('run', 'redo', { on: attemptName(event), outcome: 'new attempt' }),
  'conflict-delegated': ({ event }) =>
    act('run', 'give to a merger', { on: attemptName(event), outcome: 'new attempt' }),
  'conflict-left': ({ event }) =>
    act('run', 'leave conflict', { on: attemptName(event), outcome: 'yours to settle', reason: event.reason }),
  'run-aborted': ({ event }) => act('run', 'abort', { on: 'run', outcome: 'done', reason: event.reason }),
};

/** The guard rules in the fold, so its word is in the state after the event. What it refuses is told once more, as its own act. */
function rulingOn(
  state: RunState | undefined,
  key: AttemptKey,
  decision: Decision | Resolution,
): Pick<Act, 'outcome' | 'left'> {
  const task = state?.tasks.get(key.taskId);
  const ruling = task?.attempts.find(({ attempt }) => attempt === key.attempt)?.ruling;
  if (!state || !task || !ruling) return { outcome: '', left: '' };
  const used = { retry: task.retries, reassign: task.formerProfiles.length, revise: 0, resolve: task.rounds, abort: 0 };
  const power = powerOf(decision);
  const outcome = ruling.ok ? (ruling.value === 'ask' ? 'needs your word' : 'allowed') : 'not allowed';
  if (power === null) return { outcome, left: '' };
  const { limit } = state.setup.authority[power];
  if (limit === null) return { outcome, left: '' };
  return { outcome, left: `${Math.max(0, limit - used[power] - (ruling.ok ? 1 : 0))} of ${limit}` };
}

/** The row of the table that a decision draws on; an accept, and leaving something to the user, need none. */
function powerOf({ type }: Decision | Resolution): Power | null {
  switch (type) {
    case 'accept':
    case 'leave':
      return null;
    case 'order':
    case 'delegate':
      return 'resolve';
    default:
      return type;
  }
}
