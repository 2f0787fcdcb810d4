import type { LeadPurpose } from '../lead/lead';
import type { LeadFailure } from '../lead/leadCall';
import type { ModelFailure } from '../ports/chatModel';
import { AbortedError } from '../util/abort';
import type { WorkspacePath } from '../util/paths';
import { fail, unreachable } from '../util/result';
import { countOf } from '../util/text';
import type { WorkerFailure } from '../worker/worker';
import type { RunFailure } from './failure';
import type { Refusal } from './state';

/** Something that makes no sense in the present state, with the way out. */
export function notNow(message: string): { readonly ok: false; readonly error: RunFailure } {
  return fail({ reason: 'not-now', message });
}

/** Invariant 5: an untrusted folder is planned for and looked at, no more. */
export const untrusted = fail<RunFailure>({
  reason: 'untrusted',
  message: 'Workers and gates do not run in a folder you have not trusted. Trust it, then approve the plan.',
});

/** What the user is told who typed on lines of the proposed text that changed in that moment. */
export function editClash(path: WorkspacePath): string {
  return `${path} got other changes on the lines you were typing in. Copy what you typed, run "File: Revert File", and put it in again.`;
}

/** A model's failure in the run's terms. A stop is no failure: it goes up as an abort. */
export function modelFailure(failure: ModelFailure): RunFailure {
  if (failure.reason === 'stopped') throw new AbortedError();
  return { reason: `model-${failure.reason}`, message: failure.message };
}

/** The lead's failure in the run's terms. */
export function leadFailure(failure: LeadFailure, purpose: LeadPurpose): RunFailure {
  switch (failure.type) {
    case 'model':
      return modelFailure(failure.failure);
    case 'malformed': {
      const what = {
        plan: 'plan',
        assess: 'assessment',
        resolve: 'answer on a conflict',
        consult: 'decision',
        'sum-up': 'summary',
      }[purpose];
      const message = `The lead's ${what} was still not valid after it was sent back twice: ${failure.issues.join('; ')}. Try again, or choose another model for the lead.`;
      return { reason: purpose === 'plan' ? 'plan-invalid' : 'answer-malformed', message };
    }
    case 'turns-exhausted':
      return {
        reason: 'turns-exhausted',
        message: `The lead made no plan within ${failure.turns} calls. State the goal more narrowly.`,
      };
    default:
      return unreachable(failure);
  }
}

/** A worker's failure in the run's terms. */
export function workerFailure(failure: WorkerFailure): RunFailure {
  switch (failure.type) {
    case 'model':
      return modelFailure(failure.failure);
    case 'turns-exhausted': {
      const message = `The worker did not finish within ${failure.turns} calls. Retry the task, or raise leadWorker.maxTurnsPerAttempt.`;
      return { reason: 'turns-exhausted', message };
    }
    case 'looping': {
      const message = `The worker went round in circles: ${failure.call}, ${failure.times} times in a row with the same result. Retry the task with a note.`;
      return { reason: 'looping', message };
    }
    default:
      return unreachable(failure);
  }
}

/** Failures of models that another attempt, or another model, may not come to. */
const ofTheAnswer: ReadonlySet<string> = new Set(['refused', 'cut-off', 'empty', 'malformed']);

/** Whether another attempt may mend it; what no model can be reached for is not the worker's. */
export function isMendable(failure: WorkerFailure): boolean {
  return failure.type !== 'model' || ofTheAnswer.has(failure.failure.reason);
}

/** Why a task failed whose attempt the lead could not decide on: who refused its decisions, and how often. */
export function refusedTooOften(refusals: readonly Refusal[]): RunFailure {
  const count = (by: Refusal['by']): number => refusals.filter((refusal) => refusal.by === by).length;
  const happened = [
    count('guard') > 0 ? `the lead decided beyond its authority ${timesOf(count('guard'))}` : '',
    count('user') > 0 ? `you refused what the lead asked for ${timesOf(count('user'))}` : '',
  ].filter((part) => part !== '');
  const reasons = refusals.map(({ decision, reason }) => `${decision.type}: ${reason}`).join(' ');
  return {
    reason: 'decision-refused',
    message: `${capitalised(happened.join(', and '))}. ${reasons} Retry the task, or send it back with your own words.`,
  };
}

/** Why a task ended that the lead put into the user's hands. */
export function leftToUser(reason: string): RunFailure {
  return { reason: 'left', message: `The lead leaves this task to you: ${reason}` };
}

function timesOf(count: number): string {
  return count === 1 ? 'once' : countOf(count, 'time');
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
