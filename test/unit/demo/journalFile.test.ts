import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import type { RunEvent } from '../../../src/core/run/events';
import { followJournal, wholeLines } from '../../demo/journalFile';
import { created, planned, started } from './journalSketch';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lead-worker-journal-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const line = (event: RunEvent): string => `${JSON.stringify(event)}\n`;

test('only whole lines are read, and each once', async () => {
  const file = path.join(await newFolder(), 'a.jsonl');
  await writeFile(file, 'one\nzwölf\nhal');
  expect(await wholeLines(file, 0)).toEqual({ lines: ['one', 'zwölf'], end: 11 });
  expect(await wholeLines(file, 11)).toEqual({ lines: [], end: 11 });
  await appendFile(file, 'f\nmore\n');
  expect(await wholeLines(file, 11)).toEqual({ lines: ['half', 'more'], end: 21 });
  expect(await wholeLines(file, 21)).toEqual({ lines: [], end: 21 });
});

test('a journal is followed from before it is there until nobody wants to hear more', async () => {
  const userData = await newFolder();
  const over = new AbortController();
  const events = followJournal(userData, over.signal);
  const first = events.next();
  const storage = path.join(userData, 'User/workspaceStorage');
  const journals = path.join(storage, '1a2b/lead-worker.lead-worker/journals');
  await mkdir(journals, { recursive: true });
  await mkdir(path.join(storage, 'another/somebody.else'), { recursive: true });
  await writeFile(path.join(storage, 'a-file'), '');
  await writeFile(path.join(journals, 'notes.txt'), 'no journal\n');
  await writeFile(
    path.join(journals, 'run.jsonl'),
    '{"journalFormat":1}\n' + line(created()) + line(planned([{ id: 'T1' }])),
  );
  expect((await first).value).toEqual(created());
  expect((await events.next()).value).toMatchObject({ type: 'plan-proposed' });

  const third = events.next();
  await appendFile(path.join(journals, 'run.jsonl'), line(started('T1')));
  expect((await third).value).toEqual(started('T1'));

  const fourth = events.next();
  over.abort();
  expect(await fourth).toEqual({ done: true, value: undefined });
});

test('a journal that is damaged is no run', async () => {
  const userData = await newFolder();
  const journals = path.join(userData, 'User/workspaceStorage/1a2b/lead-worker.lead-worker/journals');
  await mkdir(journals, { recursive: true });
  await writeFile(path.join(journals, 'run.jsonl'), '{"type":\n');
  await expect(followJournal(userData, new AbortController().signal).next()).rejects.toThrow(SyntaxError);
});
