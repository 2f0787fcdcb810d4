import * as z from 'zod';
import { enumOf } from '../util/enumOf';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { parseJson } from '../util/strictSchema';

/** Files that a summary may point to: a longer list is no help in where to begin. */
const mostPlaces = 3;

/** What the lead makes of all that the tasks came to, for the person who reviews it. It decides nothing. */
export interface RunSummary {
  readonly text: string;
  /** Where to look first, and why. */
  readonly lookFirst: readonly { readonly path: WorkspacePath; readonly reason: string }[];
}

/** The schema of the lead's answer: it can point to files of the proposal alone. */
export function summarySchema(paths: readonly WorkspacePath[]) {
  return z.object({
    text: z.string().describe('two to five sentences'),
    lookFirst: z.array(z.object({ path: enumOf(paths), reason: z.string() })).describe(`at most ${mostPlaces}`),
  });
}

/** Parses the lead's answer; issues are worded for the lead. */
export function parseSummary(
  answer: string,
  schema: ReturnType<typeof summarySchema>,
): Result<RunSummary, readonly string[]> {
  const parsed = parseJson(answer, schema);
  if (!parsed.ok) return parsed;
  const { text, lookFirst } = parsed.value;
  if (text.trim() === '') return fail(['text: say what the run came to']);
  const places = lookFirst.slice(0, mostPlaces).map(({ path, reason }) => ({ path: path as WorkspacePath, reason }));
  return ok({ text: text.trim(), lookFirst: places });
}
