import * as z from 'zod';
import { decisionSchema } from '../authority/decisionSchema';
import type { Mandate } from '../authority/mandate';
import type { RevisionBase } from '../plan/revision';
import type { Task } from '../plan/plan';
import type { ChangeSet } from '../staging/read/changeSet';
import { enumOf } from '../util/enumOf';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { parseJson } from '../util/strictSchema';
import type { Assessment } from './assessment';
import { readRevision, revisionField } from './revisionField';

/** What of an attempt its assessment may name. */
export interface AssessedAttempt {
  readonly task: Task;
  readonly changeSet: ChangeSet;
  /** What the lead may revise of the plan. */
  readonly revising: RevisionBase | undefined;
}

/** The answer's schema for one attempt: its criteria and files are enumerated, the decision is what the mandate can express. */
export function assessmentSchema(mandate: Mandate, { task, changeSet, revising }: AssessedAttempt) {
  const criterion = enumOf(task.criteria.map(({ id }) => id));
  return z.object({
    criteria: z.array(z.object({ criterion, met: z.boolean(), reason: z.string() })),
    findings: z.array(
      z.object({
        path: enumOf(changeSet.changes.map(({ path }) => path)),
        line: z.number().int().describe('line number in the new text, as printed in the diff'),
        quote: z.string().describe('that line exactly as it stands'),
        severity: z.enum(['error', 'warning', 'information']),
        message: z.string(),
        criterion: criterion.nullable(),
      }),
    ),
    decision: decisionSchema(mandate, 'change'),
    ...revisionField(mandate, revising),
  });
}

/** Parses the lead's answer; issues are worded for the lead. Every criterion must be judged exactly once. */
export function parseAssessment(
  answer: string,
  schema: ReturnType<typeof assessmentSchema>,
  { task, revising }: AssessedAttempt,
): Result<Assessment, readonly string[]> {
  const parsed = parseJson(answer, schema);
  if (!parsed.ok) return parsed;
  const judged = parsed.value.criteria.map(({ criterion }) => criterion);
  const issues = task.criteria
    .filter(({ id }) => judged.filter((other) => other === id).length !== 1)
    .map(({ id }) => `criteria: judge ${id} exactly once`);
  if (issues.length > 0) return fail(issues);
  const findings = parsed.value.findings.map((finding) => ({ ...finding, path: finding.path as WorkspacePath }));
  const revision = readRevision(parsed.value, revising);
  if (!revision.ok) return revision;
  const { criteria, decision } = parsed.value;
  return ok({ criteria, decision, findings, ...revision.value });
}
