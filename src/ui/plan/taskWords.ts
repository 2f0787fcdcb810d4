import type { Verdict } from '../../core/gates/verdict';
import { sideNames } from '../conflict/conflictOf';
import { withheldTasks } from '../../core/run/revisionRuling';
import { standingIn } from '../../core/run/standings';
import type { RunState, TaskState } from '../../core/run/state';
import { unreachable } from '../../core/util/result';
import { isRed, isUnmeasured, latestVerdicts } from './attention';
import type { RowIcon } from './row';

/** The icon of a task's status. */
export function taskIcon(task: TaskState): RowIcon {
  switch (task.status) {
    case 'waiting':
      return { id: 'circle-outline' };
    case 'working':
      return { id: 'sync~spin', color: 'charts.blue' };
    case 'gating':
      return { id: 'beaker', color: 'charts.blue' };
    case 'held':
      return { id: 'debug-pause', color: 'charts.yellow' };
    case 'assessing':
      return { id: 'eye', color: 'charts.blue' };
    case 'resolving':
      return { id: 'git-merge', color: 'charts.blue' };
    case 'asking':
      return { id: 'question', color: 'charts.yellow' };
    case 'accepted':
      return { id: 'pass-filled', color: 'testing.iconPassed' };
    case 'failed':
      return { id: 'error', color: 'testing.iconFailed' };
    case 'blocked':
      return { id: 'circle-slash', color: 'testing.iconFailed' };
    case 'conflict':
      return { id: 'warning', color: 'testing.iconErrored' };
    case 'skipped':
      return { id: 'debug-step-over', color: 'testing.iconSkipped' };
    case 'interrupted':
      return { id: 'debug-disconnect', color: 'charts.yellow' };
    case 'stopped':
      return { id: 'debug-stop', color: 'testing.iconSkipped' };
    default:
      return unreachable(task.status);
  }
}

/** One line on where a task stands: `working · editing src/a.ts`. `progress` is the newest thing it was heard doing. */
export function taskStanding(task: TaskState, state: RunState, progress: string | undefined): string {
  const attempt = task.attempts.length > 1 ? `attempt ${task.attempts.length}` : '';
  switch (task.status) {
    case 'waiting':
      return waitingWords(task, state);
    case 'working':
      return joined(task.merging ? 'merging' : 'working', attempt, progress);
    case 'gating':
      return joined('measuring', attempt, progress);
    case 'held':
      return heldWords(task, state);
    case 'assessing':
      return task.attempts.at(-1)?.failure
        ? joined(
            task.attempts.at(-1)?.failure?.reason === 'blocked' ? 'blocked' : 'came to nothing',
            'the lead decides',
            attempt,
          )
        : joined('the lead is assessing', attempt);
    case 'resolving':
      return joined(clashWords(task), 'the lead decides');
    case 'asking':
      return 'the lead asks you';
    case 'accepted':
      return joined('accepted', measuredWords(task, state), attempt);
    case 'failed':
      return failedWords(task, state);
    case 'blocked':
      return joined('blocked', firstLine(task.failure?.message));
    case 'conflict':
      return joined(clashWords(task), namesOf([...new Set(task.conflicts.map((conflict) => conflict.path))]));
    case 'skipped':
      return joined('skipped', missing(task, state));
    case 'interrupted':
      return joined('interrupted', attempt);
    case 'stopped':
      return 'stopped';
    default:
      return unreachable(task.status);
  }
}

/** Whether a worker is at its merge, which has a row of its own that says how far it is. */
export function isBeingMerged({ merging, status }: TaskState): boolean {
  return merging !== null && ['waiting', 'working', 'gating', 'assessing'].includes(status);
}

/** Where a task stands meanwhile. */
export function mergedElsewhere(task: TaskState): string {
  return joined(clashWords(task), 'a worker merges');
}

/** What stands beside an acceptance that no green gate stands for. */
function measuredWords(task: TaskState, state: RunState): string {
  const known = latestVerdicts(task).filter((verdict) => isKnown(verdict, task, state));
  if (known.length > 0) return `${namesOf(known.map(({ gate }) => gate))} red as before the run`;
  return isUnmeasured(task) ? 'unmeasured' : '';
}

function isKnown(verdict: Verdict, task: TaskState, state: RunState): boolean {
  return standingIn(state, verdict, task.attempts.at(-1)?.changeSet?.changes) === 'known';
}

function waitingWords(task: TaskState, state: RunState): string {
  const pending = task.task.dependsOn.filter((id) => state.tasks.get(id)?.status !== 'accepted');
  if (state.phase === 'plan-ready') return pending.length > 0 ? `after ${pending.join(', ')}` : '';
  if (withheldTasks(state).has(task.task.id)) return 'waits for your word on the plan';
  if (pending.length > 0) return `waits for ${pending.join(', ')}`;
  return task.feedback === null ? 'waits for its turn' : 'waits for its turn · sent back';
}

function clashWords(task: TaskState): string {
  return `conflict with ${sideNames(task).first}`;
}

function heldWords(task: TaskState, state: RunState): string {
  if (task.heldPaths.length > 0) return `held: look at ${namesOf(task.heldPaths)}`;
  const red = latestVerdicts(task).filter((verdict) => isRed(verdict, state));
  const unmeasured = red.filter(({ outcome }) => outcome === 'could-not-run');
  if (unmeasured.length > 0) return `held: gate ${namesOf(unmeasured.map(({ gate }) => gate))} could not run`;
  const unclear = red.filter((verdict) => standingIn(state, verdict) === 'unclear');
  return unclear.length > 0
    ? `held: gate ${namesOf(unclear.map(({ gate }) => gate))} was red before the run too`
    : 'held';
}

function failedWords(task: TaskState, state: RunState): string {
  const red = latestVerdicts(task).filter((verdict) => isRed(verdict, state) && !isKnown(verdict, task, state));
  if (red.length > 0) return `failed a gate: ${namesOf(red.map((verdict) => verdict.gate))}`;
  return joined('failed', firstLine(task.failure?.message));
}

function missing(task: TaskState, state: RunState): string {
  const lost = task.task.dependsOn.filter((id) => state.tasks.get(id)?.status !== 'accepted');
  return lost.length > 0 ? `${lost.join(', ')} did not make it` : '';
}

function joined(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join(' · ');
}

/** The first two names, and how many more there are. */
export function namesOf(names: readonly string[]): string {
  return names.length > 2 ? `${names.slice(0, 2).join(', ')} and ${names.length - 2} more` : names.join(', ');
}

function firstLine(text: string | undefined): string {
  return (text ?? '').split('\n', 1)[0] ?? '';
}
