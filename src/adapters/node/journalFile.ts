import { open, type FileHandle } from 'node:fs/promises';
import type { Journal, JournalFailure, JournalReach } from '../../core/ports/journal';
import { fail, ok, type Result } from '../../core/util/result';
import { splitEntry, textLine, type SplitEntry } from './journalTexts';
import { explainSystemError } from './systemError';

/** How a journal's file was found. */
export interface FoundJournal {
  /** Bytes of whole lines. */
  readonly whole: number;
  /** Bytes in all: more, where the last line is torn. */
  readonly total: number;
  /** Hashes of the texts that it keeps, for others to be kept as well; absent where events hold their texts themselves. */
  readonly texts?: Iterable<string>;
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
  /** Hashes of the texts that stand in the file. */
  private readonly texts: Set<string> | undefined;

  constructor(
    private readonly file: string,
    { whole, total, texts }: FoundJournal,
  ) {
    this.whole = whole;
    this.atMost = total;
    this.texts = texts && new Set(texts);
  }

  append(entry: unknown, reach: JournalReach): Promise<Result<void, JournalFailure>> {
    // Turned into text at once: the entry as it is now, whatever becomes of the object while it waits its turn.
    const split = this.texts
      ? splitEntry(entry)
      : { texts: new Map<string, string>(), line: `${JSON.stringify(entry)}\n` };
    const written = this.last.then(() => this.writeSplit(split, reach));
    this.last = written;
    return written;
  }

  /** A text goes before the first event that names it, in the same write; one that did not get there is tried again by the next. */
  private async writeSplit({ texts, line }: SplitEntry, reach: JournalReach): Promise<Result<void, JournalFailure>> {
    const added = [...texts].filter(([hash]) => !this.texts?.has(hash));
    const lines = [...added.map(([hash, text]) => textLine(hash, text)), line];
    const written = await this.write(Buffer.from(lines.join(''), 'utf8'), reach);
    if (written.ok) for (const [hash] of added) this.texts?.add(hash);
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
