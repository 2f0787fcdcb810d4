import * as z from 'zod';
import type { AuthorityTable } from './table';

const accept = z.object({ type: z.literal('accept') });
const retry = z.object({
  type: z.literal('retry'),
  feedback: z.string().describe('what the worker must do differently, with the reason; no code'),
});
const abort = z.object({
  type: z.literal('abort'),
  reason: z.string().describe('for the user: why the run cannot reach the goal'),
});

/** One decision as the lead may express it. */
export type ExpressibleDecision = z.infer<typeof accept> | z.infer<typeof retry> | z.infer<typeof abort>;

/** The schema of a decision: a power that the table denies is not in it, so the lead cannot say it. */
export function decisionSchema(table: AuthorityTable): z.ZodType<ExpressibleDecision> {
  const options: [z.ZodType<ExpressibleDecision>, ...z.ZodType<ExpressibleDecision>[]] = [accept];
  if (table.retry.grant !== 'never') options.push(retry);
  if (table.abort.grant !== 'never') options.push(abort);
  return z.union(options);
}
