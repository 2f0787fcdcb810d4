import * as vscode from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { contextKeys, schemes } from '../catalogue';
import { cursorIn, hunkAtCursor } from './cursor';
import { reviewsOf } from './reviewsOf';
import type { ReviewDeps } from './services';
import { openHunks } from './walk';

/** Keeps the context keys of the review in step: the only place that sets them. */
export class ReviewContext implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly told = new Map<string, boolean>();

  constructor(private readonly deps: ReviewDeps) {
    const update = (): void => this.update();
    this.owned.add(deps.current.onDidChange(update));
    this.owned.add(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor.document.uri.scheme === schemes.proposal) update();
      }),
    );
    this.owned.add(vscode.window.onDidChangeActiveTextEditor(update));
    this.update();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private update(): void {
    const state = this.deps.current.get()?.state;
    const cursor = state && cursorIn(state, vscode.window.activeTextEditor);
    this.tell(
      contextKeys.hasOpenHunks,
      state !== undefined && reviewsOf(state).some((review) => openHunks(review).length > 0),
    );
    this.tell(contextKeys.hunkAtCursor, hunkAtCursor(cursor)?.choice === 'open');
  }

  private tell(key: string, value: boolean): void {
    if (this.told.get(key) === value) return;
    this.told.set(key, value);
    vscode.commands
      .executeCommand('setContext', key, value)
      .then(undefined, (error: unknown) => this.deps.logger.error(`Context key ${key}: ${String(error)}`));
  }
}
