import { appendFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { NodeJournalStore } from '../../../src/adapters/node/journal';
import type { Journal, JournalFailure } from '../../../src/core/ports/journal';
import type { RunEvent } from '../../../src/core/run/events';
import { ok, type Result } from '../../../src/core/util/result';

/**
 * When a window is killed: half-way through the writing of an entry, as soon as the journal has it, or, of events that files are
 * written after, when the first of these is.
 */
export type Moment = 'torn' | 'written' | 'half-way';

/** Where a window is killed: at the first event of this type. */
export interface Killing {
  readonly type: RunEvent['type'];
  readonly moment: Moment;
}

/** Ends this process at once, as nothing can prevent: no handler runs, nothing is flushed. */
export function killThis(): void {
  process.kill(process.pid, 'SIGKILL');
}

/**
 * Journals on disk of a process that does not live beyond a certain event. What anybody could act on it says on its standard output
 * at once, one type on each line.
 */
export class KillingJournalStore extends NodeJournalStore {
  constructor(
    private readonly journalFolder: string,
    private readonly killing: Killing,
    private readonly onAppended: (type: RunEvent['type']) => void,
  ) {
    super(journalFolder);
  }

  override async create(runId: string): Promise<Result<Journal, JournalFailure>> {
    return this.deadly(await super.create(runId), runId);
  }

  override async open(runId: string): Promise<Result<Journal, JournalFailure>> {
    return this.deadly(await super.open(runId), runId);
  }

  private deadly(opened: Result<Journal, JournalFailure>, runId: string): Result<Journal, JournalFailure> {
    if (!opened.ok) return opened;
    const { killing, journalFolder } = this;
    return ok({
      append: async (entry, reach) => {
        const { type } = entry as RunEvent;
        const isIt = type === killing.type;
        if (isIt && killing.moment === 'torn') {
          const line = JSON.stringify(entry);
          appendFileSync(join(journalFolder, `${runId}.jsonl`), line.slice(0, Math.ceil(line.length / 2)));
          killThis();
        }
        const written = await opened.value.append(entry, reach);
        if (isIt && killing.moment === 'written') killThis();
        writeSync(process.stdout.fd, `${type}\n`);
        this.onAppended(type);
        return written;
      },
    });
  }
}
