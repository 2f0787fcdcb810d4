import type { Digest } from '../ports/services';
import { mergePreferring } from '../staging/write/merge';
import type { EarlierText } from '../staging/write/overlay';
import type { WorkspacePath } from '../util/paths';
import type { MergeStart } from './events';
import { digestOf } from './mergeTask';
import { mergeApart, type ClashingChange, type KeptChange } from './merging';
import type { MergeOrder, RunState, TaskState } from './state';

/**
 * What a worker that merges starts from, on the proposal as it is now: all of the clashing change that merges, and in the files that
 * clash the first side's text where the two are in each other's way.
 */
export interface PlannedMerge {
  readonly start: MergeStart;
  /** To be laid over the proposal. */
  readonly texts: readonly EarlierText[];
}

/** Plans a merge that the lead has ordered. */
export function planMerge(run: RunState, task: TaskState, order: MergeOrder, digest: Digest): PlannedMerge {
  const attempt = task.attempts.find((candidate) => candidate.attempt === order.of);
  if (!attempt?.changeSet || !attempt.clash)
    throw new Error(`Attempt ${order.of} of ${task.task.id} has nothing to merge.`);
  const { kept, clashing } = mergeApart(run, {
    author: { type: 'task', taskId: task.task.id, attempt: order.of },
    changes: attempt.changeSet.changes,
    laid: new Set(attempt.clash.laid),
  });
  return {
    start: {
      conflicts: clashing.flatMap(({ conflicts }) => conflicts),
      paths: clashingPaths(clashing),
      kept: kept.map(({ from, to }) => ({
        paths: from.path === to.path ? [to.path] : [to.path, from.path],
        digest: digestOf(to.text, digest),
      })),
    },
    texts: [...kept.map(textOfKept), ...clashing.flatMap(textOfClashing)],
  };
}

/** Every place that a clash is about: where the file stands, and where either side wants it or had it. */
export function clashingPaths(clashing: readonly ClashingChange[]): readonly WorkspacePath[] {
  const paths = clashing.flatMap(({ change, present, conflicts }) => [
    present.file.path,
    change.path,
    change.movedFrom,
    ...conflicts.flatMap(({ path, places }) => [path, places?.ours, places?.theirs]),
  ]);
  return [...new Set(paths.filter((path) => path !== undefined && path !== null))].sort();
}

function textOfKept({ from, to }: KeptChange): EarlierText {
  return { ...to, ...(from.path !== to.path && from.text !== null && { movedFrom: from.path }) };
}

/** Only lines can be merged in part; of all else the worker is told, and has the first side's file. */
function textOfClashing({ change, present, conflicts }: ClashingChange): readonly EarlierText[] {
  if (!conflicts.every(({ kind }) => kind === 'lines')) return [];
  const text = mergePreferring('ours', change.before, present.file.text, change.after);
  return [{ path: present.file.path, text }];
}
