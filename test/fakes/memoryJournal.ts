import {
  journalFormat,
  type Journal,
  type JournalContents,
  type JournalFailure,
  type JournalStore,
} from '../../src/core/ports/journal';
import { fail, ok, type Result } from '../../src/core/util/result';

/** Journals in memory, kept as the JSON lines they would be on disk. `room` is how many entries fit before the disk is full. */
export class MemoryJournalStore implements JournalStore {
  readonly lines = new Map<string, string[]>();

  constructor(public room = Infinity) {}

  async create(runId: string): Promise<Result<Journal, JournalFailure>> {
    this.lines.set(runId, []);
    return this.open(runId);
  }

  async open(runId: string): Promise<Result<Journal, JournalFailure>> {
    const lines = this.lines.get(runId);
    if (!lines) return fail({ message: `There is no journal of run ${runId}.` });
    return ok({
      append: async (entry) => {
        if (this.room-- <= 0) return fail({ message: 'The disk is full.' });
        lines.push(JSON.stringify(entry));
        return ok(undefined);
      },
    });
  }

  async read(runId: string): Promise<Result<JournalContents, JournalFailure>> {
    const entries = (this.lines.get(runId) ?? []).map((line): unknown => JSON.parse(line));
    return ok({ format: journalFormat, entries });
  }

  async list(): Promise<readonly string[]> {
    return [...this.lines.keys()].reverse();
  }
}
