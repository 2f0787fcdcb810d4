import * as vscode from 'vscode';

import type { Run } from '../../core/run/run';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import { countOf } from '../../core/util/text';
import { views } from '../catalogue';
import { isBusy } from '../plan/attention';
import type { PlanCommandsDeps } from './planCommandsDeps';
import type { Problem } from './problem';

/**
 * From a goal to a plan. A goal once typed is never lost: whatever stops us on the way, the next call starts with it.
 * `argument` may be the goal itself, for callers that have one.
 */
export async function planChange(deps: PlanCommandsDeps, argument: unknown): Promise<Result<void, Problem>> {
  if ((vscode.workspace.workspaceFolders ?? []).length === 0) {
    return fail({
      reason: 'no-folder',
      message: 'Lead/Worker plans changes in a folder, and none is open. Open one, or look at the demo.',
    });
  }
  const before = deps.current.get();
  if (before && isBusy(before.state)) {
    return fail({ reason: 'busy', message: 'A run is under way. Stop it before you plan another change.' });
  }
  const goal = typeof argument === 'string' && argument.trim() !== '' ? argument.trim() : await deps.goal.ask();
  if (goal === undefined) return ok(undefined);
  deps.goal.keep(goal);
  if (before && !(await mayReplace(before))) return ok(undefined);
  if (!(await deps.models.hasModel()) && !(await deps.models.setUp())) {
    return fail({
      reason: 'model-no-key',
      message: 'No model is set up yet. Your goal is kept for the next "Plan a Change…".',
    });
  }
  const gates = await deps.gates.offerOnce();
  if (!gates.ok) return gates;
  const run = await start(deps, goal);
  if (!run.ok) return run;
  deps.current.set(run.value);
  await vscode.commands.executeCommand(`${views.plan}.focus`);
  const planned = await planWithProgress(run.value);
  // A lead that could not be reached, or was stopped, has made nothing of the goal yet.
  if (planned.ok) deps.goal.forget();
  return planned;
}

async function start(deps: PlanCommandsDeps, goal: string): Promise<Result<Run, Problem>> {
  deps.contextKeys.setStarting(true);
  try {
    const runtime = await deps.loadRuntime();
    return await runtime.startRun(goal);
  } finally {
    deps.contextKeys.setStarting(false);
  }
}

/** Whether the user lets go of what the last run proposed and nobody applied. */
async function mayReplace(run: Run): Promise<boolean> {
  const left = [...run.state.proposal.values()].filter((file) => file.base !== file.text).length;
  if (left > 0) {
    const discard = 'Discard and Plan';
    const detail =
      'Its proposal has not been applied, or not all of it. Nothing of it will be written; the journal stays.';
    const message = `Discard the present run with its changes to ${countOf(left, 'file')}?`;
    if ((await vscode.window.showWarningMessage(message, { modal: true, detail }, discard)) !== discard) return false;
  }
  await run.discard();
  return true;
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
