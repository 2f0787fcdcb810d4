import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { Disposable } from '../../core/util/disposable';
import { DisposableStore } from '../../core/util/disposable';
import { schemes } from '../catalogue';

// Long enough for a burst of typing, short enough for Revert Block to feel immediate.
const restMs = 300;

/**
 * Saves the right side soon after the user typed into it or reverted a block. Saving only tells the run; an unsaved document
 * would ask on closing, and would keep out what other tasks do to the file.
 */
export class SaveWhileTyping implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(private readonly logger: Logger) {
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (isOurs(document) && document.isDirty) this.soon(document);
      }),
    );
  }

  dispose(): void {
    this.owned.dispose();
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private soon(document: vscode.TextDocument): void {
    const key = document.uri.toString();
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => {
        this.timers.delete(key);
        saveDocument(document).catch((error: unknown) => this.logger.error(`Saving ${key} failed: ${String(error)}`));
      }, restMs),
    );
  }
}

/** Saves all documents of the right side now: before anything looks at what the user typed. Answers whether all went well. */
export async function saveProposals(): Promise<boolean> {
  const dirty = vscode.workspace.textDocuments.filter((document) => isOurs(document) && document.isDirty);
  const saved = await Promise.all(dirty.map(saveDocument));
  return saved.every(Boolean);
}

function isOurs({ uri }: vscode.TextDocument): boolean {
  return uri.scheme === schemes.proposal || uri.scheme === schemes.conflict;
}

async function saveDocument(document: vscode.TextDocument): Promise<boolean> {
  return document.isClosed || !document.isDirty || document.save();
}
