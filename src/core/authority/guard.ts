import { fail, ok, type Result } from '../util/result';
import { grantOf, type Mandate } from './mandate';
import { powerWords, type Power } from './table';

/** What the guard needs to know of an attempt. Facts only, none of them from a model's text but the judgements on criteria. */
export interface GuardFacts {
  /** Ids of required gates without a passed verdict on this very change set and without a waiver of the user's. */
  readonly unpassedGates: readonly string[];
  /** Ids of criteria that the lead itself judged unmet. */
  readonly unmetCriteria: readonly string[];
  /** How often the lead has sent the task back already. */
  readonly retriesUsed: number;
  /** How often the lead has given the task to another profile already. */
  readonly reassignsUsed: number;
  /** How many attempts in a row, over the whole run, came to nothing, this one included. */
  readonly fruitless: number;
}

/** Whether a permitted decision takes effect at once or waits for the user. */
export type GuardAnswer = 'take' | 'ask';

/** The guard's word on a decision; a refusal says why. */
export type Ruling = Result<GuardAnswer, string>;

/** The part of a decision that the guard rules on. */
export type GuardedDecision =
  { readonly type: 'accept' | 'retry' | 'leave' | 'abort' } | { readonly type: 'reassign'; readonly profile: string };

/** The guard of the state machine: the refusal is worded for the lead, which hears it and decides once more. */
export function guardDecision(mandate: Mandate, facts: GuardFacts, decision: GuardedDecision): Ruling {
  switch (decision.type) {
    case 'accept':
      return guardAccept(facts);
    case 'leave':
      return ok('take');
    case 'retry':
      return unlessStalled(mandate, facts, guardPower(mandate, 'retry', facts.retriesUsed));
    case 'reassign': {
      const ruling = unlessStalled(mandate, facts, guardPower(mandate, 'reassign', facts.reassignsUsed));
      if (!ruling.ok || mandate.reassignTo.includes(decision.profile)) return ruling;
      return fail(`This task cannot be reassigned to ${decision.profile}, only to ${mandate.reassignTo.join(', ')}.`);
    }
    case 'abort':
      return guardPower(mandate, 'abort', 0);
  }
}

/** A run that leads nowhere goes on only if the user wants it to. */
function unlessStalled({ stallAfter }: Mandate, { fruitless }: GuardFacts, ruling: Ruling): Ruling {
  return ruling.ok && fruitless >= stallAfter ? ok('ask') : ruling;
}

/** Whether a power may be used once more that was `used` so often, counted as its row says. */
export function guardPower(mandate: Mandate, power: Power, used: number): Ruling {
  const { does, per } = powerWords[power];
  const { limit } = mandate.table[power];
  const grant = grantOf(mandate, power);
  if (grant === 'never') return fail(`You may not ${does}.`);
  if (limit !== null && used >= limit) {
    return fail(`You cannot ${does} any more: the limit is ${limit} per ${per}, and it is used up.`);
  }
  return ok(grant === 'ask' ? 'ask' : 'take');
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
