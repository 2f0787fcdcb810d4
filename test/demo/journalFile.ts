import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { JournalTexts } from '../../src/adapters/node/journalTexts';
import type { RunEvent } from '../../src/core/run/events';

const pollMs = 50;

/**
 * The events of the run of a window, as its journal grows, until the signal is aborted. `userData`: the editor's user data
 * folder, fresh, so that there is but one run. It is looked into again and again: file watchers miss changes now and then.
 */
export async function* followJournal(userData: string, signal: AbortSignal): AsyncGenerator<RunEvent> {
  let position = 0;
  const texts = new JournalTexts();
  while (!signal.aborted) {
    const file = await findJournal(userData);
    const { lines, end } = file === undefined ? { lines: [], end: 0 } : await wholeLines(file, position);
    position = end;
    for (const line of lines) {
      const entry = texts.read(JSON.parse(line));
      if (!entry.ok) throw new Error(`The journal ${file} is damaged: ${entry.error}`);
      const event = entry.value as RunEvent | { readonly journalFormat: number } | undefined;
      if (event && 'type' in event) yield event;
    }
    if (lines.length === 0) await pause(signal);
  }
}

/** The lines of a file from a byte position on, and where the next one begins. What follows the last line end is half written yet. */
export async function wholeLines(
  file: string,
  from: number,
): Promise<{ readonly lines: readonly string[]; readonly end: number }> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    const bytes = Buffer.alloc(Math.max(0, size - from));
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
    const length = bytes.subarray(0, bytesRead).lastIndexOf('\n') + 1;
    return { lines: bytes.toString('utf8', 0, length).split('\n').slice(0, -1), end: from + length };
  } finally {
    await handle.close();
  }
}

async function findJournal(userData: string): Promise<string | undefined> {
  const storages = path.join(userData, 'User/workspaceStorage');
  for (const storage of await namesIn(storages)) {
    const journals = path.join(storages, storage, 'lead-worker.lead-worker/journals');
    const [name] = (await namesIn(journals)).filter((each) => each.endsWith('.jsonl'));
    if (name !== undefined) return path.join(journals, name);
  }
  return undefined;
}

/** The entries of a folder; none when it is not there yet, or is none. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/** Waits until it is time to look again, or there is no need to. */
async function pause(signal: AbortSignal): Promise<void> {
  try {
    await delay(pollMs, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
