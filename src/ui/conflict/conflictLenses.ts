import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { conflictCommands, schemes } from '../catalogue';
import { disputeAt, sideNames, standingOf } from './conflictOf';
import type { ConflictTarget } from './conflictTarget';
import { readConflictUri } from './uris';

/** What to decide, and the ways to, by the names of the tasks, for those who have CodeLens in diffs turned on. */
export class ConflictLenses implements vscode.CodeLensProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChangeAny(() => this.changed.fire()));
    this.owned.add(vscode.languages.registerCodeLensProvider({ scheme: schemes.conflict }, this));
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const document = readConflictUri(uri);
    if (!document) return [];
    const { runId, taskId, path } = document;
    const state = this.current.byId(runId)?.state;
    const task = state?.tasks.get(taskId);
    const dispute = state && disputeAt(state, taskId, path);
    if (!task || !dispute) return [];
    const target: ConflictTarget = { runId, taskId, path };
    const names = sideNames(task);
    const range = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { title, command, arguments: [target] });
    return [
      lens(`$(git-merge) ${standingOf(dispute, names)}`, ''),
      lens(`$(arrow-left) Take ${names.first}`, conflictCommands.takeFirst),
      lens(`$(arrow-right) Take ${names.second}`, conflictCommands.takeSecond),
      ...(dispute.both ? [lens('$(arrow-both) Take Both', conflictCommands.takeBoth)] : []),
      ...(dispute.isDecided ? [lens('$(check) Settle', conflictCommands.settleConflict)] : []),
    ];
  }

  dispose(): void {
    this.owned.dispose();
  }
}
