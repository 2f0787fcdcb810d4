import { guardPower, type Ruling } from '../authority/guard';
import type { Plan, TaskId } from '../plan/plan';
import { changedTasks, type Revision } from '../plan/planChanges';
import { runMandate } from './mandates';
import type { RunState, TaskState } from './state';

/** Whether a task has begun: from there on no revision of the plan touches it. */
export function hasBegun({ status, attempts }: TaskState): boolean {
  return attempts.length > 0 || (status !== 'waiting' && status !== 'skipped');
}

/** The guard's word on another revision, from the facts of the state. */
export function ruleOnRevision({ setup, plan, refusedRevisions }: RunState): Ruling {
  // One that was refused counts as well: whoever said no is not asked for ever.
  return guardPower(runMandate(setup), 'revise', (plan?.revision ?? 1) - 1 + refusedRevisions.length);
}

/** A revision that waits for the user's word; there is at most one. */
export function pendingRevision({ questions }: RunState): Revision | undefined {
  for (const { decision } of questions) if (decision.type === 'revise') return decision;
  return undefined;
}

/** Tasks that a revision which waits for the user would change: they don't begin before that. */
export function withheldTasks(run: RunState): ReadonlySet<TaskId> {
  const revision = pendingRevision(run);
  return revision && run.plan ? changedTasks(run.plan, revision.plan) : new Set();
}

/** Why a plan can't take the place of the present one any more; nothing where it can. */
export function outdated(
  { plan, tasks }: RunState,
  next: Plan,
  isUnderWay: (id: TaskId) => boolean,
): string | undefined {
  if (plan?.revision !== next.revision - 1) return 'The plan was changed meanwhile.';
  const begun = [...changedTasks(plan, next)].filter((id) => {
    const task = tasks.get(id);
    return isUnderWay(id) || (task !== undefined && hasBegun(task));
  });
  return begun.length > 0 ? `${begun.join(', ')} has begun meanwhile.` : undefined;
}

/** Throws unless the guard lets the lead revise the plan so, or the user granted that very plan. */
export function assertRevisable(run: RunState, plan: Plan): void {
  const ruling = ruleOnRevision(run);
  const isGranted =
    ruling.ok &&
    (ruling.value === 'take' || JSON.stringify(run.grantedRevision?.decision.plan) === JSON.stringify(plan));
  const touched = run.plan
    ? [...changedTasks(run.plan, plan)].filter((id) => {
        const task = run.tasks.get(id);
        return task !== undefined && hasBegun(task);
      })
    : [];
  if (isGranted && touched.length === 0) return;
  throw new Error(
    `Revision ${plan.revision} of the plan is not allowed: ${ruling.ok ? touched.join(', ') || 'nobody granted it' : ruling.error}`,
  );
}
