import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import { fail, ok, type Result } from '../../core/util/result';
import { heldChanges, isHeldForRepair, redGates, waivableGates, type HeldChange } from '../plan/attention';
import { openHeld } from '../plan/heldChange';
import { plainMessage, type Problem } from './problem';
import { noRun, pickTask } from './runCommands';
import { gateOfArgument, taskOfArgument } from './targets';

/** The commands around gates that wait for the user. Remembers which versions were shown: only those are released. */
export class GateCommands {
  private readonly shown = new Set<string>();

  constructor(private readonly current: CurrentRun) {}

  /** Opens the change that holds the gates, and then asks whether they may run. */
  async show(argument: unknown): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const change = await pickChange(run, argument, 'Show which change?');
    if (!change.ok) return change;
    return change.value ? this.showAndAsk(run, change.value) : ok(undefined);
  }

  /** Lets gates run on a change. What was not shown yet is shown first. */
  async release(argument: unknown): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const change = await pickChange(run, argument, 'Run the gates on which change?');
    if (!change.ok) return change;
    if (!change.value) return ok(undefined);
    const versions = versionsOf(change.value);
    if (!versions.every((version) => this.shown.has(version))) return this.showAndAsk(run, change.value);
    return run.releaseGates(versions);
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

  /** The question may be answered much later: what it releases is what was shown with it, whatever waits by then. */
  private async showAndAsk(run: Run, change: HeldChange): Promise<Result<void, Problem>> {
    await openHeld(run.state.runId, { whose: change.whose, sides: 'Before ↔ Proposed' }, change.sources);
    const versions = versionsOf(change);
    for (const version of versions) this.shown.add(version);
    const button = 'Run the Gates';
    const message = `${change.whose} changes what the gates run from. A gate runs this code with your rights. Run the gates on it?`;
    const answer = await vscode.window.showWarningMessage(plainMessage(message), button);
    return answer === button ? run.releaseGates(versions) : ok(undefined);
  }

  private async pickGate(run: Run, argument: unknown): Promise<Result<string | undefined, Problem>> {
    const named = gateOfArgument(argument);
    if (named !== undefined) return ok(named);
    const task = taskOfArgument(argument, run.state);
    const ofTask = task ? waivableGates(task, run.state) : [];
    const gates = ofTask.length > 0 ? ofTask : redGates(run.state);
    const [only] = gates;
    if (only === undefined)
      return fail({ reason: 'no-gate', message: 'No required gate is red: there is nothing to waive.' });
    if (gates.length === 1) return ok(only);
    return ok(await vscode.window.showQuickPick([...gates], { title: 'Waive which gate?', ignoreFocusOut: true }));
  }
}

function versionsOf({ sources }: HeldChange): readonly string[] {
  return sources.map(({ fingerprint }) => fingerprint);
}

/** The change of the argument's task or row, or the user's pick; `undefined` when the user cancelled. */
async function pickChange(
  run: Run,
  argument: unknown,
  title: string,
): Promise<Result<HeldChange | undefined, Problem>> {
  const all = heldChanges(run.state);
  const task = taskOfArgument(argument, run.state);
  const isMerged = typeof argument === 'object' && argument !== null && 'type' in argument && argument.type === 'held';
  const fitting = task
    ? all.filter(({ taskId }) => taskId === task.task.id)
    : all.filter(({ taskId }) => !isMerged || taskId === null);
  const [only] = fitting;
  if (!only) return fail({ reason: 'no-change', message: 'No gate waits for you to look at a change now.' });
  if (fitting.length === 1) return ok(only);
  const items = fitting.map((change) => ({
    label: change.whose,
    description: change.sources.map(({ path }) => path).join(', '),
    change,
  }));
  const picked = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  return ok(picked?.change);
}
