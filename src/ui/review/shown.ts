import * as vscode from 'vscode';

import { sameLines } from './sameLines';

// The editor takes up a change within some tens of milliseconds; waiting longer than this only delays the cursor.
const patienceMs = 1000;

/** Resolves when a document of the right side shows a text, or when it has taken too long to be worth waiting for. */
export async function whenShown(document: vscode.TextDocument, text: string): Promise<void> {
  if (sameLines(document.getText(), text)) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      listener.dispose();
      resolve();
    };
    const listener = vscode.workspace.onDidChangeTextDocument((change) => {
      if (change.document === document && sameLines(document.getText(), text)) done();
    });
    const timer = setTimeout(done, patienceMs);
  });
}
