import * as vscode from 'vscode';

import type { Run } from '../../core/run/run';
import type { RunState } from '../../core/run/state';
import { changeOf } from '../../core/staging/read/proposal';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import { countOf } from '../../core/util/text';
import { views } from '../catalogue';
import { concernsSame, folderChoices } from '../goal/folderChoices';
import type { StatedGoal } from '../goal/goalInput';
import { isBusy } from '../plan/attention';
import type { PlanCommandsDeps } from './planCommandsDeps';
import type { Problem } from './problem';
import { goalOfArgument } from './targets';

/**
 * From a goal to a plan, one at a time. In a window of several folders a goal may be about one of them, and runs about different
 * ones stand side by side. A goal once typed is never lost: whatever stops us on the way, the next call starts with it.
 */
export class PlanCommand {
  private underWay = false;

  constructor(private readonly deps: PlanCommandsDeps) {}

  /** `argument` may be the goal itself, alone or with the name of its folder, for callers that have one. A call while another one asks for a goal shows its form. */
  async plan(argument: unknown): Promise<Result<void, Problem>> {
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
      return fail({
        reason: 'no-folder',
        message: 'Lead/Worker plans changes in a folder, and none is open. Open one, or look at the demo.',
      });
    }
    if (this.underWay) return this.deps.goal.reveal() ? ok(undefined) : fail(asking);
    this.underWay = true;
    try {
      return await this.carryOut(argument);
    } finally {
      this.underWay = false;
    }
  }

  private async carryOut(argument: unknown): Promise<Result<void, Problem>> {
    const { deps } = this;
    const folders = deps.folders();
    const choices = folderChoices(folders, deps.current.all);
    const isFull = choices.length > 0 ? choices.every(({ disabled }) => disabled) : isAnyBusy(deps.current.all);
    if (isFull) return fail(busy);
    const stated = goalOfArgument(argument) ?? (await deps.goal.ask(choices));
    if (stated === undefined) return ok(undefined);
    const { goal } = stated;
    const folder = folders.length > 1 ? stated.folder : undefined;
    deps.goal.keep(goal);
    if (folder !== undefined && !folders.includes(folder)) return fail(noSuchFolder(folder, folders));
    const inTheWay = (): readonly Run[] =>
      deps.current.all.filter(({ state }) => concernsSame(state.setup.folder, folder));
    // The form may have stood open for long: what counts are the runs of now.
    if (isAnyBusy(inTheWay())) return fail(busy);
    for (const run of inTheWay()) if (!(await mayReplace(run))) return ok(undefined);
    if (!(await deps.models.hasModel()) && !(await deps.models.setUp())) {
      return fail({
        reason: 'model-no-key',
        message: 'No model is set up yet. Your goal is kept for the next "Plan a Change…".',
      });
    }
    const gates = await deps.gates.offerOnce();
    if (!gates.ok) return gates;
    // Nor may one be lost that was started meanwhile.
    if (isAnyBusy(inTheWay())) return fail(busy);
    for (const run of inTheWay()) await run.discard();
    const run = await start(deps, { goal, folder });
    if (!run.ok) return run;
    deps.current.add(run.value);
    await vscode.commands.executeCommand(`${views.plan}.focus`);
    const planned = await planWithProgress(run.value);
    // A lead that could not be reached, or was stopped, has made nothing of the goal yet.
    if (planned.ok) deps.goal.forget();
    return planned;
  }
}

const asking: Problem = {
  reason: 'planning',
  message: 'A change is being planned already. Answer what it asks, or stop it.',
};

const busy: Problem = {
  reason: 'busy',
  message: 'A run is under way. Stop it before you plan another change; a goal you typed is kept.',
};

function noSuchFolder(folder: string, folders: readonly string[]): Problem {
  return {
    reason: 'no-folder',
    message: `There is no folder ${folder} in this window; there are ${folders.join(', ')}.`,
  };
}

function isAnyBusy(runs: readonly Run[]): boolean {
  return runs.some(({ state }) => isBusy(state));
}

async function start(deps: PlanCommandsDeps, { goal, folder }: StatedGoal): Promise<Result<Run, Problem>> {
  deps.contextKeys.setStarting(true);
  try {
    const runtime = await deps.loadRuntime();
    return await runtime.startRun(goal, folder);
  } finally {
    deps.contextKeys.setStarting(false);
  }
}

/** Whether the user lets go of what the last run planned and nobody approved, or proposed and nobody applied. */
async function mayReplace(run: Run | undefined): Promise<boolean> {
  const loss = run && lossOf(run.state);
  if (loss === undefined) return true;
  const button = 'Discard and Plan';
  const detail = 'Nothing of it will be written; its journal stays.';
  return (await vscode.window.showWarningMessage(loss, { modal: true, detail }, button)) === button;
}

/** What would be lost with a run, as a question; `undefined` when that is nothing. */
function lossOf({ phase, proposal, tasks }: RunState): string | undefined {
  const left = [...proposal.values()].filter((file) => changeOf(file) !== undefined).length;
  if (left > 0) return `Discard the present run with its changes to ${countOf(left, 'file')}?`;
  if (phase === 'interrupted') return 'Discard the interrupted run?';
  return phase === 'plan-ready' ? `Discard the plan of ${countOf(tasks.size, 'task')} that waits for you?` : undefined;
}

async function planWithProgress(run: Run): Promise<Result<void, Problem>> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'Lead/Worker: the lead plans', cancellable: true },
    async (progress, token) => {
      const heard = run.onDidProgress(({ text }) => progress.report({ message: text }));
      const cancelled = token.onCancellationRequested(() => {
        run.stop().catch((error: unknown) => progress.report({ message: `could not stop: ${describeError(error)}` }));
      });
      try {
        return await run.plan();
      } finally {
        heard.dispose();
        cancelled.dispose();
      }
    },
  );
}
