import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { CurrentRun } from '../../core/run/currentRun';
import type { RunState } from '../../core/run/state';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { baseName, type WorkspacePath } from '../../core/util/paths';
import { countOf } from '../../core/util/text';
import { schemes } from '../catalogue';
import { forgetClosed } from './closedRuns';
import { patiently } from './openReview';

const sides = '(Accepted ↔ As Saved)';

/** What showing needs beside the run. */
export interface SavingDiffDeps {
  readonly current: CurrentRun;
  readonly logger: Logger;
  fileUri(path: WorkspacePath): vscode.Uri | undefined;
}

/**
 * Shows what the user's own save actions made of applied files: left the text that was accepted, right the file itself, in which
 * Revert Block takes such a change back.
 */
export class SavingDiff implements Disposable {
  private readonly owned = new DisposableStore();
  /** By the path of its address. */
  private readonly accepted = new Map<string, string>();

  constructor(private readonly deps: SavingDiffDeps) {
    this.owned.add(
      vscode.workspace.registerTextDocumentContentProvider(schemes.accepted, {
        provideTextDocumentContent: (uri) => this.accepted.get(uri.path) ?? 'This text is not kept any more.',
      }),
    );
    this.owned.add(
      deps.current.onDidChangeAny((change) => {
        // Nobody needs the texts of a run that is closed.
        if (change === undefined) forgetClosed(this.accepted, deps.current);
      }),
    );
  }

  /** Opens the newest apply's files that saving changed, and that are among these. */
  async open({ runId, applies }: RunState, paths: readonly WorkspacePath[]): Promise<void> {
    const number = applies.length;
    const pairs = (applies.at(-1)?.writes ?? []).flatMap(({ path, accepted }) => {
      const right = this.deps.fileUri(path);
      if (accepted === undefined || !right || !paths.includes(path)) return [];
      const left = vscode.Uri.from({ scheme: schemes.accepted, path: `/${runId}/${number}/${path}` });
      this.accepted.set(left.path, accepted);
      return [{ path, left, right }];
    });
    const [only] = pairs;
    if (!only) return;
    const title =
      pairs.length === 1
        ? `${baseName(only.path)} ${sides}`
        : `Saving changed ${countOf(pairs.length, 'file')} ${sides}`;
    const opening =
      pairs.length === 1
        ? vscode.commands.executeCommand('vscode.diff', only.left, only.right, title)
        : vscode.commands.executeCommand(
            'vscode.changes',
            title,
            pairs.map(({ left, right }) => [right, left, right]),
          );
    await patiently(opening, { what: title, logger: this.deps.logger });
  }

  dispose(): void {
    this.owned.dispose();
  }
}
