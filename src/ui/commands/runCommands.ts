import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import type { TaskState } from '../../core/run/state';
import { changeOf } from '../../core/staging/read/proposal';
import { fail, ok, type Result } from '../../core/util/result';
import { countOf } from '../../core/util/text';
import { isBusy, isRetryable, stoppedTasks } from '../plan/attention';
import { taskStanding } from '../plan/taskWords';
import type { Problem } from './problem';
import { taskOfArgument } from './targets';

/** The failure of every command that needs a run and finds none. */
export const noRun: Problem = {
  reason: 'no-run',
  message: 'There is no run. Start one with "Lead/Worker: Plan a Change…".',
};

/** Approves the plan and sees the run through; its failure is this command's. */
export async function approve(current: CurrentRun): Promise<Result<void, Problem>> {
  const run = current.get();
  if (!run) return fail(noRun);
  if (!vscode.workspace.isTrusted) {
    const message =
      'This folder is in Restricted Mode. Workers and gates run once you trust it; the plan stays as it is.';
    return fail({ reason: 'untrusted', message });
  }
  return run.approve();
}

/** Keeps anything from beginning until the user has it go on. */
export async function pause(current: CurrentRun): Promise<Result<void, Problem>> {
  const run = current.get();
  return run ? run.pause() : fail(noRun);
}

/** Goes on with a run that is paused, or whose window went away while it was under way; its failure is this command's. */
export async function resume(current: CurrentRun): Promise<Result<void, Problem>> {
  const run = current.get();
  return run ? run.resume() : fail(noRun);
}

/** Stops what is under way. */
export async function stop(current: CurrentRun): Promise<Result<void, Problem>> {
  const run = current.get();
  if (!run) return fail(noRun);
  await run.stop();
  return ok(undefined);
}

/** Gives the run up, asking first when work would be lost. */
export async function discard(current: CurrentRun): Promise<Result<void, Problem>> {
  const run = current.get();
  if (!run) return fail(noRun);
  const changed = [...run.state.proposal.values()].filter((file) => changeOf(file) !== undefined).length;
  const busy = isBusy(run.state);
  if (changed > 0 || busy) {
    const button = busy ? 'Stop and Discard' : 'Discard Run';
    const proposed = changed > 0 ? `It has proposed changes to ${countOf(changed, 'file')}. ` : '';
    const detail = `${proposed}Nothing more of it will be written; the journal stays.`;
    const question = busy ? 'Stop this run and discard it?' : 'Discard this run?';
    if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, button)) !== button)
      return ok(undefined);
  }
  await run.discard();
  return ok(undefined);
}

/**
 * A new attempt on a task that failed, is blocked, in conflict or was stopped. Called on no task, it offers to go on with
 * everything that was stopped as well.
 */
export async function retryTask(current: CurrentRun, argument: unknown): Promise<Result<void, Problem>> {
  const run = current.get();
  if (!run) return fail(noRun);
  const stopped = stoppedTasks(run.state).length;
  if (stopped > 1 && !taskOfArgument(argument, run.state)) {
    const everything = { label: 'Everything that was stopped', description: countOf(stopped, 'task') };
    const one = { label: 'One task…', description: 'The others stay as they are.' };
    const picked = await vscode.window.showQuickPick([everything, one], { title: 'Retry', ignoreFocusOut: true });
    if (!picked) return ok(undefined);
    if (picked === everything) return run.retryStopped();
  }
  const task = await pickTask(run, argument, { fits: isRetryable, title: 'Retry which task?' });
  if (!task.ok) return task;
  return task.value ? run.retryTask(task.value.task.id) : ok(undefined);
}

/** Which tasks to offer, and the question to offer them with. */
interface TaskChoice {
  readonly title: string;
  fits(task: TaskState): boolean;
}

/** The task of the argument, or the user's pick among those that fit; `undefined` when the user cancelled. */
export async function pickTask(
  run: Run,
  argument: unknown,
  choice: TaskChoice,
): Promise<Result<TaskState | undefined, Problem>> {
  const named = taskOfArgument(argument, run.state);
  if (named) return ok(named);
  const fitting = [...run.state.tasks.values()].filter((task) => choice.fits(task));
  const [only] = fitting;
  if (!only) return fail({ reason: 'no-task', message: 'No task of this run waits for that now.' });
  if (fitting.length === 1) return ok(only);
  const items = fitting.map((task) => ({
    label: `${task.task.id} ${task.task.title}`,
    description: taskStanding(task, run.state, undefined),
    task,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: choice.title, ignoreFocusOut: true });
  return ok(picked?.task);
}
