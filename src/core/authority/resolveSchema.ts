import * as z from 'zod';
import { grantOf, type Mandate } from './mandate';

const order = z.object({
  type: z.literal('order'),
  feedback: z.string().describe('what the worker must heed when it does its task again on the other change; no code'),
});
const delegate = z.object({
  type: z.literal('delegate'),
  instructions: z
    .string()
    .describe('for the worker that merges: what the result must do, what of each change must hold; no code'),
});
const leave = z.object({
  type: z.literal('leave'),
  reason: z.string().describe('for the user: what has to be decided between the two changes'),
});

/** One way out of a conflict as the lead may express it. */
export type ExpressibleResolution = z.infer<typeof order> | z.infer<typeof delegate> | z.infer<typeof leave>;

/** The schema of a resolution: without the power there is nothing in it but to leave the conflict to the user. */
export function resolutionSchema(mandate: Mandate): z.ZodType<ExpressibleResolution> {
  return grantOf(mandate, 'resolve') === 'never' ? leave : z.union([order, delegate, leave]);
}
