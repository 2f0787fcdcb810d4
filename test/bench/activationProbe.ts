// What the editor's extension host loads as the test module: measures what the extension costs it, before anything else of ours
// has run there.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import * as vscode from 'vscode';

import { resultsVariable, type ActivationTimes } from './activationTimes';

/** Called by the editor. Rejects when there is nothing to measure, which makes the editor end with code 1. */
export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension('lead-worker.lead-worker');
  if (!extension) throw new Error('The editor does not know lead-worker.lead-worker.');
  if (extension.isActive) throw new Error('The extension is active already: its activation cannot be measured.');
  const started = performance.now();
  await extension.activate();
  const activated = performance.now();

  const load = createRequire(path.join(extension.extensionPath, 'dist/extension.js'));
  const loading = performance.now();
  load('./runtime.js');
  const times: ActivationTimes = { activationMs: activated - started, runtimeMs: performance.now() - loading };
  const results = process.env[resultsVariable];
  if (results === undefined) throw new Error(`The environment has no ${resultsVariable}.`);
  writeFileSync(results, JSON.stringify(times));
}
