import type { Plan } from '../../plan/plan';
import { defaultProfile } from '../../plan/profile';
import { decisionReason, decisionWords } from '../decisionWords';
import type { AttemptKey } from '../events';
import type { RunState } from '../state';
import type { Told } from './facts';
import { toldByState, type Parts } from './parts';

type LeadEvents =
  | 'run-created'
  | 'plan-proposed'
  | 'plan-returned'
  | 'plan-revised'
  | 'plan-approved'
  | 'run-failed'
  | 'run-discarded'
  | 'run-finished'
  | 'run-summed-up'
  | 'stop-requested'
  | 'run-stopped'
  | 'run-interrupted'
  | 'run-resumed'
  | 'run-paused'
  | 'run-aborted'
  | 'lead-called'
  | 'assessment-started'
  | 'attempt-assessed'
  | 'decision-refused'
  | 'question-asked'
  | 'question-answered'
  | 'conflict-judged';

/** What is told of the plan, of what the lead decided, and of what the user said to that. */
export const leadFacts: Parts<LeadEvents> = {
  'run-created': toldByState,
  'plan-proposed': (facts, { event, at }) => void facts.plans.push({ ...planOf(event.plan), at, approvedAt: null }),
  'plan-returned': (facts, { event, at }) => void facts.returnedPlans.push({ at, issues: [...event.issues] }),
  'plan-revised': (facts, { event, at }) => void facts.plans.push({ ...planOf(event.plan), at, approvedAt: at }),
  'plan-approved': (facts, { at }) => {
    const newest = facts.plans.pop();
    if (newest) facts.plans.push({ ...newest, approvedAt: at });
    facts.acts.push({ at, act: 'approved the plan', task: null, reason: '' });
  },
  'run-failed': (facts, { event, at }) => {
    facts.ended(at);
    facts.failures.push({ at, subject: 'run', reason: event.failure.reason, message: event.failure.message });
  },
  'run-discarded': (facts, { at }) => void facts.acts.push({ at, act: 'discarded the run', task: null, reason: '' }),
  'run-finished': toldByState,
  'run-summed-up': toldByState,
  'stop-requested': (facts, { at }) => void facts.acts.push({ at, act: 'stopped the run', task: null, reason: '' }),
  'run-stopped': (facts, { at }) => facts.ended(at),
  // When it was found, not when it happened: attempts that end here have no known end.
  'run-interrupted': toldByState,
  'run-resumed': (facts, { at }) => void facts.acts.push({ at, act: 'resumed the run', task: null, reason: '' }),
  'run-paused': (facts, { at }) => void facts.acts.push({ at, act: 'paused the run', task: null, reason: '' }),
  'run-aborted': (facts, { event, at }) => {
    facts.ended(at);
    facts.failures.push({ at, subject: 'run', reason: 'aborted', message: event.reason });
  },
  'lead-called': (facts, { event }) => facts.called('lead', event.model, event.usage),
  'assessment-started': toldByState,
  'attempt-assessed': (facts, { event, entry, at, after }) => {
    const { criteria, findings, decision } = event.assessment;
    facts.decisions.push({
      entry,
      at,
      task: event.taskId,
      attempt: event.attempt,
      decision: decisionWords(decision),
      reason: decisionReason(decision),
      criteria: criteria.map(({ criterion, met, reason }) => ({ id: criterion, met, reason })),
      stated: findings.map(({ path, line, severity, message }) => ({ path, line, severity, message })),
      ...rulingOn(after, event),
    });
  },
  'conflict-judged': (facts, { event, entry, at, after }) => {
    const { taskId, attempt, resolution } = event;
    const said = { decision: decisionWords(resolution), reason: decisionReason(resolution), criteria: [], stated: [] };
    facts.decisions.push({ entry, at, task: taskId, attempt, ...said, ...rulingOn(after, event) });
  },
  'decision-refused': (facts, { event, entry, at }) => {
    const { taskId, attempt, decision, reason, by = 'guard' } = event;
    facts.refusals.push({ entry, at, task: taskId, attempt, decision: decisionWords(decision), by, reason });
  },
  'question-asked': (facts, { event, entry, at }) => {
    const { questionId, taskId, attempt, decision } = event;
    const words = { decision: decisionWords(decision), reason: decisionReason(decision) };
    facts.questions.push({ entry, id: questionId, at, task: taskId, attempt, ...words, answer: null });
  },
  'question-answered': (facts, { event, entry, at }) => {
    const index = facts.questions.findIndex(({ id, answer }) => id === event.questionId && answer === null);
    const question = facts.questions[index];
    if (question) facts.questions[index] = { ...question, answer: { entry, at, granted: event.granted } };
  },
};

/** The guard rules in the fold: its word is in the state and not in the event. */
function rulingOn(after: RunState | undefined, key: AttemptKey): Pick<Told<'decisions'>, 'guard' | 'guardReason'> {
  const attempt = after?.tasks.get(key.taskId)?.attempts.find(({ attempt: number }) => number === key.attempt);
  const ruling = attempt?.ruling;
  if (!ruling) return { guard: 'unknown', guardReason: '' };
  if (!ruling.ok) return { guard: 'refused', guardReason: ruling.error };
  return { guard: ruling.value === 'ask' ? 'asked' : 'allowed', guardReason: '' };
}

function planOf(plan: Plan): Omit<Told<'plans'>, 'at' | 'approvedAt'> {
  return {
    revision: plan.revision,
    summary: plan.summary,
    warnings: plan.warnings.map(({ message }) => message),
    tasks: plan.tasks.map(({ id, title, dependsOn, writeScope, criteria, size, profile = defaultProfile }) => ({
      id,
      title,
      dependsOn: [...dependsOn],
      writeScope: [...writeScope],
      criteria: criteria.map(({ id: criterion, text }) => ({ id: criterion, text })),
      size,
      profile,
    })),
  };
}
