import type { Verdict } from '../../gates/verdict';
import { countOf } from '../../util/text';
import { act, attemptName, noAuthority, type Act, type Wordings } from './line';

type RunEvents =
  | 'run-failed'
  | 'run-stopped'
  | 'run-finished'
  | 'run-summed-up'
  | 'run-interrupted'
  | 'attempt-started'
  | 'worker-turned'
  | 'change-set-written'
  | 'attempt-failed'
  | 'worker-blocked'
  | 'gates-held'
  | 'proposal-held'
  | 'attempt-measured'
  | 'proposal-measured'
  | 'task-failed'
  | 'apply-refused'
  | 'applied'
  | 'undo-refused'
  | 'apply-undone';

const subjects = { base: 'before the run', proposal: 'proposal', chosen: 'what you accepted' };

/** What gates measure, which the guard rules by, and what happens without anybody's decision. */
export const runActs: Wordings<RunEvents> = {
  'run-failed': ({ event }) => act('run', 'fail', { on: 'run', outcome: 'failed', reason: event.failure.message }),
  'run-stopped': () => act('run', 'stop', { on: 'run', outcome: 'stopped' }),
  'run-interrupted': noAuthority,
  'run-finished': () => act('run', 'finish', { on: 'run', outcome: 'in review' }),
  'run-summed-up': noAuthority,
  'attempt-started': noAuthority,
  'worker-turned': noAuthority,
  'change-set-written': noAuthority,
  'attempt-failed': ({ event }) =>
    act('worker', 'give up', { on: attemptName(event), outcome: 'the lead is asked', reason: event.failure.message }),
  'worker-blocked': ({ event }) =>
    act('worker', 'give up', { on: attemptName(event), outcome: 'blocked', reason: event.reason }),
  'gates-held': ({ event }) =>
    act('guard', 'hold gates', {
      on: attemptName(event),
      outcome: 'waits for you',
      reason: event.sources.length > 0 ? event.sources.join(', ') : 'A required gate could not run.',
    }),
  'proposal-held': ({ event }) =>
    act('guard', 'hold gates', {
      on: subjects[event.subject],
      outcome: 'waits for you',
      reason: event.versions.map(({ path }) => path).join(', '),
    }),
  'attempt-measured': ({ event }) => measured(event.verdict, attemptName(event)),
  'proposal-measured': ({ event }) => measured(event.verdict, subjects[event.subject]),
  'task-failed': ({ event }) =>
    act('run', 'fail', { on: event.taskId, outcome: 'failed', reason: event.failure.message }),
  'apply-refused': ({ event }) =>
    act('run', 'apply', { on: 'accepted changes', outcome: 'refused', reason: event.failure.message }),
  applied: ({ event }) =>
    act('run', 'apply', {
      on: countOf(event.paths.length, 'file'),
      outcome: 'applied',
      reason: event.paths.join(', '),
    }),
  'undo-refused': ({ event }) =>
    act('run', 'undo', { on: 'last apply', outcome: 'refused', reason: event.failure.message }),
  'apply-undone': ({ event }) =>
    act('run', 'undo', { on: countOf(event.paths.length, 'file'), outcome: 'undone', reason: event.paths.join(', ') }),
};

function measured({ gate, outcome, exitCode, required }: Verdict, on: string): Act {
  const exit = exitCode === null || exitCode === 0 ? '' : `exit code ${exitCode}`;
  const reason = [required ? '' : 'not required', exit].filter((part) => part !== '').join(', ');
  return act('gate', gate, { on, outcome: outcome.replaceAll('-', ' '), reason });
}
