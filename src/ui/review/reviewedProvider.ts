import * as vscode from 'vscode';

import type { FileReview } from '../../core/review/hunk';
import type { CurrentRun } from '../../core/run/currentRun';
import { shownText } from '../../core/staging/read/standIn';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { WorkspacePath } from '../../core/util/paths';
import { reviewAt, reviewsOf } from './reviewsOf';
import { readReviewUri } from './uris';

/** The left side of the review: base and accepted hunks. Read only, and what apply will write. */
export class ReviewedProvider implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** What the editor has, by URI, and of which file: the place that a URI names is no file's any more once a move was applied. */
  private readonly provided = new Map<string, { readonly text: string; readonly path: WorkspacePath | undefined }>();

  readonly onDidChange = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChangeAny(() => this.refresh()));
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => void this.provided.delete(uri.toString())));
  }

  /** A tab of an earlier run must be answered with something: it is empty. */
  provideTextDocumentContent(uri: vscode.Uri): string {
    const review = this.reviewOf(uri);
    const text = shownText(review?.reviewed ?? '');
    this.provided.set(uri.toString(), { text, path: review?.path });
    return text;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private reviewOf(uri: vscode.Uri): FileReview | undefined {
    const document = readReviewUri(uri);
    const state = document && this.current.byId(document.runId)?.state;
    if (!state) return undefined;
    const reviews = reviewsOf(state);
    const path = this.provided.get(uri.toString())?.path;
    return reviewAt(reviews, document) ?? reviews.find((review) => review.path === path);
  }

  private refresh(): void {
    for (const [key, had] of this.provided) {
      const uri = vscode.Uri.parse(key);
      const review = this.reviewOf(uri);
      if (review && had.text !== shownText(review.reviewed ?? '')) this.changed.fire(uri);
    }
  }
}
