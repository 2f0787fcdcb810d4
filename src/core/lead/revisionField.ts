import type * as z from 'zod';
import { grantOf, type Mandate } from '../authority/mandate';
import { revisionWords, type Revision } from '../plan/planChanges';
import { revisedPlan, revisionSchema, type RevisionAnswer, type RevisionBase } from '../plan/revision';
import { fail, ok, type Result } from '../util/result';

/** The field of an answer in which the lead may change the plan; none where the mandate does not hold that power. */
export function revisionField(
  mandate: Mandate,
  revising: RevisionBase | undefined,
): { readonly revision?: z.ZodType<RevisionAnswer | null | undefined> } {
  if (!revising || grantOf(mandate, 'revise') === 'never') return {};
  return { revision: revisionSchema(revising).nullish().describe('null, unless the rest of the plan is wrong') };
}

/** What an answer says of the plan; issues are worded for the lead. A task that goes on is not the time to change it. */
export function readRevision(
  answer: { readonly decision: { readonly type: string }; readonly revision?: unknown },
  revising: RevisionBase | undefined,
): Result<{ readonly revision?: Revision }, readonly string[]> {
  const given = (answer.revision ?? null) as RevisionAnswer | null;
  if (given === null || !revising) return ok({});
  if (answer.decision.type !== 'accept' && answer.decision.type !== 'leave')
    return fail(['revision: give one with accept or leave only; answer null with any other decision']);
  const plan = revisedPlan(given, revising);
  if (!plan.ok) return plan;
  const changes = revisionWords(revising.plan, plan.value);
  return ok({ revision: { type: 'revise', reason: given.reason, changes, plan: plan.value } });
}
