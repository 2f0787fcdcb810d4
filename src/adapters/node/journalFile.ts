import { open, type FileHandle } from 'node:fs/promises';
import type { Journal, JournalFailure, JournalReach } from '../../core/ports/journal';
import { fail, ok, type Result } from '../../core/util/result';
import { explainSystemError } from './systemError';

/** How a journal's file was found. */
export interface JournalSize {
  /** Bytes of whole lines. */
  readonly whole: number;
  /** Bytes in all: more, where the last line is torn. */
  readonly total: number;
}

/**
 * Appends to one file, one entry after the other. Whatever else writes to the file is noticed by its size, and nothing is written
 * then: two histories in one file would be none.
 */
export class JournalFile implements Journal {
  private last: Promise<unknown> = Promise.resolve();
  private whole: number;
  /** What may stand in the file by now: more than the whole lines after an append that failed, or a crash. */
  private atMost: number;

  constructor(
    private readonly file: string,
    { whole, total }: JournalSize,
  ) {
    this.whole = whole;
    this.atMost = total;
  }

  append(entry: unknown, reach: JournalReach): Promise<Result<void, JournalFailure>> {
    // Turned into text at once: the entry as it is now, whatever becomes of the object while it waits its turn.
    const line = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
    const written = this.last.then(() => this.write(line, reach));
    this.last = written;
    return written;
  }

  private async write(line: Buffer, reach: JournalReach): Promise<Result<void, JournalFailure>> {
    try {
      // Opened anew each time and never created: an open handle would go on writing into a file somebody has deleted.
      const handle = await open(this.file, 'r+');
      try {
        const found = await handle.stat();
        if (found.isFile() && (found.size < this.whole || found.size > this.atMost)) {
          return fail({ message: `The journal ${this.file} was written to by something else, maybe another window.` });
        }
        if (this.atMost > this.whole) await handle.truncate(this.whole);
        this.atMost = this.whole + line.length;
        await writeAt(handle, line, this.whole);
        if (reach === 'disk') await handle.datasync();
        this.whole = this.atMost;
      } finally {
        await handle.close();
      }
      return ok(undefined);
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal ${this.file}`) });
    }
  }
}

/** Writes all bytes; one call may take only some of them, as on a disk that fills up. */
async function writeAt(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
