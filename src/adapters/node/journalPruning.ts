import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { journalNames } from './journalNames';
import { JournalLock } from './journalLock';
import { errorCode } from './systemError';

/** What is kept of the journals of a workspace. */
export interface PruningLimits {
  /** So many of the newest stay, however old they are. */
  readonly newest: number;
  /** Beyond those a journal goes when nothing was written to it for so long, in milliseconds. */
  readonly ageMs: number;
  /** Beyond those the oldest go until all of them take no more than this, in bytes. */
  readonly bytes: number;
}

const day = 24 * 60 * 60 * 1000;

/** A month of records, and room for many runs; journals hold texts, so a run of many files takes some megabytes. */
export const defaultLimits: PruningLimits = { newest: 20, ageMs: 30 * day, bytes: 256 * 1024 * 1024 };

interface Found {
  readonly name: string;
  readonly bytes: number;
  readonly writtenAt: number;
}

/**
 * Deletes what is beyond the limits, oldest first, and answers the names of what went. One that a process goes on with stays, and
 * so does whatever is no journal of ours. Rejects with a system error.
 */
export async function pruneJournals(folder: string, now: number, limits = defaultLimits): Promise<readonly string[]> {
  // Run ids sort by time.
  const names = [...(await journalNames(folder))].sort().reverse();
  const found = (await Promise.all(names.map((name) => look(folder, name)))).filter((one) => one !== undefined);
  let bytes = found.reduce((sum, one) => sum + one.bytes, 0);
  const pruned: string[] = [];
  for (const one of found.slice(limits.newest).reverse()) {
    const isOld = now - one.writtenAt > limits.ageMs;
    if (!isOld && bytes <= limits.bytes) continue;
    if (!(await remove(join(folder, one.name)))) continue;
    bytes -= one.bytes;
    pruned.push(one.name);
  }
  return pruned;
}

async function look(folder: string, name: string): Promise<Found | undefined> {
  try {
    const { size, mtimeMs } = await stat(join(folder, name));
    return { name, bytes: size, writtenAt: mtimeMs };
  } catch (error) {
    // Gone since it was listed, with another window's pruning.
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Whether it could be deleted: what somebody goes on with is not. */
async function remove(file: string): Promise<boolean> {
  const lock = await JournalLock.take(`${file}.lock`);
  if (!lock) return false;
  try {
    await rm(file, { force: true });
    return true;
  } finally {
    lock.release();
  }
}
