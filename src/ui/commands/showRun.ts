import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { Disposable } from '../../core/util/disposable';
import { fail, ok, type Result } from '../../core/util/result';
import { runStanding } from '../plan/runRow';
import { readReviewUri } from '../review/uris';
import type { Problem } from './problem';
import { noRun } from './runCommands';
import { runOfArgument } from './targets';

/** Shows another one of the open runs in the tree and the status bar: the argument's, or the user's pick. */
export async function showRun(current: CurrentRun, argument: unknown): Promise<Result<void, Problem>> {
  const named = runOfArgument(argument);
  if (named !== undefined && current.show(named)) return ok(undefined);
  if (!current.get()) return fail(noRun);
  const items = current.all.map(({ state }) => ({
    label: state.setup.folder ?? 'All folders',
    description: runStanding(state),
    detail: state.setup.goal.trim().split('\n', 1)[0] ?? '',
    runId: state.runId,
  }));
  if (items.length < 2) return fail({ reason: 'no-run', message: 'No other run is open in this window.' });
  const picked = await vscode.window.showQuickPick(items, { title: 'Show which run?', ignoreFocusOut: true });
  if (picked) current.show(picked.runId);
  return ok(undefined);
}

/** Shows the run whose file is being reviewed: what the tree says and what its buttons do is then about that. */
export function followEditor(current: CurrentRun): Disposable {
  return vscode.window.onDidChangeActiveTextEditor((editor) => {
    const document = editor && readReviewUri(editor.document.uri);
    if (document) current.show(document.runId);
  });
}
