import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { errorCode } from './systemError';

/** How often a holder says that it is still there, in milliseconds. */
const beatMs = 10_000;
/** A lock whose holder was silent for so long is nobody's: three beats may be missed by a machine that is busy. */
const silentMs = 45_000;

/**
 * Says which process goes on with a journal: a file beside it that holds the process's id, and whose time moves on as long as it lives.
 * It keeps a second window from going on with the same run; that nothing is ever written by two is the journal's own to see to.
 */
export class JournalLock {
  private readonly beat: NodeJS.Timeout;

  private constructor(private readonly file: string) {
    this.beat = setInterval(() => this.touch(), beatMs);
    this.beat.unref();
  }

  /** The lock, or `undefined` where another process holds it. Rejects with a system error. */
  static async take(file: string): Promise<JournalLock | undefined> {
    if (await isHeld(file)) return undefined;
    // What a dead process left goes; of two that come at once, one makes the file.
    rmSync(file, { force: true });
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return undefined;
      throw error;
    }
    return new JournalLock(file);
  }

  /** Lets others go on with the journal. At once, since a window that closes leaves no later moment. */
  release(): void {
    clearInterval(this.beat);
    if (holderOf(this.file) === process.pid) rmSync(this.file, { force: true });
  }

  private touch(): void {
    const now = new Date();
    try {
      utimesSync(this.file, now, now);
    } catch (error) {
      // Taken away with the journals, by whoever deletes all data: there is nothing to hold any more.
      if (errorCode(error) !== 'ENOENT') throw error;
      clearInterval(this.beat);
    }
  }
}

async function isHeld(file: string): Promise<boolean> {
  const holder = holderOf(file);
  if (holder === undefined || holder === process.pid || !isAlive(holder)) return false;
  try {
    return Date.now() - (await stat(file)).mtimeMs < silentMs;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

function holderOf(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return Number.isInteger(pid) && pid > 0 ? pid : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // There is one, and it is somebody else's.
    return errorCode(error) === 'EPERM';
  }
}
