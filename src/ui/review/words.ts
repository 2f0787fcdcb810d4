import { taskOf, type TaskId } from '../../core/plan/plan';
import type { Hunk, ReviewedHunk } from '../../core/review/hunk';
import { isStandIn } from '../../core/staging/read/standIn';
import type { RunState } from '../../core/run/state';
import { countOf } from '../../core/util/text';

/** The tasks that had a part in some hunks, in the plan's order. */
export function tasksBehind(state: RunState, hunks: readonly Hunk[]): readonly TaskId[] {
  const ids = new Set(
    hunks.flatMap((hunk) => hunk.authors.flatMap((author) => (author.type === 'task' ? [author.taskId] : []))),
  );
  return [...state.tasks.keys()].filter((id) => ids.has(id));
}

/** Whose work a hunk is: `T2 Parse dates`, `T2 Parse dates and you`. */
export function authorOf(state: RunState, hunk: Hunk): string {
  const tasks = tasksBehind(state, [hunk]).map((id) => `${id} ${titleOf(state, id)}`.trim());
  const names = hunk.authors.some((author) => author.type === 'user') ? [...tasks, 'you'] : tasks;
  if (names.length === 0) return 'Unknown';
  return names.length === 1 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** The criteria that the tasks behind a hunk have to meet, one line each. */
export function criteriaOf(state: RunState, hunk: Hunk): readonly string[] {
  return tasksBehind(state, [hunk]).flatMap(
    (id) => state.tasks.get(id)?.task.criteria.map((criterion) => `${criterion.id} ${criterion.text}`) ?? [],
  );
}

/** What a hunk does, in few words: `3 lines added`, `new file`, `2 lines replaced by 5`. */
export function describeHunk(hunk: Hunk): string {
  if (hunk.kind === 'create') return 'new file';
  if (hunk.kind === 'delete') return 'file deleted';
  if (hunk.kind === 'move') return `file moved from ${hunk.movedFrom ?? ''}`;
  if (hunk.whitespaceOnly) return 'only white space differs';
  if (hunk.baseLines.some(isStandIn)) return 'a file that is not text, replaced by text';
  const before = hunk.baseLines.length;
  const after = hunk.proposedLines.length;
  if (before === 0) return `${countOf(after, 'line')} added`;
  if (after === 0) return `${countOf(before, 'line')} removed`;
  return before === after ? `${countOf(after, 'line')} changed` : `${countOf(before, 'line')} replaced by ${after}`;
}

/** Where a hunk stands on the right side, for people and for the worker it is sent back to: `src/a.ts, line 3`. */
export function placeOf({ hunk, proposedLine }: ReviewedHunk): string {
  if (hunk.kind !== 'edit') return hunk.path;
  const first = proposedLine + 1;
  const last = proposedLine + Math.max(1, hunk.proposedLines.length);
  return first === last ? `${hunk.path}, line ${first}` : `${hunk.path}, lines ${first}-${last}`;
}

/** Accepted tasks that build on any of these tasks, directly or not: what they wrote may not hold without it. */
export function dependentsOf(state: RunState, tasks: readonly TaskId[]): readonly TaskId[] {
  const reached = new Set(tasks);
  // The plan's waves are in topological order, so one pass sees every dependency before its dependents.
  for (const id of state.plan?.waves.flat() ?? []) {
    const { dependsOn } = state.plan ? taskOf(state.plan, id) : { dependsOn: [] };
    if (dependsOn.some((dependency) => reached.has(dependency))) reached.add(id);
  }
  return [...reached].filter((id) => !tasks.includes(id) && state.tasks.get(id)?.status === 'accepted');
}

function titleOf(state: RunState, id: TaskId): string {
  return state.tasks.get(id)?.task.title ?? '';
}
