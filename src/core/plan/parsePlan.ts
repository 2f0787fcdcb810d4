import { globsMayOverlap } from '../util/globs';
import { toWorkspaceGlob, type WorkspacePlace } from '../util/pathPlace';
import { isInFolder, type WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { parseJson } from '../util/strictSchema';
import { dependenciesOf, findCycle, wavesOf } from './graph';
import { overlapWarning, wideScopeWarning, type Overlap } from './overlap';
import type { Plan, PlanWarning, Task, TaskId } from './plan';
import { planAnswerSchema, type PlanAnswer, type TaskAnswer } from './schema';

/** More tasks than this no person reviews at once; the lead is asked for a coarser plan. */
const maxTasks = 300;

/** What a plan is read by. */
export interface PlanTerms {
  /** Numbers the plan within its run, from 1. */
  readonly revision: number;
  /** Tells which files its paths mean. */
  readonly place: WorkspacePlace;
  /** Worker profiles that its tasks may name, beside the default one. */
  readonly profiles: readonly string[];
  /** The workspace folder that the run is about, by its name, where it is not about all. */
  readonly folder?: string | undefined;
  /** How its tasks will run that may write the same files. */
  readonly overlap?: Overlap | undefined;
}

/** Turns the lead's answer into a plan that can only be valid, or into issues that name their place, to be sent back to the lead. */
export function parsePlan(
  answer: string,
  { revision, place, profiles, folder, overlap = 'serialise' }: PlanTerms,
): Result<Plan, readonly string[]> {
  const parsed = parseJson(answer, planAnswerSchema(profiles));
  if (!parsed.ok) return parsed;
  const issues = [
    ...sizeIssues(parsed.value),
    ...parsed.value.tasks.flatMap((task, index) => taskIssues(task, index, place)),
    ...(folder === undefined
      ? []
      : parsed.value.tasks.flatMap((task, index) => folderIssues(task, index, { place, folder }))),
    ...graphIssues(parsed.value),
  ];
  if (issues.length > 0) return fail(issues);

  const tasks = parsed.value.tasks.map((task) => toTask(task, place));
  const cycle = findCycle(tasks);
  if (cycle)
    return fail([`tasks: ${cycle.join(' → ')} depend on each other in a circle; remove one of these dependencies`]);
  return ok({
    revision,
    summary: parsed.value.summary.trim(),
    tasks,
    waves: wavesOf(tasks),
    warnings: warningsOf(tasks, overlap),
  });
}

function sizeIssues(plan: PlanAnswer): string[] {
  if (plan.tasks.length === 0) return ['tasks: there is none; a plan has at least one task'];
  return plan.tasks.length > maxTasks ? [`tasks: ${plan.tasks.length} are too many; at most ${maxTasks}`] : [];
}

function taskIssues(task: TaskAnswer, index: number, place: WorkspacePlace): string[] {
  const at = `tasks[${index}] (${task.id})`;
  const issues: string[] = [];
  if (!/^[A-Za-z][A-Za-z0-9_-]{0,19}$/.test(task.id)) issues.push(`${at}.id: use a short word like T${index + 1}`);
  if (task.title.trim() === '') issues.push(`${at}.title: is empty`);
  if (task.instructions.trim() === '') issues.push(`${at}.instructions: are empty; the worker sees nothing else`);
  if (task.criteria.length === 0)
    issues.push(`${at}.criteria: are empty; name at least one statement that can be checked`);
  if (task.writeScope.length === 0) issues.push(`${at}.writeScope: is empty; name the files the task may write`);
  const ids = task.criteria.map((criterion) => criterion.id);
  if (new Set(ids).size < ids.length) issues.push(`${at}.criteria: ids repeat (${ids.join(', ')})`);
  for (const path of [...task.reads, ...task.writeScope]) {
    const parsed = toWorkspaceGlob(path, place);
    if (!parsed.ok) issues.push(`${at}: ${parsed.error.message}`);
  }
  return issues;
}

/** What a task asks for outside of the run's folder. A path that is none is named by `taskIssues`. */
function folderIssues(
  task: TaskAnswer,
  index: number,
  { place, folder }: { readonly place: WorkspacePlace; readonly folder: string },
): string[] {
  return [...task.reads, ...task.writeScope].flatMap((path) => {
    const parsed = toWorkspaceGlob(path, place);
    if (!parsed.ok || isInFolder(parsed.value, folder)) return [];
    return [`tasks[${index}] (${task.id}): ${path} is outside of ${folder}, the folder that the goal is about`];
  });
}

function graphIssues(plan: PlanAnswer): string[] {
  const ids = plan.tasks.map((task) => task.id);
  const known = new Set(ids);
  const repeated = ids.filter((id, index) => ids.indexOf(id) !== index);
  return [
    ...repeated.map((id) => `tasks: the id ${id} is used more than once`),
    ...plan.tasks.flatMap((task) =>
      task.dependsOn
        .filter((dependency) => !known.has(dependency))
        .map((dependency) => `${task.id}.dependsOn: there is no task ${dependency}; the tasks are ${ids.join(', ')}`),
    ),
  ];
}

function toTask(answer: TaskAnswer, place: WorkspacePlace): Task {
  return {
    id: answer.id as TaskId,
    title: answer.title.trim(),
    instructions: answer.instructions.trim(),
    reads: answer.reads.map((path) => normalPath(path, place)),
    writeScope: answer.writeScope.map((path) => normalPath(path, place)),
    dependsOn: [...new Set(answer.dependsOn)] as TaskId[],
    criteria: answer.criteria,
    size: answer.size,
    ...(typeof answer.profile === 'string' && { profile: answer.profile }),
  };
}

/** The path was found valid by `taskIssues`; an invalid one here is a bug. */
function normalPath(path: string, place: WorkspacePlace): WorkspacePath {
  const parsed = toWorkspaceGlob(path, place);
  if (!parsed.ok) throw new Error(parsed.error.message);
  return parsed.value;
}

function warningsOf(tasks: readonly Task[], overlap: Overlap): PlanWarning[] {
  const warnings: PlanWarning[] = [];
  const needs = new Map(tasks.map(({ id }) => [id, dependenciesOf(tasks, id)]));
  if (tasks.length === 1) {
    const ids = tasks.map((task) => task.id);
    warnings.push({
      reason: 'single-task',
      tasks: ids,
      message: 'One task only: nothing runs in parallel, gates and review stay the same.',
    });
  }
  tasks.forEach((task, index) => {
    if (task.writeScope.some((scope) => scope === '**' || scope === '*' || scope === '**/*')) {
      warnings.push({
        reason: 'wide-scope',
        tasks: [task.id],
        message: wideScopeWarning(task.id, overlap),
      });
    }
    for (const other of tasks.slice(index + 1)) {
      const ordered = needs.get(other.id)?.has(task.id) === true || needs.get(task.id)?.has(other.id) === true;
      if (!ordered && scopesOverlap(task, other)) {
        const message = overlapWarning(task.id, other.id, overlap);
        warnings.push({ reason: 'overlapping-scopes', tasks: [task.id, other.id], message });
      }
    }
  });
  return warnings;
}

/** Whether two tasks might write the same file. */
export function scopesOverlap(one: Pick<Task, 'writeScope'>, other: Pick<Task, 'writeScope'>): boolean {
  return one.writeScope.some((left) => other.writeScope.some((right) => globsMayOverlap(left, right)));
}
