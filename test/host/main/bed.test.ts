import assert from 'node:assert/strict';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the test bed with one folder', () => {
  it('has a trusted copy of the workspace open', async () => {
    assert.deepEqual(
      vscode.workspace.workspaceFolders?.map((folder) => folder.uri.fsPath),
      [process.env.LEAD_WORKER_WORKSPACE],
    );
    assert.equal(vscode.workspace.isTrusted, true);
    assert.equal((await vscode.workspace.findFiles('**/add.js')).length, 1);
  });
});
