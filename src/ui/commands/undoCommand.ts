import * as vscode from 'vscode';

import type { RunFailure } from '../../core/run/failure';
import type { Undoable } from '../../core/run/undoable';
import type { Disposable } from '../../core/util/disposable';
import type { WorkspacePath } from '../../core/util/paths';
import { describeError, fail, ok, type Result } from '../../core/util/result';
import type { PlanCommandsDeps } from './planCommandsDeps';
import type { Problem } from './problem';
import { hasOthers, undoneWords, undoQuestion } from './undoWords';

const undo = 'Undo';
const leaveOut = 'Undo Without Them';

/**
 * "Undo Last Apply": takes back what was written last in this workspace, by the run in the window or, after a reload or a crash, by
 * one that is only in its journal.
 */
export async function undoApply(deps: PlanCommandsDeps): Promise<Result<void, Problem>> {
  const found = await lastApplied(deps);
  if (!found.ok) return found;
  if (!found.value) {
    deps.contextKeys.setNothingToUndo(true);
    void vscode.window.showInformationMessage('Nothing is left to undo in this workspace.');
    return ok(undefined);
  }
  return ask(deps, found.value, []);
}

/** Keeps the command out of sight while there is surely nothing for it to do. */
export function watchForApplies(deps: PlanCommandsDeps): Disposable {
  const { current, contextKeys, logger } = deps;
  deps.hasJournals().then(
    (has) => {
      if (!has) contextKeys.setNothingToUndo(true);
    },
    (error: unknown) => logger.warn(`The journals cannot be listed: ${describeError(error)}`),
  );
  return current.onDidChangeAny((change) => {
    if (change?.event.type === 'apply-started') contextKeys.setNothingToUndo(false);
  });
}

async function lastApplied(deps: PlanCommandsDeps): Promise<Result<Undoable | undefined, RunFailure>> {
  const run = deps.current.get();
  if (run && run.state.applies.length > 0) return ok(run);
  return (await deps.loadRuntime()).lastApplied();
}

async function ask(
  deps: PlanCommandsDeps,
  run: Undoable,
  without: readonly WorkspacePath[],
): Promise<Result<void, Problem>> {
  const planned = await run.planUndo({ without });
  if (!planned.ok) return offerWayOut(deps, run, { failure: planned.error, without });
  if (planned.value.writes.length > 0) {
    const { message, detail } = undoQuestion(run.state, planned.value);
    const answer = await vscode.window.showInformationMessage(message, { modal: true, detail }, undo);
    if (answer !== undo) return ok(undefined);
  }
  const undone = await run.undo({ without });
  if (!undone.ok) return offerWayOut(deps, run, { failure: undone.error, without });
  void vscode.window.showInformationMessage(undoneWords(undone.value, deps.current.get() === run));
  return ok(undefined);
}

async function offerWayOut(
  deps: PlanCommandsDeps,
  run: Undoable,
  { failure, without }: { readonly failure: RunFailure; readonly without: readonly WorkspacePath[] },
): Promise<Result<void, Problem>> {
  const left = [...new Set([...without, ...(failure.paths ?? [])])];
  if (left.length === without.length || !hasOthers(run.state, left)) return fail(failure);
  if ((await vscode.window.showWarningMessage(failure.message, leaveOut)) !== leaveOut) return ok(undefined);
  return ask(deps, run, left);
}
