import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Journal, JournalFailure, JournalStore } from '../../core/ports/journal';
import { countOf } from '../../core/util/text';
import { fail, ok, type Result } from '../../core/util/result';
import { errorCode, explainSystemError } from './systemError';

const extension = '.jsonl';
const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;
/** No dots and no separators: a run id can name nothing but a file in the folder. */
const runIdPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/**
 * Journals as files `<run id>.jsonl` in one folder, readable by their owner only since they hold source text.
 *
 * An append is done when the operating system has the bytes: that survives the death of the extension host, which is what a
 * run must survive. It does not wait for the disk itself (no fdatasync), which would cost every event several milliseconds
 * to guard against power loss alone.
 */
export class NodeJournalStore implements JournalStore {
  private readonly made = new Map<string, Journal>();

  /** `folder`: absolute path; made when the first journal is. */
  constructor(private readonly folder: string) {}

  /** Starts the journal of a new run; a run that has one already is refused, since appending would mix two histories. */
  async create(runId: string): Promise<Result<Journal, JournalFailure>> {
    const file = this.fileOf(runId);
    if (!file.ok) return file;
    try {
      await mkdir(this.folder, { recursive: true, mode: ownerOnlyFolder });
      const handle = await open(file.value, 'wx', ownerOnlyFile);
      await handle.close();
      const journal = new FileJournal(file.value, { size: 0, torn: false });
      this.made.set(runId, journal);
      return ok(journal);
    } catch (error) {
      if (errorCode(error) === 'EEXIST') return fail({ message: `There is already a journal of run ${runId}.` });
      return fail({ message: explainSystemError(error, `The journal folder ${this.folder}`) });
    }
  }

  /** A journal that this store made itself is the same object: two of them would write over each other. */
  async open(runId: string): Promise<Result<Journal, JournalFailure>> {
    const known = this.made.get(runId);
    if (known) return ok(known);
    const file = this.fileOf(runId);
    if (!file.ok) return file;
    try {
      const journal = new FileJournal(file.value, { size: wholeBytes(await readFile(file.value)), torn: true });
      this.made.set(runId, journal);
      return ok(journal);
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal of run ${runId}`) });
    }
  }

  async read(runId: string): Promise<Result<readonly unknown[], JournalFailure>> {
    const file = this.fileOf(runId);
    if (!file.ok) return file;
    try {
      return parseLines(await readFile(file.value, 'utf8'), runId);
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal of run ${runId}`) });
    }
  }

  /** Newest first, on the ground that run ids sort by time. A folder that is not there holds no runs. */
  async list(): Promise<readonly string[]> {
    const names = await this.journalFiles();
    return names
      .map((name) => name.slice(0, -extension.length))
      .sort()
      .reverse();
  }

  /** Deletes every journal in the folder and nothing else. */
  async deleteAll(): Promise<Result<void, JournalFailure>> {
    try {
      for (const name of await this.journalFiles()) await rm(join(this.folder, name), { force: true });
      return ok(undefined);
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal folder ${this.folder}`) });
    }
  }

  private async journalFiles(): Promise<readonly string[]> {
    try {
      const names = await readdir(this.folder);
      return names.filter((name) => name.endsWith(extension) && runIdPattern.test(name.slice(0, -extension.length)));
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return [];
      throw error;
    }
  }

  private fileOf(runId: string): Result<string, JournalFailure> {
    if (!runIdPattern.test(runId)) return fail({ message: `"${runId}" is no run id.` });
    return ok(join(this.folder, `${runId}${extension}`));
  }
}

/** Appends to one file, one entry after the other. */
class FileJournal implements Journal {
  private last: Promise<unknown> = Promise.resolve();
  /** Bytes of whole lines so far. */
  private size: number;
  /** Whether something may stand behind them: the torn rest of an append that failed, or of a crash. */
  private torn: boolean;

  constructor(
    private readonly file: string,
    { size, torn }: { readonly size: number; readonly torn: boolean },
  ) {
    this.size = size;
    this.torn = torn;
  }

  append(entry: unknown): Promise<Result<void, JournalFailure>> {
    // Turned into text at once: the entry as it is now, whatever becomes of the object while it waits its turn.
    const line = Buffer.from(`${JSON.stringify(entry)}\n`, 'utf8');
    const written = this.last.then(() => this.write(line));
    this.last = written;
    return written;
  }

  private async write(line: Buffer): Promise<Result<void, JournalFailure>> {
    try {
      // Opened anew each time and never created: an open handle would go on writing into a file somebody has deleted.
      const handle = await open(this.file, 'r+');
      try {
        if (this.torn) await handle.truncate(this.size);
        this.torn = true;
        await writeAt(handle, line, this.size);
        this.torn = false;
        this.size += line.length;
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
async function writeAt(handle: Awaited<ReturnType<typeof open>>, bytes: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** How many bytes the whole entries are, as {@link parseLines} counts them. */
function wholeBytes(bytes: Buffer): number {
  const end = bytes.lastIndexOf('\n') + 1;
  const start = bytes.lastIndexOf('\n', end - 2) + 1;
  try {
    JSON.parse(bytes.subarray(start, end).toString('utf8'));
    return end;
  } catch {
    // A last line that is none is what a crash leaves where the disk was not done.
    return start;
  }
}

/** Whole lines only: a last line without its end, or one that does not parse, is what a crash in mid-write leaves. */
function parseLines(text: string, runId: string): Result<readonly unknown[], JournalFailure> {
  const lines = text.split('\n').slice(0, -1);
  const entries: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      entries.push(JSON.parse(line));
    } catch (error) {
      if (index === lines.length - 1) break;
      const why = error instanceof Error ? error.message : String(error);
      return fail({
        message: `The journal of run ${runId} is damaged in line ${index + 1} of ${countOf(lines.length, 'line')}: ${why}`,
      });
    }
  }
  return ok(entries);
}
