import { conflictQuote } from '../agent/conflictQuote';
import { quoteData } from '../agent/quote';
import type { Task } from '../plan/plan';
import type { Author, ChangeSet } from '../staging/read/changeSet';
import type { Digest } from '../ports/services';
import { literalGlob } from '../util/globs';
import type { MergeOrder, RunState, TaskState } from './state';

/** Characters of one side of one clash that the worker is shown; a clash over whole files has whole files for sides. */
const sideLimit = 30_000;

/**
 * What the newest attempt of a task is to do: the task itself or, where the lead gave its conflict to a worker, the merge. Its
 * criteria are those of all tasks involved, and its write scope is exactly the conflicting files.
 */
export function taskInHand(run: Pick<RunState, 'tasks'>, state: TaskState): Task {
  const { task, merging } = state;
  if (!merging) return task;
  const others = firstTasks(run, clashOf(state, merging));
  const paths = merging.start?.paths ?? [];
  return {
    ...task,
    title: `Merge two changes: ${task.title}`,
    instructions: mergeInstructions(state, merging, others),
    reads: paths,
    writeScope: paths.map(literalGlob),
    criteria: [
      ...task.criteria,
      ...others.flatMap((other) => other.criteria.map(({ id, text }) => ({ id: `${other.id}.${id}`, text }))),
    ],
  };
}

/**
 * The same with the scope that its change set is measured by: what the clashing change did beside the conflict is in it, to the
 * letter. A worker has no way to write there; the gate holds it to that.
 */
export function taskToMeasure(
  run: Pick<RunState, 'tasks'>,
  state: TaskState,
  { changeSet, digest }: { readonly changeSet: ChangeSet; readonly digest: Digest },
): Task {
  const task = taskInHand(run, state);
  const kept = state.merging?.start?.kept ?? [];
  const untouched = kept.filter(({ paths, digest: expected }) => {
    const change = changeSet.changes.find(({ path }) => path === paths[0]);
    return change !== undefined && digestOf(change.after, digest) === expected;
  });
  return { ...task, writeScope: [...task.writeScope, ...untouched.flatMap(({ paths }) => paths).map(literalGlob)] };
}

/** Tells what a file holds; `null`: it is not there. */
export function digestOf(text: string | null, digest: Digest): string {
  return digest(JSON.stringify(text));
}

/** The tasks among these authors, each once. */
export function firstTasks(run: Pick<RunState, 'tasks'>, authors: readonly Author[]): readonly Task[] {
  const ids = new Set(authors.flatMap((author) => (author.type === 'task' ? [author.taskId] : [])));
  return [...ids].flatMap((id) => run.tasks.get(id)?.task ?? []);
}

function clashOf({ attempts }: TaskState, { of }: MergeOrder): readonly Author[] {
  return attempts.find(({ attempt }) => attempt === of)?.clash?.with ?? [];
}

function mergeInstructions(state: TaskState, { instructions }: MergeOrder, others: readonly Task[]): string {
  const { task, conflicts } = state;
  const ours = others.length > 0 ? others.map(({ id }) => id).join(', ') : 'what came first';
  return [
    `Two changes of the same files clash, and you bring them together: what ${ours} made came first, ${task.id} came second. Your copy holds the first whole, and the second but for the places below, where it has the text of the first. Put what the second wants in there too, and lose nothing of either that is not in the other's way.`,
    `What must hold in the end:\n${instructions}`,
    ...[...others, task].map(({ id, title, instructions: asked }) =>
      [`What ${id} (${title}) was asked for:`, quoteData('instructions', asked)].join('\n'),
    ),
    `What clashes:\n${conflicts.map((conflict) => conflictQuote(conflict, { ours, theirs: task.id }, sideLimit)).join('\n')}`,
  ].join('\n\n');
}
