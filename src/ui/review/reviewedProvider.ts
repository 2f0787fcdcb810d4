import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { reviewedUri } from './documents';
import { reviewsOf } from './reviewsOf';
import { readReviewUri } from './uris';

/** The left side of the review: base and accepted hunks. Read only, and what apply will write. */
export class ReviewedProvider implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** What the editor has, by URI. */
  private readonly provided = new Map<string, string>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChange(() => this.refresh()));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.provided.delete(uri.toString())));
  }

  /** A tab of an earlier run must be answered with something: it is empty. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    const text = this.textOf(uri);
    this.provided.set(uri.toString(), text);
    return text;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private textOf(uri: vscode.Uri): string {
    const document = readReviewUri(uri);
    const state = this.current.get()?.state;
    if (!document || state?.runId !== document.runId) return '';
    return reviewsOf(state).find(({ path }) => path === document.path)?.reviewed ?? '';
  }

  private refresh(): void {
    const state = this.current.get()?.state;
    if (!state) return;
    for (const review of this.provided.size === 0 ? [] : reviewsOf(state)) {
      const uri = reviewedUri(state.runId, review.path);
      const had = this.provided.get(uri.toString());
      if (had !== undefined && had !== (review.reviewed ?? '')) this.changed.fire(uri);
    }
  }
}
