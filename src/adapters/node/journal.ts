import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  journalFormat,
  type Journal,
  type JournalContents,
  type JournalFailure,
  type JournalStore,
} from '../../core/ports/journal';
import type { Disposable } from '../../core/util/disposable';
import { fail, ok, type Result } from '../../core/util/result';
import { JournalFile } from './journalFile';
import { JournalLock } from './journalLock';
import { isRunId, journalExtension, journalNames } from './journalNames';
import { headerLine, parseJournal, textsSince, wholeBytes } from './journalLines';
import { errorCode, explainSystemError } from './systemError';

const tooNew = 'was written by a newer version of Lead/Worker, and is only read.';
const ownerOnlyFile = 0o600;
const ownerOnlyFolder = 0o700;

/**
 * Journals as files `<run id>.jsonl` in one folder, readable by their owner only since they hold source text. The first line of each
 * names its format.
 */
export class NodeJournalStore implements JournalStore, Disposable {
  private readonly made = new Map<string, Journal>();
  private readonly locks: JournalLock[] = [];

  /** `folder`: absolute path; made when the first journal is. */
  constructor(private readonly folder: string) {}

  /** Starts the journal of a new run; a run that has one already is refused, since appending would mix two histories. */
  async create(runId: string): Promise<Result<Journal, JournalFailure>> {
    const file = this.fileOf(runId);
    if (!file.ok) return file;
    try {
      await mkdir(this.folder, { recursive: true, mode: ownerOnlyFolder });
      if (!(await this.lock(file.value))) return held(runId);
      const handle = await open(file.value, 'wx', ownerOnlyFile);
      try {
        await handle.writeFile(headerLine);
      } finally {
        await handle.close();
      }
      const journal = new JournalFile(file.value, { whole: headerLine.length, total: headerLine.length, texts: [] });
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
      const bytes = await readFile(file.value);
      const contents = parseJournal(bytes.toString('utf8'), runId);
      if (!contents.ok) return contents;
      if (contents.value.format > journalFormat) return fail({ message: `The journal of run ${runId} ${tooNew}` });
      if (!(await this.lock(file.value))) return held(runId);
      const { format, texts } = contents.value;
      const found = { whole: wholeBytes(bytes), total: bytes.length, ...(format >= textsSince && { texts }) };
      const journal = new JournalFile(file.value, found);
      this.made.set(runId, journal);
      return ok(journal);
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal of run ${runId}`) });
    }
  }

  async read(runId: string): Promise<Result<JournalContents, JournalFailure>> {
    const file = this.fileOf(runId);
    if (!file.ok) return file;
    try {
      const contents = parseJournal(await readFile(file.value, 'utf8'), runId);
      if (!contents.ok) return contents;
      const { format, entries } = contents.value;
      return ok({ format, entries });
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal of run ${runId}`) });
    }
  }

  /** Newest first, on the ground that run ids sort by time. A folder that is not there holds no runs. */
  async list(): Promise<readonly string[]> {
    const names = await journalNames(this.folder);
    return names
      .map((name) => name.slice(0, -journalExtension.length))
      .sort()
      .reverse();
  }

  /** Deletes every journal in the folder and nothing else. */
  async deleteAll(): Promise<Result<void, JournalFailure>> {
    try {
      for (const name of await journalNames(this.folder)) {
        await rm(join(this.folder, name), { force: true });
        await rm(join(this.folder, `${name}.lock`), { force: true });
      }
      return ok(undefined);
    } catch (error) {
      return fail({ message: explainSystemError(error, `The journal folder ${this.folder}`) });
    }
  }

  /** Lets other windows go on with its journals. */
  dispose(): void {
    for (const lock of this.locks.splice(0)) lock.release();
  }

  private async lock(file: string): Promise<boolean> {
    const lock = await JournalLock.take(`${file}.lock`);
    if (lock) this.locks.push(lock);
    return lock !== undefined;
  }

  private fileOf(runId: string): Result<string, JournalFailure> {
    if (!isRunId(runId)) return fail({ message: `"${runId}" is no run id.` });
    return ok(join(this.folder, `${runId}${journalExtension}`));
  }
}

function held(runId: string): Result<never, JournalFailure> {
  return fail({ message: `Run ${runId} is open in another window.`, isHeld: true });
}
