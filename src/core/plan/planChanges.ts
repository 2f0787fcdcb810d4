import type { Plan, Task, TaskId } from './plan';
import type { TaskAnswer } from './schema';

/** A change of the plan that came out valid. */
export interface Revision {
  readonly type: 'revise';
  /** For the user, in the lead's words. */
  readonly reason: string;
  /** What it does, in a few words: `adds T5; drops T4`. */
  readonly changes: string;
  /** The whole plan as it is to be. */
  readonly plan: Plan;
}

/** Ids of tasks that two plans do not have alike: changed, added or dropped. */
export function changedTasks(before: Plan, after: Plan): ReadonlySet<TaskId> {
  const texts = (plan: Plan): ReadonlyMap<TaskId, string> =>
    new Map(plan.tasks.map((task) => [task.id, JSON.stringify(answerOf(task))]));
  const [had, has] = [texts(before), texts(after)];
  return new Set([...had.keys(), ...has.keys()].filter((id) => had.get(id) !== has.get(id)));
}

/** What a revision does, in a few words: `adds T5, drops T4, changes T3`. */
export function revisionWords(before: Plan, after: Plan): string {
  const ids = [...changedTasks(before, after)];
  const isIn = (plan: Plan, id: TaskId): boolean => plan.tasks.some((task) => task.id === id);
  const parts = [
    ['adds', ids.filter((id) => !isIn(before, id))],
    ['drops', ids.filter((id) => !isIn(after, id))],
    ['changes', ids.filter((id) => isIn(before, id) && isIn(after, id))],
  ] as const;
  return parts.flatMap(([verb, named]) => (named.length > 0 ? [`${verb} ${named.join(', ')}`] : [])).join('; ');
}

/** A task in the form in which the lead answers one. Its paths are valid ones already. */
export function answerOf({ profile, ...task }: Task): TaskAnswer {
  const { id, title, instructions, reads, writeScope, dependsOn, criteria, size } = task;
  return {
    id,
    title,
    instructions,
    reads: [...reads],
    writeScope: [...writeScope],
    dependsOn: [...dependsOn],
    criteria: criteria.map((criterion) => ({ ...criterion })),
    size,
    ...(profile !== undefined && { profile }),
  };
}
