import type { FileReview } from '../../core/review/hunk';
import { isOpen } from '../../core/run/retrying';
import type { RunState } from '../../core/run/state';
import { unreachable } from '../../core/util/result';
import { countOf } from '../../core/util/text';
import { acceptedTasks, hasFailedWholly, hasProposal, isBusy, settledTasks, stoppedTasks } from './attention';
import { decidedWords, decisionContext } from './reviewRows';
import type { PlanRow, RowIcon } from './row';
import { runTooltip } from './tooltips';

/** What the row shows beside the run's state. */
export interface RunDetails {
  readonly progress: string | undefined;
  /** Why it is only looked at. */
  readonly readOnly: string | undefined;
}

/** The first row: where the run stands, which is what people look for first, and the goal behind it. */
export function runRow(state: RunState, reviews: readonly FileReview[], { progress, readOnly }: RunDetails): PlanRow {
  const hunks = reviews.flatMap((review) => review.hunks);
  const goal = state.setup.goal.trim().split('\n', 1)[0] ?? '';
  const words = [
    readOnly === undefined ? '' : `read only, ${readOnly}`,
    isBusy(state) ? (progress ?? '') : '',
    hunks.length > 0 && !isBusy(state) && state.phase !== 'applied' ? decidedWords(hunks) : '',
    state.setup.scripted ? 'demo model' : '',
    state.setup.folder ?? '',
    goal,
  ];
  const label = capitalised(runStanding(state));
  const description = words.filter((word) => word !== '').join(' · ');
  return {
    type: 'run',
    runId: state.runId,
    hunkIds: hunks.map(({ hunk }) => hunk.id),
    id: `${state.runId}/run`,
    label,
    description,
    icon: runIcon(state),
    context:
      readOnly === undefined
        ? runContext(state, hunks.length > 0 ? `reviewable ${decisionContext(hunks)}` : '')
        : 'run resumable',
    spoken: `Run: ${label}, ${description}`,
    tooltip: () => runTooltip(state),
    click: null,
    expanded: false,
    children: [],
  };
}

/** Where a run stands, in a few words; the status bar says the same. */
export function runStanding(state: RunState): string {
  const total = state.tasks.size;
  switch (state.phase) {
    case 'planning':
      return 'planning';
    case 'plan-ready':
      return `plan of ${countOf(total, 'task')}, waits for your approval`;
    case 'running': {
      const done = `${settledTasks(state).length} of ${countOf(total, 'task')} done`;
      return state.paused ? `paused, ${done}` : done;
    }
    case 'stopping':
      return 'stopping';
    case 'review':
      return reviewWords(state);
    case 'applied':
      return `applied to ${countOf(state.appliedPaths.length, 'file')}`;
    case 'stopped':
    case 'aborted':
      return endedWords(state);
    case 'interrupted':
      return interruptedWords(state);
    case 'failed':
      return 'failed';
    case 'discarded':
      return 'discarded';
    default:
      return unreachable(state.phase);
  }
}

/** A standing as the beginning of a line. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function reviewWords(state: RunState): string {
  if (hasFailedWholly(state)) return 'no task made it; retry or discard';
  const accepted = acceptedTasks(state).length;
  const left = hasProposal(state) ? 'ready for review' : 'nothing was changed';
  return accepted === state.tasks.size ? left : `${accepted} of ${state.tasks.size} accepted, ${left}`;
}

/** A stop is not the end of it: says how much there is to go on with. */
function endedWords(state: RunState): string {
  const left = stoppedTasks(state).length;
  return left === 0 ? state.phase : `${state.phase}, ${countOf(left, 'task')} to retry`;
}

/** What is left to go on with after its window went away; nothing goes on by itself. */
function interruptedWords(state: RunState): string {
  if (!state.plan) return 'interrupted while planning';
  return `interrupted, ${settledTasks(state).length} of ${countOf(state.tasks.size, 'task')} done`;
}

/** How a run looks at a glance. */
export function runIcon(state: RunState): RowIcon {
  if (state.paused) return { id: 'debug-pause', color: 'charts.yellow' };
  switch (state.phase) {
    case 'planning':
    case 'running':
    case 'stopping':
      return { id: 'sync~spin', color: 'charts.blue' };
    case 'plan-ready':
      return { id: 'list-tree', color: 'charts.yellow' };
    case 'review':
      return hasFailedWholly(state)
        ? { id: 'error', color: 'testing.iconFailed' }
        : { id: 'eye', color: 'charts.yellow' };
    case 'applied':
      return { id: 'pass-filled', color: 'testing.iconPassed' };
    case 'failed':
    case 'aborted':
      return { id: 'error', color: 'testing.iconFailed' };
    case 'interrupted':
      return { id: 'debug-disconnect', color: 'charts.yellow' };
    case 'stopped':
    case 'discarded':
      return { id: 'debug-stop', color: 'testing.iconSkipped' };
    default:
      return unreachable(state.phase);
  }
}

function runContext(state: RunState, review: string): string {
  const words = ['run', state.phase];
  if (state.phase === 'plan-ready') words.push('approvable');
  if (isBusy(state) && state.phase !== 'stopping') words.push('stoppable');
  if (isOpen(state) && !isBusy(state) && stoppedTasks(state).length > 0) words.push('retryable');
  if (state.phase === 'running' && !state.paused) words.push('pausable');
  if (state.phase === 'interrupted' || state.paused) words.push('resumable');
  if (state.applies.length > 0 && !isBusy(state)) words.push('undoable');
  if (review !== '') words.push(review);
  return words.join(' ');
}
