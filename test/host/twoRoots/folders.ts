import assert from 'node:assert/strict';

import * as vscode from 'vscode';

/** A folder to open, and the name to show it by. */
export interface OpenedFolder {
  readonly uri: vscode.Uri;
  readonly name: string;
}

/** Changes the folders of the window and waits until it has them. A third folder comes and goes without a restart. */
export async function setFolders(start: number, gone: number, ...come: readonly OpenedFolder[]): Promise<void> {
  const changed = new Promise<void>((resolve) => {
    const listener = vscode.workspace.onDidChangeWorkspaceFolders(() => {
      listener.dispose();
      resolve();
    });
  });
  assert.ok(vscode.workspace.updateWorkspaceFolders(start, gone, ...come));
  await changed;
}
