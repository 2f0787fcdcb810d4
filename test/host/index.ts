// What the editor's extension host loads as the test module: runs the Mocha tests of one suite and writes what came of them
// to a file. The suite and the file are named in the environment, which the extension host inherits.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import Mocha from 'mocha';

import { HostReporter } from './reporter';

const testTimeoutMs = 60_000;

/** Called by the editor. Rejects when a test failed or none ran, which makes the editor end with code 1. */
export async function run(): Promise<void> {
  const suite = fromEnvironment('LEAD_WORKER_SUITE');
  const mocha = new Mocha({ ui: 'bdd', timeout: testTimeoutMs, reporter: HostReporter });
  for (const file of [__dirname, path.join(__dirname, suite)].flatMap(testsIn)) mocha.addFile(file);

  const results = fromEnvironment('LEAD_WORKER_RESULTS');
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const count = (outcome: keyof typeof counts) => {
    counts[outcome]++;
    // After every test, so that a run that is cut off still counts for what it did.
    writeFileSync(results, JSON.stringify(counts));
  };
  await new Promise<void>((resolve) => {
    mocha
      .run(() => resolve())
      .on('pass', () => count('passed'))
      .on('fail', () => count('failed'))
      .on('pending', () => count('skipped'));
  });
  writeFileSync(results, JSON.stringify({ ...counts, ended: true }));
  if (counts.failed > 0) throw new Error(`${counts.failed} tests of "${suite}" failed.`);
  if (counts.passed === 0) throw new Error(`No test of "${suite}" ran.`);
}

function testsIn(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.test.js'));
  return names.sort().map((name) => path.join(folder, name));
}

function fromEnvironment(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`The environment has no ${name}: start the host tests with "npm run host".`);
  return value;
}
