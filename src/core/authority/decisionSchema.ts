import * as z from 'zod';
import { grantOf, type Mandate } from './mandate';

const accept = z.object({ type: z.literal('accept') });
const retry = z.object({
  type: z.literal('retry'),
  feedback: z.string().describe('what the worker must do differently, with the reason; no code'),
});
const leave = z.object({
  type: z.literal('leave'),
  reason: z.string().describe('for the user: why this task is theirs now'),
});
const abort = z.object({
  type: z.literal('abort'),
  reason: z.string().describe('for the user: why the run cannot reach the goal'),
});

/** One decision as the lead may express it. */
export type ExpressibleDecision =
  | z.infer<typeof accept>
  | z.infer<typeof retry>
  | { readonly type: 'reassign'; readonly profile: string; readonly feedback: string }
  | z.infer<typeof leave>
  | z.infer<typeof abort>;

/** What a decision is about: an attempt that wrote a change set, or one that came to none. */
export type DecisionSubject = 'change' | 'trouble';

/**
 * The schema of a decision: a power that the mandate does not hold is not in it, nor a profile that it does not name, so the lead
 * cannot say it. Where nothing was written there is nothing to accept.
 */
export function decisionSchema(mandate: Mandate, subject: DecisionSubject): z.ZodType<ExpressibleDecision> {
  const [first, ...others] = mandate.reassignTo;
  const options: z.ZodType<ExpressibleDecision>[] = [];
  if (subject === 'change') options.push(accept);
  if (grantOf(mandate, 'retry') !== 'never') options.push(retry);
  if (grantOf(mandate, 'reassign') !== 'never' && first !== undefined)
    options.push(
      z.object({ type: z.literal('reassign'), profile: z.enum([first, ...others]), feedback: retry.shape.feedback }),
    );
  if (grantOf(mandate, 'abort') !== 'never') options.push(abort);
  return z.union([leave, ...options]);
}
