import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../systemError';

/** Tells this process from an earlier one that had the same number, as happens in containers. */
const processToken = randomBytes(4).toString('hex');
let sessions = 0;

/** A folder name for copies of this process, which {@link sweepSessions} can tell from those left behind by others. */
export function newSessionName(): string {
  return `${process.pid}-${processToken}-${++sessions}`;
}

/** Removes the copies of sessions whose process is gone, as after a crash. Several windows may share the folder. */
export async function sweepSessions(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  for (const name of names) {
    if (!isInUse(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

function isInUse(name: string): boolean {
  const [pid, token] = name.split('-');
  if (Number(pid) === process.pid) return token === processToken;
  return Number(pid) > 0 && isAlive(Number(pid));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: somebody else's process, but a process.
    return errorCode(error) === 'EPERM';
  }
}
