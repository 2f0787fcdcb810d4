import type { Journal } from '../ports/journal';
import type { Clock } from '../ports/services';
import { AbortedError } from '../util/abort';
import type { Emitter } from '../util/emitter';
import type { RunChange } from './run';
import { reachOf } from './durability';
import type { JournalEntry, RunEvent } from './events';
import { reduceRun } from './reducer';
import type { RunState } from './state';

/** The journal could not be written. The run halts: going on unrecorded would break what the journal promises. */
export class JournalWriteError extends Error {
  override readonly name = 'JournalWriteError';
}

const endsOfWriting: ReadonlySet<RunEvent['type']> = new Set([
  'applied',
  'apply-refused',
  'apply-undone',
  'undo-refused',
]);

/** Where a log writes, and whom it tells. */
export interface LogEnds {
  readonly journal: Journal;
  readonly changes: Emitter<RunChange>;
  /** Says when each event came to pass. */
  readonly clock: Clock;
}

/**
 * The one place where a run's state changes: each event is computed from the newest state, written to the journal, folded in
 * and announced, strictly one after the other.
 */
export class RunLog {
  private tail: Promise<unknown> = Promise.resolve();
  private closed = false;

  private constructor(
    private current: RunState,
    private readonly ends: LogEnds,
  ) {}

  /** Starts a log with the event that creates its run. Rejects with {@link JournalWriteError}. */
  static async create(first: RunEvent, ends: LogEnds): Promise<RunLog> {
    const log = new RunLog(reduceRun(undefined, first), ends);
    await log.write(first);
    return log;
  }

  /** Goes on with the log of a run whose journal holds all that led to this state. */
  static resume(state: RunState, ends: LogEnds): RunLog {
    return new RunLog(state, ends);
  }

  /** Takes in nothing any more but what became of files that are being written. Everything else is rejected with an abort. */
  close(): void {
    this.closed = true;
  }

  get state(): RunState {
    return this.current;
  }

  /** Records a fact. Rejects with {@link JournalWriteError} and changes nothing when the journal refuses it. */
  async record(event: RunEvent): Promise<void> {
    await this.decide(() => event);
  }

  /**
   * Records what `decide` makes of the newest state, so that two who decide at once cannot both build on the same one.
   * `undefined` records nothing.
   */
  decide<E extends RunEvent | undefined>(decide: (state: RunState) => E): Promise<E> {
    const done = this.tail.then(async () => {
      const event = decide(this.current);
      if (!event) return event;
      if (this.closed && !endsOfWriting.has(event.type)) throw new AbortedError();
      // Folded before it is written, so that what the reducer refuses does not get into the journal.
      const next = reduceRun(this.current, event);
      await this.write(event);
      this.current = next;
      this.ends.changes.fire({ event, state: this.current });
      return event;
    });
    // The next in line waits for this one's end, however it ended; whoever asked for it hears of a failure.
    this.tail = done.catch(() => undefined);
    return done;
  }

  private async write(event: RunEvent): Promise<void> {
    const entry: JournalEntry = { at: this.ends.clock.now(), ...event };
    const written = await this.ends.journal.append(entry, reachOf(event));
    if (!written.ok) throw new JournalWriteError(written.error.message);
  }
}
