import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pruneJournals } from '../../../src/adapters/node/journalPruning';
import { temporaryFolder } from './temporaryFolder';

const day = 24 * 60 * 60 * 1000;
const now = Date.UTC(2026, 10, 27);
const limits = { newest: 2, ageMs: 30 * day, bytes: 1000 };

/** Journals by name, each with its size in bytes and its age in days. */
async function folderOf(journals: Readonly<Record<string, readonly [bytes: number, days: number]>>): Promise<string> {
  const folder = temporaryFolder();
  for (const [name, [bytes, days]] of Object.entries(journals)) {
    const file = join(folder, name);
    await writeFile(file, 'x'.repeat(bytes));
    const at = new Date(now - days * day);
    await utimes(file, at, at);
  }
  return folder;
}

const left = async (folder: string): Promise<readonly string[]> => (await readdir(folder)).sort();

describe('journals of a workspace', () => {
  test('go when they are old, but for the newest', async () => {
    const folder = await folderOf({
      'r1.jsonl': [10, 90],
      'r2.jsonl': [10, 20],
      'r3.jsonl': [10, 60],
      'r4.jsonl': [10, 50],
      'r5.jsonl': [10, 40],
    });
    expect(await pruneJournals(folder, now, limits)).toEqual(['r1.jsonl', 'r3.jsonl']);
    expect(await left(folder)).toEqual(['r2.jsonl', 'r4.jsonl', 'r5.jsonl']);
  });

  test('go, the oldest first, until they take no more room than they may', async () => {
    const folder = await folderOf({
      'r1.jsonl': [600, 4],
      'r2.jsonl': [300, 3],
      'r3.jsonl': [300, 2],
      'r4.jsonl': [300, 1],
    });
    expect(await pruneJournals(folder, now, limits)).toEqual(['r1.jsonl']);
    const full = await folderOf({ 'r1.jsonl': [10, 3], 'r2.jsonl': [900, 2], 'r3.jsonl': [900, 1] });
    expect(await pruneJournals(full, now, limits)).toEqual(['r1.jsonl']);
    expect(await left(full)).toEqual(['r2.jsonl', 'r3.jsonl']);
  });

  test('stay where a process goes on with them, and so does all that is none of ours', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });
    try {
      await once(other, 'spawn');
      const folder = await folderOf({
        'r1.jsonl': [10, 90],
        'r2.jsonl': [10, 9],
        'r3.jsonl': [10, 8],
        'notes.txt': [10, 900],
      });
      await writeFile(join(folder, 'r1.jsonl.lock'), String(other.pid));
      expect(await pruneJournals(folder, now, limits)).toEqual([]);
      expect(await left(folder)).toEqual(['notes.txt', 'r1.jsonl', 'r1.jsonl.lock', 'r2.jsonl', 'r3.jsonl']);
    } finally {
      other.kill('SIGKILL');
    }
  });

  test('are none where there is no folder', async () => {
    expect(await pruneJournals(join(temporaryFolder(), 'none'), now, limits)).toEqual([]);
  });

  test('keep the newest whatever they are, and nothing that is old beside them', async () => {
    const any = fc.array(fc.tuple(fc.nat(500), fc.nat(90)), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(any, async (list) => {
        const folder = await folderOf(Object.fromEntries(list.map((one, index) => [`r${index}.jsonl`, one])));
        await pruneJournals(folder, now, limits);
        const kept = await left(folder);
        const newest = list.map((_, index) => `r${index}.jsonl`).slice(-2);
        expect(kept.slice(-newest.length)).toEqual(newest);
        for (const name of kept.slice(0, -2)) expect(list[Number(name[1])]?.[1]).toBeLessThanOrEqual(30);
        const bytes = kept.reduce((sum, name) => sum + (list[Number(name[1])]?.[0] ?? 0), 0);
        if (kept.length > 2) expect(bytes).toBeLessThanOrEqual(1000);
      }),
      { numRuns: 30 },
    );
  });
});
