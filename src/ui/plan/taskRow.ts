import type { ReviewedHunk } from '../../core/review/hunk';
import { isOpen } from '../../core/run/retrying';
import type { RunState, TaskState } from '../../core/run/state';
import { planCommands } from '../catalogue';
import {
  isHeldForRepair,
  isHeldForReview,
  isReassignable,
  isRetryable,
  isStoppable,
  isWorking,
  waivableGates,
} from './attention';
import { decisionContext, fileRows, pendingRows, type OwnedReviews } from './reviewRows';
import type { PlanRow } from './row';
import { isBeingMerged, mergedElsewhere, taskIcon, taskStanding } from './taskWords';
import { taskTooltip } from './tooltips';

/** The id of a task's row, to reveal it. */
export function taskRowId(runId: string, taskId: string): string {
  return `${runId}/${taskId}`;
}

/** A task with its files beneath: those in the proposal once it is accepted, else what its newest attempt wrote. */
export function taskRow(task: TaskState, run: RunState, details: TaskDetails): PlanRow {
  const { id, title } = task.task;
  const accepted = fileRows(run.runId, { type: 'task', taskId: id }, details.reviews);
  const written = task.attempts.at(-1)?.changeSet?.changes ?? [];
  const inProposal = accepted.length > 0;
  const hunks = (details.reviews.get(id) ?? []).flatMap((review) => review.hunks);
  const standing = isBeingMerged(task) ? mergedElsewhere(task) : taskStanding(task, run, details.progress);
  const own = reviewStanding(task, run, hunks);
  const description = own === '' ? standing : `${standing} · ${own}`;
  return {
    type: 'task',
    runId: run.runId,
    taskId: id,
    hunkIds: hunks.map(({ hunk }) => hunk.id),
    id: taskRowId(run.runId, id),
    label: `${id} ${title}`,
    description,
    icon: taskIcon(task),
    context: taskContext(task, run, inProposal ? `reviewable ${decisionContext(hunks)}` : ''),
    spoken: `Task ${id}, ${title}, ${description === '' ? 'planned' : description}`,
    tooltip: () => taskTooltip(task, run, details.estimate),
    click: isHeldForReview(task) ? planCommands.showHeldChange : null,
    expanded: false,
    children: inProposal ? accepted : pendingRows(run, id, written),
  };
}

/** How far the user is with what a task proposed; the lead's acceptance is another thing, and has its own word. */
function reviewStanding(task: TaskState, run: RunState, hunks: readonly ReviewedHunk[]): string {
  const open = hunks.filter(({ choice }) => choice === 'open').length;
  if (open > 0) return `${open} to review`;
  if (hunks.some(({ choice }) => choice === 'accepted')) return 'reviewed';
  const written = task.attempts.at(-1)?.changeSet?.changes ?? [];
  if (task.status === 'accepted' && written.some(({ path }) => run.appliedPaths.includes(path))) return 'applied';
  return hunks.length > 0 ? 'rejected by you' : '';
}

/** What a task's row shows beside its state. */
export interface TaskDetails {
  /** Newest line of progress; gone with the next status. */
  readonly progress: string | undefined;
  readonly reviews: OwnedReviews;
  /** What it may take, in words, before it has begun. */
  readonly estimate?: string | undefined;
}

function taskContext(task: TaskState, run: RunState, review: string): string {
  const words = ['task', task.status];
  if (isHeldForReview(task)) words.push('unseen');
  if (isHeldForRepair(task)) words.push('regatable');
  if (waivableGates(task, run).length > 0) words.push('waivable');
  if (isRetryable(task) && isOpen(run)) words.push('retryable');
  if (isStoppable(task, run)) words.push('haltable');
  if (isWorking(task)) words.push('tellable');
  if (isReassignable(task, run)) words.push('reassignable');
  if (review !== '') words.push(review);
  return words.join(' ');
}
