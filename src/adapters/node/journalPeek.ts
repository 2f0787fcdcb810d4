import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './systemError';
import { journalNames } from './journalNames';

/** As far as a look at the end of a journal goes: a discard is the last thing that happens in most. */
const tailBytes = 64 * 1024;
/** Journals that are looked at, the newest first. */
const mostLookedAt = 20;
const discarded = '"type":"run-discarded"';

/**
 * Whether some journal in a folder may be of a run that is still open, from a glance at the newest ones: cheap enough for activation,
 * and nothing of the engine is needed. What it takes for open the engine looks at closely.
 */
export async function mayHaveOpenRun(folder: string): Promise<boolean> {
  const names = [...(await journalNames(folder))].sort().reverse();
  for (const name of names.slice(0, mostLookedAt)) {
    if (!(await tailOf(join(folder, name))).includes(discarded)) return true;
  }
  return false;
}

/** The end of a file; of one that is gone by now there is none, and it counts as discarded. */
async function tailOf(file: string): Promise<string> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      const length = Math.min(size, tailBytes);
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8', 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return discarded;
    throw error;
  }
}
