import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { reviewCommands, schemes } from '../catalogue';
import { clashSentence, clashWords } from './clashWords';
import { reviewsOf } from './reviewsOf';
import type { ReviewTarget } from './target';
import { readReviewUri } from './uris';
import { openHunks, shownLine } from './walk';
import { authorOf } from './words';

/** Accept, Reject and Send Back above every open hunk, for those who have CodeLens in diffs turned on. */
export class HunkLenses implements vscode.CodeLensProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<void>());

  readonly onDidChangeCodeLenses = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChangeAny(() => this.changed.fire()));
    this.owned.add(vscode.languages.registerCodeLensProvider({ scheme: schemes.proposal }, this));
  }

  provideCodeLenses({ uri, lineCount }: vscode.TextDocument): vscode.CodeLens[] {
    const document = readReviewUri(uri);
    const state = document && this.current.byId(document.runId)?.state;
    if (!state) return [];
    const review = reviewsOf(state).find(({ path }) => path === document.path);
    return (review ? openHunks(review) : []).flatMap((hunk) => {
      const line = Math.min(shownLine(hunk), lineCount - 1);
      const range = new vscode.Range(line, 0, line, 0);
      const target: ReviewTarget = { type: 'hunk', runId: state.runId, hunkIds: [hunk.hunk.id] };
      const tooltip = clashSentence(hunk);
      const lens = (title: string, command: string): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command, arguments: [target], ...(tooltip !== undefined && { tooltip }) });
      const clash = clashWords(hunk);
      return [
        // First, and short: the buttons have to be in sight beside it.
        ...(clash === undefined ? [] : [lens(`$(warning) ${clash.charAt(0).toUpperCase()}${clash.slice(1)}`, '')]),
        lens(`$(check) Accept ${authorOf(state, hunk.hunk)}`, reviewCommands.acceptHunk),
        lens('$(discard) Reject', reviewCommands.rejectHunk),
        lens('$(reply) Send Back…', reviewCommands.sendBack),
      ];
    });
  }

  dispose(): void {
    this.owned.dispose();
  }
}
