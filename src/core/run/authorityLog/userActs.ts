import { countOf } from '../../util/text';
import { takesWords } from '../decisionWords';
import { act, attemptName, noAuthority, type Wordings } from './line';

type UserEvents =
  | 'run-created'
  | 'plan-approved'
  | 'run-discarded'
  | 'stop-requested'
  | 'run-resumed'
  | 'run-paused'
  | 'task-stopped'
  | 'worker-told'
  | 'gates-released'
  | 'gate-waived'
  | 'task-reopened'
  | 'choice-made'
  | 'proposal-edited'
  | 'file-rebased'
  | 'finding-settled'
  | 'apply-started'
  | 'undo-started'
  | 'conflict-drafted'
  | 'conflict-settled';

const choices = { accepted: 'accept', rejected: 'reject', open: 'reopen' };
const settlings = { dropped: 'drop finding', dismissed: 'dismiss finding' };

/** What the user does. What they type is no use of authority over anybody: it is their text. */
export const userActs: Wordings<UserEvents> = {
  'run-created': ({ event }) => act('you', 'start', { on: 'run', reason: event.setup.goal }),
  'plan-approved': ({ before }) => act('you', 'approve', { on: `plan ${before?.plan?.revision ?? ''}`.trim() }),
  'run-discarded': () => act('you', 'discard', { on: 'run' }),
  'stop-requested': () => act('you', 'stop', { on: 'run' }),
  'run-resumed': () => act('you', 'resume', { on: 'run' }),
  'run-paused': () => act('you', 'pause', { on: 'run' }),
  'task-stopped': ({ event }) => act('you', 'stop task', { on: event.taskId }),
  'worker-told': ({ event }) => act('you', 'tell the worker', { on: attemptName(event), reason: event.message }),
  'gates-released': ({ event }) =>
    act('you', 'let gates run', { on: 'gates', outcome: `${countOf(event.seen.length, 'version')} seen` }),
  'gate-waived': ({ event }) => act('you', 'waive', { on: `gate ${event.gate}`, reason: event.reason }),
  'task-reopened': ({ event }) =>
    act('you', event.findingId === null ? 'ask for a new attempt' : 'send back with a finding', {
      on: event.taskId,
      outcome: event.profile === undefined ? '' : `by ${event.profile}`,
      reason: event.feedback ?? '',
    }),
  'choice-made': ({ event }) => act('you', choices[event.choice], { on: countOf(event.hunks.length, 'change') }),
  'proposal-edited': noAuthority,
  'file-rebased': noAuthority,
  'finding-settled': ({ event, before }) => {
    const found = before?.findings.find(({ finding }) => finding.id === event.findingId)?.finding;
    const on = found ? `${found.path}:${found.line}` : event.findingId;
    return act('you', settlings[event.choice], { on, reason: event.reason });
  },
  'apply-started': ({ event }) =>
    act('you', 'apply', {
      on: countOf(event.writes.length, 'file'),
      reason: event.writes.map(({ path }) => path).join(', '),
    }),
  'conflict-drafted': noAuthority,
  'conflict-settled': ({ event }) =>
    act('you', 'settle conflict', {
      on: attemptName(event),
      outcome: 'in the proposal',
      reason: takesWords(event),
    }),
  'undo-started': ({ event }) =>
    act('you', 'undo', {
      on: countOf(event.writes.length, 'file'),
      reason: event.writes.map(({ path }) => path).join(', '),
    }),
};
