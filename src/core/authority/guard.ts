import { fail, ok, type Result } from '../util/result';
import type { AuthorityTable } from './table';

/** What the guard needs to know of an attempt. Facts only, none of them from a model's text but the judgements on criteria. */
export interface GuardFacts {
  /** Ids of required gates without a passed verdict on this very change set and without a waiver of the user's. */
  readonly unpassedGates: readonly string[];
  /** Ids of criteria that the lead itself judged unmet. */
  readonly unmetCriteria: readonly string[];
  /** How often the lead has sent the task back already. */
  readonly retriesUsed: number;
}

/** Whether a permitted decision takes effect at once or waits for the user. */
export type GuardAnswer = 'take' | 'ask';

/** The guard's word on a decision; a refusal says why. */
export type Ruling = Result<GuardAnswer, string>;

/** The guard of the state machine: the refusal is worded for the lead, which hears it and decides once more. */
export function guardDecision(
  table: AuthorityTable,
  facts: GuardFacts,
  decision: { readonly type: 'accept' | 'retry' | 'abort' },
): Ruling {
  switch (decision.type) {
    case 'accept':
      return guardAccept(facts);
    case 'retry': {
      const { grant, limit } = table.retry;
      if (grant === 'never') return fail('You may not retry tasks in this run.');
      if (limit !== null && facts.retriesUsed >= limit) {
        return fail(
          `This task was already sent back ${facts.retriesUsed} times and the limit is ${limit}. It cannot be retried again.`,
        );
      }
      return ok(grant === 'ask' ? 'ask' : 'take');
    }
    case 'abort':
      if (table.abort.grant === 'never') return fail('You may not abort this run.');
      return ok(table.abort.grant === 'ask' ? 'ask' : 'take');
  }
}

function guardAccept(facts: GuardFacts): Ruling {
  if (facts.unpassedGates.length > 0) {
    return fail(
      `Required gates have not passed on this attempt: ${facts.unpassedGates.join(', ')}. Nobody but the user can waive a gate.`,
    );
  }
  if (facts.unmetCriteria.length > 0) {
    return fail(`By your own judgement these criteria are not met: ${facts.unmetCriteria.join(', ')}.`);
  }
  return ok('take');
}
