import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { demoGates } from '../../../src/adapters/demo/demo';
import { copyDemoWorkspace } from '../../../src/adapters/demo/workspaceCopy';
import { detectGates } from '../../../src/core/gates/detect';
import { bytesOf } from './stage';

const media = join(import.meta.dirname, '../../../media');

async function newCopy(): Promise<string> {
  const to = await mkdtemp(join(tmpdir(), 'lead-worker-sample-'));
  onTestFinished(() => rm(to, { recursive: true, force: true }));
  await copyDemoWorkspace(media, to);
  return to;
}

test('the copy is the sample, to the byte', async () => {
  const to = await newCopy();
  expect(await bytesOf(to)).toEqual(await bytesOf(join(media, 'demo')));
});

test('a copy that somebody works in is not written over', async () => {
  const to = await newCopy();
  await expect(copyDemoWorkspace(media, to)).rejects.toThrow(/README\.md|package\.json|exist/);
});

test("the demo's gates are those that are detected in the sample", async () => {
  const text = await readFile(join(media, 'demo/package.json'), 'utf8');
  const siblings = await readdir(join(media, 'demo'));
  const detected = detectGates([{ folder: 'pocket-ledger', text, siblings }]);
  expect(detected.gates.map(({ gate }) => gate)).toEqual(demoGates);
  expect(detected.problems).toEqual([]);
});
