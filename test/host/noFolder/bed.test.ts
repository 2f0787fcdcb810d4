import assert from 'node:assert/strict';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the test bed without a folder', () => {
  it('has nothing open', () => {
    assert.equal(vscode.workspace.workspaceFolders, undefined);
  });
});
