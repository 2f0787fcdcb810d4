import * as z from 'zod';
import { enumOf } from '../util/enumOf';
import { fail, type Result } from '../util/result';
import { parsePlan, type PlanTerms } from './parsePlan';
import type { Plan, TaskId } from './plan';
import { answerOf } from './planChanges';
import { tasksSchema, type TaskAnswer } from './schema';

/**
 * A change of the plan as the lead answers it: tasks as they are to be, new ones and those in place of ones by the same id, and tasks
 * that are dropped. To split a task is to drop it and put others; to rewire one is to put it with other dependencies.
 */
export interface RevisionAnswer {
  readonly reason: string;
  readonly put: readonly TaskAnswer[];
  readonly drop: readonly string[];
}

/** What a revision starts from. */
export interface RevisionBase {
  readonly plan: Plan;
  /** Tasks that have begun: they stay as they are. */
  readonly begun: ReadonlySet<TaskId>;
  readonly terms: Omit<PlanTerms, 'revision'>;
  /** Why earlier ones were not made. */
  readonly refused: readonly string[];
}

/** The schema of a revision: only tasks that have not begun can be dropped, and profiles are those of the plan's schema. */
export function revisionSchema({ plan, begun, terms }: RevisionBase): z.ZodType<RevisionAnswer> {
  const open = plan.tasks.map(({ id }) => id).filter((id) => !begun.has(id));
  return z.object({
    reason: z.string().describe('for the user: why the plan has to change'),
    put: tasksSchema(terms.profiles).describe('tasks to add, and tasks that have not begun as they are to be'),
    drop: z.array(enumOf(open)).describe('tasks that have not begun and are to go'),
  });
}

/**
 * The plan that a revision makes of another, validated exactly like a first one; issues are worded for the lead. A task that has begun
 * is as it was, whatever the answer says.
 */
export function revisedPlan(
  answer: RevisionAnswer,
  { plan, begun, terms }: RevisionBase,
): Result<Plan, readonly string[]> {
  const issues = [...touched(answer)]
    .filter((id) => begun.has(id as TaskId))
    .map((id) => `revision: ${id} has begun and cannot be changed; add a task that goes on from it`);
  const known = new Set<string>(plan.tasks.map(({ id }) => id));
  issues.push(...answer.drop.filter((id) => !known.has(id)).map((id) => `revision.drop: there is no task ${id}`));
  if (touched(answer).size === 0) issues.push('revision: it changes nothing; answer null instead');
  if (issues.length > 0) return fail(issues);

  const put = new Map(answer.put.map((task) => [task.id, task]));
  const kept = plan.tasks
    .filter(({ id }) => !answer.drop.includes(id))
    .map((task) => put.get(task.id) ?? answerOf(task));
  const added = answer.put.filter(({ id }) => !known.has(id));
  const whole = { summary: plan.summary, tasks: [...kept, ...added] };
  return parsePlan(JSON.stringify(whole), { ...terms, revision: plan.revision + 1 });
}

function touched({ put, drop }: RevisionAnswer): ReadonlySet<string> {
  return new Set([...put.map(({ id }) => id), ...drop]);
}
