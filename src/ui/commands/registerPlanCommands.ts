import * as vscode from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { ok, type Result } from '../../core/util/result';
import { planCommands } from '../catalogue';
import { registerHeldChanges } from '../plan/heldChange';
import { registerPlanTexts } from '../plan/planDiff';
import { showCheck } from '../setup/checkView';
import { CommandTable } from './commandTable';
import { registerFailureNotices } from './failureNotices';
import { GateCommands } from './gateCommands';
import { PlanCommand } from './planCommand';
import type { PlanCommandsDeps } from './planCommandsDeps';
import type { Problem } from './problem';
import { answerQuestion, registerQuestionNotices } from './questionCommands';
import { undoApply, watchForApplies } from './undoCommand';
import { followEditor, showRun } from './showRun';
import { approve, discard, pause, resume, retryTask, stop } from './runCommands';
import { TaskCommands } from './taskCommands';

/** Registers every command of planning, running and set-up, and the notices that go with them. */
export function registerPlanCommands(deps: PlanCommandsDeps): Disposable {
  const owned = new DisposableStore();
  const table = owned.add(new CommandTable(deps.logger));
  owned.add(registerQuestionNotices(deps));
  owned.add(registerFailureNotices(deps));
  owned.add(registerHeldChanges(deps.current));
  owned.add(registerPlanTexts());
  owned.add(watchForApplies(deps));
  owned.add(followEditor(deps.current));
  const gates = new GateCommands(deps.current);
  const tasks = new TaskCommands(deps.current);
  const plan = new PlanCommand(deps);

  table.register(planCommands.plan, (argument) => plan.plan(argument));
  table.register(planCommands.approve, () => approve(deps.current));
  table.register(planCommands.stop, () => stop(deps.current));
  table.register(planCommands.pause, () => pause(deps.current));
  table.register(planCommands.resume, () => resume(deps.current));
  table.register(planCommands.discard, () => discard(deps.current));
  table.register(planCommands.showRun, (argument) => showRun(deps.current, argument));
  table.register(planCommands.retryTask, (argument) => retryTask(deps.current, argument));
  table.register(planCommands.retryTaskWithNote, (argument) => tasks.retryWithNote(argument));
  table.register(planCommands.stopTask, (argument) => tasks.stop(argument));
  table.register(planCommands.tellWorker, (argument) => tasks.tell(argument));
  table.register(planCommands.reassignTask, (argument) => tasks.reassign(argument));
  table.register(planCommands.answerQuestion, (argument) => answerQuestion(deps.current, argument));
  table.register(planCommands.showHeldChange, (argument) => gates.show(argument));
  table.register(planCommands.releaseGates, (argument) => gates.release(argument));
  table.register(planCommands.retryGates, (argument) => gates.retry(argument));
  table.register(planCommands.waiveGate, (argument) => gates.waive(argument));
  table.register(planCommands.undoApply, () => undoApply(deps));
  table.register(planCommands.setUp, async () => {
    await deps.models.setUp();
    return ok(undefined);
  });
  table.register(planCommands.selectModels, async () => {
    await deps.models.select();
    return ok(undefined);
  });
  table.register(planCommands.checkSetUp, async () => {
    const runtime = await deps.loadRuntime();
    await showCheck((signal) => runtime.checkSetUp(signal));
    return ok(undefined);
  });
  table.register(planCommands.configureGates, () => deps.gates.configure());
  table.register(planCommands.openDemo, () => deps.openDemo());
  table.register(planCommands.deleteAllData, () => deleteAllData(deps));
  table.register(planCommands.showLog, async () => {
    deps.showLog();
    return ok(undefined);
  });
  return owned;
}

async function deleteAllData(deps: PlanCommandsDeps): Promise<Result<void, Problem>> {
  const button = 'Delete All Data';
  const detail =
    'Journals of this workspace (they hold text of your source), its shadow copies and confirmations, the demo workspaces and the ' +
    'stored API key go. Your files, your settings and what belongs to other workspaces stay. This cannot be undone.';
  const answer = await vscode.window.showWarningMessage(
    'Delete all that Lead/Worker has stored for this workspace?',
    { modal: true, detail },
    button,
  );
  if (answer !== button) return ok(undefined);
  for (const run of deps.current.all) {
    await run.stop();
    await run.discard();
  }
  const deleted = await deps.deleteAllData();
  if (!deleted.ok) return deleted;
  await vscode.window.showInformationMessage(`Lead/Worker: ${deleted.value}`);
  return ok(undefined);
}
