import type { FileReview } from '../../core/review/hunk';
import { acceptedChange } from '../../core/review/sides';
import { isOpen } from '../../core/run/retrying';
import { isUnsettled } from '../../core/run/resolveRuling';
import type { RunState } from '../../core/run/state';
import { contextKeys } from '../catalogue';
import { isBusy, isReassignable, isRetryable, isStoppable, isWorking, redGates } from './attention';

/** Where the view stands when no run is current. */
export type RestingStage = 'none' | 'starting' | 'discarded';

/** The same for a run that is only looked at: nothing of it can be acted on but to go on with it here. */
export function readOnlyValues(state: RunState | undefined): Readonly<Record<string, string | boolean>> {
  const offered = contextValues(state, 'none', []);
  const denied = Object.keys(offered).filter((key) => key !== contextKeys.stage);
  return { ...offered, ...Object.fromEntries(denied.map((key) => [key, key === contextKeys.canResume])) };
}

/** The values of our context keys, but for the two that the review sets and the one of the set-up. */
export function contextValues(
  state: RunState | undefined,
  resting: RestingStage,
  reviews: readonly FileReview[],
): Readonly<Record<string, string | boolean>> {
  const tasks = [...(state?.tasks.values() ?? [])];
  return {
    [contextKeys.stage]: state?.phase ?? resting,
    [contextKeys.canApprove]: state?.phase === 'plan-ready',
    [contextKeys.canStop]: state !== undefined && isBusy(state) && state.phase !== 'stopping',
    [contextKeys.canPause]: state?.phase === 'running' && !state.paused,
    [contextKeys.canResume]: state?.phase === 'interrupted' || state?.paused === true,
    [contextKeys.canDiscard]: state !== undefined && !isBusy(state),
    [contextKeys.canApply]: state?.applying !== true && reviews.some((review) => acceptedChange(review) !== undefined),
    [contextKeys.hasQuestions]: (state?.questions.length ?? 0) > 0,
    [contextKeys.hasHeldTask]:
      tasks.some((task) => task.status === 'held') || (state !== undefined && state.heldProposal.length > 0),
    [contextKeys.hasStoppableTask]: state !== undefined && tasks.some((task) => isStoppable(task, state)),
    [contextKeys.hasWorkingTask]: tasks.some(isWorking),
    [contextKeys.hasReassignableTask]: state !== undefined && tasks.some((task) => isReassignable(task, state)),
    [contextKeys.hasRetryableTask]: state !== undefined && isOpen(state) && tasks.some(isRetryable),
    [contextKeys.hasRedGate]: state !== undefined && redGates(state).length > 0,
    [contextKeys.hasConflict]: tasks.some(isUnsettled),
    [contextKeys.hasProposal]: reviews.some((review) => review.hunks.length > 0),
  };
}
