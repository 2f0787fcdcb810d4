import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { NodeJournalStore } from '../../../src/adapters/node/journal';
import { JournalLock } from '../../../src/adapters/node/journalLock';
import { temporaryFolder } from './temporaryFolder';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Another process that is there. */
async function other(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
  children.push(child);
  await once(child, 'spawn');
  return child;
}

async function heldBy(pid: number | undefined): Promise<string> {
  const file = join(temporaryFolder(), 'run1.jsonl.lock');
  await writeFile(file, String(pid));
  return file;
}

describe('the lock of a journal', () => {
  test('is nobody else’s while its process lives, and anybody’s once it is dead', async () => {
    const child = await other();
    const file = await heldBy(child.pid);
    expect(await JournalLock.take(file)).toBeUndefined();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const lock = await JournalLock.take(file);
    expect(await readFile(file, 'utf8')).toBe(String(process.pid));
    lock?.release();
    await expect(readFile(file)).rejects.toThrow(/ENOENT/);
  });

  test('goes to another when its holder was silent for too long', async () => {
    const file = await heldBy((await other()).pid);
    const longAgo = new Date(Date.now() - 120_000);
    await utimes(file, longAgo, longAgo);
    const lock = await JournalLock.take(file);
    expect(lock).toBeDefined();
    lock?.release();
  });

  test.each(['', 'x', '-1'])('that names no process (%j) holds nobody up', async (text) => {
    const file = join(temporaryFolder(), 'run1.jsonl.lock');
    await writeFile(file, text);
    (await JournalLock.take(file))?.release();
    await expect(readFile(file)).rejects.toThrow(/ENOENT/);
  });

  test('is not taken away from whoever holds it by now', async () => {
    const file = join(temporaryFolder(), 'run1.jsonl.lock');
    const lock = await JournalLock.take(file);
    const { pid } = await other();
    await writeFile(file, String(pid));
    lock?.release();
    expect(await readFile(file, 'utf8')).toBe(String(pid));
  });
});

describe('a journal that another process goes on with', () => {
  test('is read and not opened, until that process is gone', async () => {
    const folder = join(temporaryFolder(), 'journals');
    const store = new NodeJournalStore(folder);
    const created = await store.create('run1');
    if (!created.ok) throw new Error(created.error.message);
    await created.value.append({ type: 'first' }, 'system');
    store.dispose();
    const child = await other();
    await writeFile(join(folder, 'run1.jsonl.lock'), String(child.pid));
    const second = new NodeJournalStore(folder);
    expect(await second.open('run1')).toEqual({
      ok: false,
      error: { message: 'Run run1 is open in another window.', isHeld: true },
    });
    expect(await second.read('run1')).toMatchObject({ ok: true, value: { entries: [{ type: 'first' }] } });
    expect(await second.list()).toEqual(['run1']);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await second.open('run1')).toMatchObject({ ok: true });
    second.dispose();
  });
});
