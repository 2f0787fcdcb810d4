import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { RunState, TaskState } from '../../core/run/state';
import type { FileChange } from '../../core/staging/read/changeSet';
import type { Disposable } from '../../core/util/disposable';
import { schemes } from '../catalogue';

type Side = 'before' | 'after';

/** Serves both sides of the changes of attempts that are not in the proposal, read only. */
export function registerHeldChanges(current: CurrentRun): Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(schemes.held, {
    provideTextDocumentContent(uri) {
      const state = current.get()?.state;
      for (const task of state?.tasks.values() ?? []) {
        for (const change of task.attempts.flatMap((attempt) => attempt.changeSet?.changes ?? [])) {
          if (state && heldUri(state, task, { change, side: 'before' }).path === uri.path) return change.before ?? '';
          if (state && heldUri(state, task, { change, side: 'after' }).path === uri.path) return change.after ?? '';
        }
      }
      return 'This change belongs to a run that is not open any more.';
    },
  });
}

/** Opens the files that hold a task's gates back, or all it changed when the gates name none. */
export async function openHeldChange(state: RunState, task: TaskState): Promise<void> {
  const changes = task.attempts.at(-1)?.changeSet?.changes ?? [];
  const held = changes.filter((change) => task.heldPaths.includes(change.path));
  const shown = held.length > 0 ? held : changes;
  const [only] = shown;
  const title = `${task.task.id} ${task.task.title}: what holds the gates`;
  if (only && shown.length === 1) {
    const left = heldUri(state, task, { change: only, side: 'before' });
    const right = heldUri(state, task, { change: only, side: 'after' });
    await vscode.commands.executeCommand('vscode.diff', left, right, `${only.path} (${title})`, { preview: false });
    return;
  }
  const resources = shown.map((change) => [
    heldUri(state, task, { change, side: 'after' }),
    change.before === null ? undefined : heldUri(state, task, { change, side: 'before' }),
    change.after === null ? undefined : heldUri(state, task, { change, side: 'after' }),
  ]);
  await vscode.commands.executeCommand('vscode.changes', title, resources);
}

/** Names one side of one attempt's change; another attempt has another address, so that its text never changes. */
function heldUri(
  state: RunState,
  task: TaskState,
  file: { readonly change: FileChange; readonly side: Side },
): vscode.Uri {
  const attempt = task.attempts.find((candidate) => candidate.changeSet?.changes.includes(file.change))?.attempt ?? 0;
  return vscode.Uri.from({
    scheme: schemes.held,
    path: `/${state.runId}/${task.task.id}.${attempt} ${file.side}/${file.change.path}`,
  });
}
