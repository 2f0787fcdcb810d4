import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { shownText } from '../../core/staging/read/standIn';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { disputeAt } from './conflictOf';
import { readConflictUri } from './uris';

/** The left side of a conflict: the file as the proposal has it. Read only; what was shown stays once the conflict is settled. */
export class FirstProvider implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** What the editor has, by URI. */
  private readonly provided = new Map<string, string>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChangeAny(() => this.refresh()));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.provided.delete(uri.toString())));
  }

  /** A tab of an earlier run must be answered with something: it is empty. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.textOf(uri) ?? this.provided.get(uri.toString()) ?? '';
    this.provided.set(uri.toString(), text);
    return text;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private textOf(uri: vscode.Uri): string | undefined {
    const document = readConflictUri(uri);
    const state = document && this.current.byId(document.runId)?.state;
    const dispute = state && disputeAt(state, document.taskId, document.path);
    return dispute && shownText(dispute.first.text ?? '');
  }

  private refresh(): void {
    for (const [key, had] of this.provided) {
      const uri = vscode.Uri.parse(key);
      if ((this.textOf(uri) ?? had) !== had) this.changed.fire(uri);
    }
  }
}
