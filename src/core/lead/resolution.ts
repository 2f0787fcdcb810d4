import * as z from 'zod';
import { resolutionSchema, type ExpressibleResolution } from '../authority/resolveSchema';
import type { Mandate } from '../authority/mandate';

/**
 * What the lead decides about a conflict: the task is done again on what came first, a worker merges both changes, or the user
 * decides. It never says what the merged text is.
 */
export type Resolution = ExpressibleResolution;

/** The schema of the lead's whole answer on a conflict. */
export function resolveAnswerSchema(mandate: Mandate) {
  return z.object({ decision: resolutionSchema(mandate) });
}
