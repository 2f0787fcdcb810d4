import assert from 'node:assert/strict';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

describe('the extension', () => {
  it('is found by the editor and activates', async () => {
    const extension = vscode.extensions.getExtension('lead-worker.lead-worker');
    assert.ok(extension, 'The editor does not know lead-worker.lead-worker.');
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  it('opens its view', async () => {
    await vscode.commands.executeCommand('leadWorker.planView.focus');
  });
});
