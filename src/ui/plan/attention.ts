import type { Verdict } from '../../core/gates/verdict';
import type { TaskId } from '../../core/plan/plan';
import type { HeldSource } from '../../core/run/heldSource';
import { isOpen } from '../../core/run/retrying';
import { builtInGates } from '../../core/run/ruling';
import { underWayStatuses, type RunPhase, type RunState, type TaskState, type TaskStatus } from '../../core/run/state';
import { changeOf } from '../../core/staging/read/proposal';

/** Statuses that nothing but the user moves on. */
const retryableStatuses: ReadonlySet<TaskStatus> = new Set(['failed', 'blocked', 'conflict', 'stopped']);

const busyPhases: ReadonlySet<RunPhase> = new Set(['planning', 'running', 'stopping']);

/** Whether models or gates may be at work. */
export function isBusy(state: RunState): boolean {
  return busyPhases.has(state.phase);
}

/** Whether a worker is at a task, and can be told something. */
export function isWorking(task: TaskState): boolean {
  return task.status === 'working';
}

/** Whether the user may end the work on a task, or keep it from beginning. */
export function isStoppable(task: TaskState, { phase }: RunState): boolean {
  return phase === 'running' && (underWayStatuses.has(task.status) || task.status === 'waiting');
}

/** Whether the user may give a task to another worker profile, of which there has to be one. */
export function isReassignable(task: TaskState, state: RunState): boolean {
  const hasOther = (state.setup.profiles ?? []).length > 0;
  return hasOther && (isStoppable(task, state) || (isRetryable(task) && isOpen(state)));
}

/** Whether the user may ask for a new attempt on a task. */
export function isRetryable(task: TaskState): boolean {
  return retryableStatuses.has(task.status);
}

/** Tasks that a stop or an abort cut short, or kept from starting. */
export function stoppedTasks(state: RunState): readonly TaskState[] {
  return [...state.tasks.values()].filter((task) => task.status === 'stopped');
}

/** Gates of a task wait until the user has seen a change: it touches what they run from. */
export function isHeldForReview(task: TaskState): boolean {
  return task.status === 'held' && task.heldPaths.length > 0;
}

/** A change that gates wait for the user to see. */
export interface HeldChange {
  /** `null`: the merged proposal's. */
  readonly taskId: TaskId | null;
  /** Whose change it is: `T1 Parse dates`. */
  readonly whose: string;
  readonly sources: readonly HeldSource[];
}

/** All changes that gates wait for the user to see, tasks' before the merged proposal's. */
export function heldChanges(state: RunState): readonly HeldChange[] {
  const ofTasks = [...state.tasks.values()].filter(isHeldForReview).map(({ task, heldSources }) => ({
    taskId: task.id,
    whose: `${task.id} ${task.title}`,
    sources: heldSources,
  }));
  const merged = { taskId: null, whose: 'The merged proposal', sources: state.heldProposal };
  return state.heldProposal.length > 0 ? [...ofTasks, merged] : ofTasks;
}

/** Gates of a task wait because a required one could not run. */
export function isHeldForRepair(task: TaskState): boolean {
  return task.status === 'held' && task.heldPaths.length === 0;
}

/** Whether a verdict stands in the way: required, not passed and not waived. */
export function isRed(verdict: Verdict, state: RunState): boolean {
  const measured = verdict.outcome === 'failed' || verdict.outcome === 'could-not-run';
  return measured && verdict.required && !state.waivers.has(verdict.gate);
}

/** Verdicts of a task's newest attempt. */
export function latestVerdicts(task: TaskState): readonly Verdict[] {
  return task.attempts.at(-1)?.verdicts ?? [];
}

/** Whether the user may let a verdict not count: of the built-in gates none can be waived. */
export function isWaivable(verdict: Verdict, state: RunState): boolean {
  return isRed(verdict, state) && !builtInGates.has(verdict.gate);
}

/** Gates that stand in the way of a task, and that the user may waive. */
export function waivableGates(task: TaskState, state: RunState): readonly string[] {
  if (task.status === 'accepted') return [];
  return latestVerdicts(task)
    .filter((verdict) => isWaivable(verdict, state))
    .map((verdict) => verdict.gate);
}

/** Gates that are red somewhere the user may waive them: on a task, the merged proposal, or what was chosen. */
export function redGates(state: RunState): readonly string[] {
  const ofTasks = [...state.tasks.values()].flatMap((task) => waivableGates(task, state));
  const merged = [...state.proposalVerdicts, ...state.chosenVerdicts].filter((verdict) => isWaivable(verdict, state));
  return [...new Set([...ofTasks, ...merged.map((verdict) => verdict.gate)])];
}

/** How many things wait for the user and for nobody else. Hunks are not counted: there is no hurry in them. */
export function waitingForUser(state: RunState): number {
  const held = [...state.tasks.values()].filter((task) => task.status === 'held').length;
  const merged = state.heldProposal.length > 0 ? 1 : 0;
  const clashing = [...state.tasks.values()].filter((task) => task.status === 'conflict').length;
  return (
    state.questions.length +
    held +
    merged +
    clashing +
    (state.phase === 'plan-ready' || state.phase === 'interrupted' ? 1 : 0)
  );
}

/** Tasks that came to their end, however it was. */
export function settledTasks(state: RunState): readonly TaskState[] {
  const settled: ReadonlySet<TaskStatus> = new Set([...retryableStatuses, 'accepted', 'skipped']);
  return [...state.tasks.values()].filter((task) => settled.has(task.status));
}

/** Tasks whose change is in the proposal. */
export function acceptedTasks(state: RunState): readonly TaskState[] {
  return [...state.tasks.values()].filter((task) => task.status === 'accepted');
}

/** Whether anything is proposed, decided or not. */
export function hasProposal(state: RunState): boolean {
  return [...state.proposal.values()].some((file) => changeOf(file) !== undefined);
}

/** Whether the run came to its end with nothing in hand. */
export function hasFailedWholly(state: RunState): boolean {
  return state.phase === 'review' && acceptedTasks(state).length === 0 && !hasProposal(state);
}

/** Whether no command gate measured what a task wrote. */
export function isUnmeasured(task: TaskState): boolean {
  return !latestVerdicts(task).some((verdict) => !builtInGates.has(verdict.gate) && verdict.outcome === 'passed');
}
