import type { Verdict } from '../../gates/verdict';
import { truncateMiddle } from '../../util/text';
import { takesWords } from '../decisionWords';
import type { AttemptKey } from '../events';
import type { Told } from './facts';
import { toldByState, type Parts } from './parts';

/** Characters of a gate's output that a report has room for. */
const outputLimit = 2000;

type WorkEvents =
  | 'attempt-started'
  | 'worker-told'
  | 'worker-turned'
  | 'change-set-written'
  | 'attempt-failed'
  | 'worker-blocked'
  | 'gates-held'
  | 'proposal-held'
  | 'gates-released'
  | 'attempt-measured'
  | 'proposal-measured'
  | 'gate-waived'
  | 'attempt-accepted'
  | 'attempt-rejected'
  | 'attempt-reassigned'
  | 'merge-conflicted'
  | 'conflict-ordered'
  | 'conflict-delegated'
  | 'conflict-left'
  | 'conflict-drafted'
  | 'conflict-settled'
  | 'task-failed'
  | 'task-stopped'
  | 'task-reopened';

/** What is told of the attempts and of what was measured. */
export const workFacts: Parts<WorkEvents> = {
  'attempt-started': (facts, { event, at }) => facts.began(event, at),
  'worker-told': (facts, { event, at }) =>
    void facts.acts.push({ at, act: 'told the worker', task: event.taskId, reason: event.message }),
  'task-stopped': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    facts.acts.push({ at, act: 'stopped the task', task: event.taskId, reason: '' });
  },
  'worker-turned': (facts, { event }) => facts.called('worker', event.model, event.usage),
  'change-set-written': toldByState,
  'attempt-failed': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    const { reason, message } = event.failure;
    facts.failures.push({ at, subject: `${event.taskId} #${event.attempt}`, reason, message });
  },
  'worker-blocked': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    facts.failures.push({ at, subject: event.taskId, reason: 'blocked', message: event.reason });
  },
  'gates-held': (facts, { event, at }) => {
    const { taskId, attempt, sources } = event;
    facts.holds.push({ at, subject: 'attempt', task: taskId, attempt, files: [...sources] });
  },
  'proposal-held': (facts, { event, at }) => {
    const files = event.versions.map(({ path }) => path);
    facts.holds.push({ at, subject: event.subject, task: null, attempt: null, files });
  },
  'gates-released': (facts, { event, at }) => {
    const act = `saw what gates run from and let them run (${event.seen.length})`;
    facts.acts.push({ at, act, task: null, reason: '' });
  },
  'attempt-measured': (facts, { event, entry }) =>
    void facts.verdicts.push({ entry, ...verdictOf('attempt', event.verdict, event) }),
  'proposal-measured': (facts, { event, entry }) => {
    facts.verdicts.push({ entry, ...verdictOf(event.subject, event.verdict, null) });
    for (const finding of event.findings ?? []) facts.findings.set(finding.id, finding);
  },
  'gate-waived': (facts, { event, entry, at }) =>
    void facts.waivers.push({ entry, at, gate: event.gate, reason: event.reason }),
  'attempt-accepted': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    for (const finding of event.findings) facts.findings.set(finding.id, finding);
  },
  'attempt-rejected': (facts, { event, at }) => facts.ended(at, event.taskId),
  'attempt-reassigned': (facts, { event, at }) => facts.ended(at, event.taskId),
  'merge-conflicted': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    const paths = [...new Set(event.conflicts.map(({ path }) => path))];
    const message = `Its change clashes with the proposal in ${paths.join(', ')}.`;
    facts.failures.push({ at, subject: event.taskId, reason: 'conflict', message });
  },
  'conflict-ordered': (facts, { event, at }) => facts.ended(at, event.taskId),
  'conflict-delegated': (facts, { event, at }) => facts.ended(at, event.taskId),
  'conflict-left': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    facts.failures.push({ at, subject: event.taskId, reason: 'conflict-left', message: event.reason });
  },
  'conflict-drafted': toldByState,
  'conflict-settled': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    facts.acts.push({ at, act: 'settled a conflict', task: event.taskId, reason: takesWords(event) });
    for (const finding of event.findings) facts.findings.set(finding.id, finding);
  },
  'task-failed': (facts, { event, at }) => {
    facts.ended(at, event.taskId);
    const { reason, message } = event.failure;
    facts.failures.push({ at, subject: event.taskId, reason, message });
  },
  'task-reopened': (facts, { event, at }) => {
    const act = event.findingId === null ? 'asked for a new attempt' : 'sent it back with a finding';
    facts.acts.push({ at, act, task: event.taskId, reason: event.feedback ?? '' });
  },
};

function verdictOf(
  subject: Told<'verdicts'>['subject'],
  verdict: Verdict,
  key: AttemptKey | null,
): Omit<Told<'verdicts'>, 'entry'> {
  const {
    at,
    gate,
    outcome,
    required,
    command,
    exitCode,
    tree,
    durationMs,
    problems = [],
    output,
    confinement,
  } = verdict;
  const isRed = outcome === 'failed' || outcome === 'could-not-run';
  const told = isRed ? truncateMiddle(output.trim(), outputLimit) : '';
  return {
    at,
    subject,
    task: key?.taskId ?? null,
    attempt: key?.attempt ?? null,
    ...{ gate, outcome, required, command, exitCode, tree, durationMs },
    sandbox: confinement && 'sandbox' in confinement ? confinement.sandbox : null,
    problems: problems.length,
    output: told,
  };
}
