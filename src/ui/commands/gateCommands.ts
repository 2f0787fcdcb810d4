import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import type { TaskState } from '../../core/run/state';
import { fail, ok, type Result } from '../../core/util/result';
import { isHeldForRepair, isHeldForReview, latestVerdicts, isRed, redGates } from '../plan/attention';
import { openHeldChange } from '../plan/heldChange';
import type { Problem } from './problem';
import { noRun, pickTask } from './runCommands';
import { gateOfArgument, taskOfArgument } from './targets';

/** The commands around gates that wait for the user. Remembers which held changes were shown: only those may be released. */
export class GateCommands {
  private readonly shown = new Set<string>();

  constructor(private readonly current: CurrentRun) {}

  /** Opens the change that holds the gates, and then asks whether they may run. */
  async show(argument: unknown): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const task = await pickTask(run, argument, { fits: isHeldForReview, title: 'Show the change of which task?' });
    if (!task.ok) return task;
    return task.value ? this.showAndAsk(run, task.value) : ok(undefined);
  }

  /** Lets the gates of a task run. What was not shown yet is shown first. */
  async release(argument: unknown): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const task = await pickTask(run, argument, { fits: isHeldForReview, title: 'Run the gates of which task?' });
    if (!task.ok) return task;
    if (!task.value) return ok(undefined);
    if (!this.shown.has(versionOf(run, task.value))) return this.showAndAsk(run, task.value);
    return run.releaseGates(task.value.task.id);
  }

  /** Runs gates again that could not run. */
  async retry(argument: unknown): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const task = await pickTask(run, argument, { fits: isHeldForRepair, title: 'Run the gates of which task again?' });
    if (!task.ok) return task;
    return task.value ? run.retryGates(task.value.task.id) : ok(undefined);
  }

  /** Lets a red gate not count, with a reason that goes on record. */
  async waive(argument: unknown): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const gate = await this.pickGate(run, argument);
    if (!gate.ok) return gate;
    if (gate.value === undefined) return ok(undefined);
    const reason = await vscode.window.showInputBox({
      title: `Waive the gate "${gate.value}" for this run`,
      prompt: 'Why may the change go on without it? The reason goes into the journal and the report.',
      ignoreFocusOut: true,
      validateInput: (text) => (text.trim() === '' ? 'A waiver needs a reason.' : undefined),
    });
    return reason === undefined ? ok(undefined) : run.waiveGate(gate.value, reason.trim());
  }

  private async showAndAsk(run: Run, task: TaskState): Promise<Result<void, Problem>> {
    await openHeldChange(run.state, task);
    this.shown.add(versionOf(run, task));
    const button = 'Run the Gates';
    const message = `${task.task.id} changes what the gates run from. A gate runs this code with your rights. Run the gates on it?`;
    const answer = await vscode.window.showWarningMessage(message, button);
    return answer === button ? run.releaseGates(task.task.id) : ok(undefined);
  }

  private async pickGate(run: Run, argument: unknown): Promise<Result<string | undefined, Problem>> {
    const named = gateOfArgument(argument);
    if (named !== undefined) return ok(named);
    const task = taskOfArgument(argument, run.state);
    const ofTask = task
      ? latestVerdicts(task)
          .filter((verdict) => isRed(verdict, run.state))
          .map((verdict) => verdict.gate)
      : [];
    const gates = ofTask.length > 0 ? ofTask : redGates(run.state);
    const [only] = gates;
    if (only === undefined)
      return fail({ reason: 'no-gate', message: 'No required gate is red: there is nothing to waive.' });
    if (gates.length === 1) return ok(only);
    return ok(await vscode.window.showQuickPick([...gates], { title: 'Waive which gate?', ignoreFocusOut: true }));
  }
}

function versionOf(run: Run, task: TaskState): string {
  const attempt = task.attempts.at(-1);
  return [run.state.runId, task.task.id, attempt?.changeSet?.digest ?? ''].join('/');
}
