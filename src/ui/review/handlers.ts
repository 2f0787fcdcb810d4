import * as vscode from 'vscode';

import type { Run } from '../../core/run/run';
import { describeError } from '../../core/util/result';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { saveProposals } from './typing';
import type { ReviewDeps } from './services';
import { readTarget } from './target';

/** What a command of the review does; `argument` is what the menu stood on. */
export type ReviewHandler = (run: Run, argument: unknown) => Promise<void>;

/** Registers commands that need a run. One that is called without any says so, and a defect is logged and shown. */
export function registerHandlers(deps: ReviewDeps, handlers: Readonly<Record<string, ReviewHandler>>): Disposable {
  const owned = new DisposableStore();
  for (const [command, handler] of Object.entries(handlers)) {
    owned.add(
      vscode.commands.registerCommand(command, (argument: unknown) => call(deps, { command, handler }, argument)),
    );
  }
  return owned;
}

async function call(
  deps: ReviewDeps,
  { command, handler }: { readonly command: string; readonly handler: ReviewHandler },
  argument: unknown,
): Promise<void> {
  const run = runOf(deps, argument);
  if (!run) {
    await vscode.window.showInformationMessage('There is nothing to review: no run is open.');
    return;
  }
  try {
    // What was typed a moment ago belongs to what is decided about. A refused save has told the user why.
    if (!(await saveProposals())) return;
    // So does what was typed in the files themselves. Where that fails, so will what is to be done, and say why.
    await run.catchUp();
    await handler(run, argument);
  } catch (error) {
    deps.logger.error(`${command} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    await vscode.window.showErrorMessage(`Lead/Worker: ${describeError(error)} The log has more.`);
  }
}

/** The run that a row, a document or a lens belongs to; else the one that is shown. */
function runOf({ current }: ReviewDeps, argument: unknown): Run | undefined {
  const target = readTarget(argument);
  return (target && current.byId(target.runId)) ?? current.get();
}

/** Shows why something was not done, with the way out in the message. Resolves at once: a notification may stay for long. */
export function tell(message: string): void {
  void vscode.window.showWarningMessage(message);
}
