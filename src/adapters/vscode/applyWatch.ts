import { workspace } from 'vscode';

import type { WorkspacePath } from '../../core/util/paths';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { sameText } from './sameText';
import type { LocatedWrite } from './workspaceEdit';

/**
 * Notices the moment at which a document holds exactly the text that was to be written. What the document turns into after
 * that is the work of the user's own save actions (format on save), not a fault of apply.
 */
export class ApplyWatch implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly reached = new Set<WorkspacePath>();

  constructor(writes: readonly LocatedWrite[]) {
    const byUri = new Map(writes.map((write) => [write.uri.toString(), write]));
    this.owned.add(
      workspace.onDidChangeTextDocument(({ document }) => {
        const write = byUri.get(document.uri.toString());
        if (write && sameText(document.getText(), write.after)) this.reached.add(write.path);
      }),
    );
  }

  /** Whether the document of that file held the wanted text at some moment since the start. */
  hasReached(path: WorkspacePath): boolean {
    return this.reached.has(path);
  }

  dispose(): void {
    this.owned.dispose();
  }
}
