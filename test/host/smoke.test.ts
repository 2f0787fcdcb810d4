import assert from 'node:assert/strict';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

import { commands, views } from '../../src/ui/catalogue';

const extension = vscode.extensions.getExtension<unknown>('lead-worker.lead-worker');
assert.ok(extension, 'The editor does not know lead-worker.lead-worker.');

/** Commands of ours that somebody answers to; the manifest alone brings none of them about. */
async function answeredCommands(): Promise<readonly string[]> {
  const present = new Set(await vscode.commands.getCommands(true));
  return Object.values(commands).filter((id) => present.has(id));
}

// These run first in every window, in this order.
describe('the extension', () => {
  it('sleeps until somebody needs it', async () => {
    assert.equal(extension.isActive, false);
    assert.deepEqual(await answeredCommands(), []);
  });

  it('has its view, and answers to each of its commands once it is awake', async () => {
    // Rejects where there is no such view.
    await vscode.commands.executeCommand(`${views.plan}.focus`);
    await extension.activate();
    assert.deepEqual(await answeredCommands(), Object.values(commands));
  });
});

describe('the editor under test', () => {
  it('refuses proposed API, as that of any user does', () => {
    const { createWebviewTextEditorInset } = vscode.window as unknown as Record<
      string,
      (...args: unknown[]) => unknown
    >;
    assert.ok(createWebviewTextEditorInset, 'The editor has another proposal to try now.');
    assert.throws(() => createWebviewTextEditorInset(undefined, 0, 1), /CANNOT use API proposal: editorInsets/);
  });
});
