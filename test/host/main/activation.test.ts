import assert from 'node:assert/strict';
import path from 'node:path';

import { describe, it } from 'mocha';
import * as vscode from 'vscode';

import { read } from '../models';
import { currentRun, RunBed } from '../runBed';

// First of its window by name, and it has to be: whatever starts a run loads what must not be loaded before.
describe('activation', () => {
  const extension = vscode.extensions.getExtension<unknown>('lead-worker.lead-worker');
  assert.ok(extension);
  const loaded = (): readonly string[] => {
    const bundles = path.join(extension.extensionPath, 'dist') + path.sep;
    return Object.keys(require.cache)
      .filter((file) => file.startsWith(bundles))
      .map((file) => path.basename(file))
      .sort();
  };

  it('is not asked for by the start of the editor', () => {
    const manifest = extension.packageJSON as { readonly activationEvents: readonly string[] };
    assert.ok(manifest.activationEvents.every((event) => event !== '*' && event !== 'onStartupFinished'));
  });

  it('loads the surfaces, and the engine only with the first run', async () => {
    await currentRun();
    assert.deepEqual(loaded(), ['extension.js']);
    const bed = await RunBed.open({ team: { tasks: [{ title: 'Read', scope: ['a.txt'], calls: [read('a.txt')] }] } });
    try {
      await bed.plan();
      bed.expect('plan-ready');
      assert.deepEqual(loaded(), ['extension.js', 'runtime.js']);
    } finally {
      await bed.close();
    }
  });
});
