import type { StatedFinding } from '../lead/assessment';
import type { Conflict, Proposal, ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import { clashAuthors } from './clashAuthors';
import type { AttemptKey, RunEvent } from './events';
import { lostSides } from './lostSides';
import { firstTasks } from './mergeTask';
import { mergeApart, type AcceptedChanges } from './merging';
import { clashingAttempt } from './resolveRuling';
import { taskStateOf, type RunState } from './state';

/** A change set that could not be merged: what clashes, with whom, and what its author saw, so that it can be merged later. */
export function clashEvent(run: RunState, key: AttemptKey, accepted: AcceptedChanges): RunEvent {
  const { clashing } = mergeApart(run, accepted);
  return {
    type: 'merge-conflicted',
    ...key,
    conflicts: clashing.flatMap(({ conflicts }) => conflicts),
    with: clashAuthors(run.proposal, clashing),
    laid: [...accepted.laid].sort(),
  };
}

/**
 * What of either side is not in a merge that is about to be accepted. Of a task that was done again on what came first, only the
 * first side counts: its own change is a new one.
 */
export function lostInMerge(
  run: RunState,
  key: AttemptKey,
  merged: { readonly files: readonly ProposalFile[]; readonly left: readonly WorkspacePath[] },
): readonly StatedFinding[] {
  const task = taskStateOf(run, key.taskId);
  if (task.conflicts.length === 0) return [];
  const first = firstTasks(run, clashingAttempt(task)?.clash?.with ?? []).map(({ id }) => id as string);
  const sides = { ours: first.length > 0 ? first.join(', ') : 'What came first', theirs: key.taskId };
  const looked = task.merging ? (['ours', 'theirs'] as const) : (['ours'] as const);
  return task.conflicts.flatMap((conflict) => {
    const file = standing(run.proposal, merged, conflict);
    return lostSides({ conflict, sides, path: file?.path ?? conflict.path, text: file?.text ?? null }, looked);
  });
}

/** The file that a conflict is about, as the merge leaves it. */
function standing(
  proposal: Proposal,
  { files, left }: { readonly files: readonly ProposalFile[]; readonly left: readonly WorkspacePath[] },
  { path, places }: Conflict,
): ProposalFile | undefined {
  const after = new Map([...proposal].filter(([place]) => !left.includes(place)));
  for (const file of files) after.set(file.path, file);
  const wanted = [path, places?.ours, places?.theirs].filter((place) => place !== undefined && place !== null);
  return (
    wanted.flatMap((place) => after.get(place) ?? []).find(({ text }) => text !== null) ??
    [...after.values()].find(({ movedFrom, steps }) =>
      wanted.some((place) => movedFrom === place || steps.some((step) => step.movedFrom === place)),
    )
  );
}
