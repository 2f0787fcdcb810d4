import { isAbort } from '../util/abort';
import type { Emitter } from '../util/emitter';
import { describeError, fail, ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { reduceRun } from './reducer';
import type { RunChange } from './run';
import { JournalWriteError } from './runLog';
import type { RunState } from './state';

/**
 * What a run does passes through here: the one place that turns what was thrown into a failure, be it a stop, an unwritable
 * journal or a defect of ours. The last two halt the run.
 */
export class RunBoundary {
  /** Ends whatever is going on; a new one is made for each stretch of work. */
  private abort = new AbortController();
  private halted: RunFailure | undefined;
  /** The state with what the journal could not take any more. */
  private unrecorded: RunState | undefined;

  /** `isBusy`: whether something still goes on that was started with the present signal. */
  constructor(
    private readonly context: RunContext,
    private readonly changes: Emitter<RunChange>,
    private readonly isBusy: () => boolean,
  ) {}

  get state(): RunState {
    return this.unrecorded ?? this.context.log.state;
  }

  /** Whether what goes on has been told to end. */
  get isStopping(): boolean {
    return this.abort.signal.aborted;
  }

  /** Tells whatever goes on to end. */
  stopAll(): void {
    this.abort.abort();
  }

  /** Does a piece of work; never rejects. A halted run does nothing any more. */
  async guarded<T>(work: (signal: AbortSignal) => Promise<Result<T, RunFailure>>): Promise<Result<T, RunFailure>> {
    if (this.halted) return fail(this.halted);
    if (this.abort.signal.aborted && !this.isBusy()) this.abort = new AbortController();
    try {
      return await work(this.abort.signal);
    } catch (error) {
      if (isAbort(error)) return fail({ reason: 'model-stopped', message: 'Stopped.' });
      return fail(await this.halt(error));
    }
  }

  /** Records one event. */
  record(event: RunEvent): Promise<Result<void, RunFailure>> {
    return this.guarded(async () => {
      await this.context.log.record(event);
      return ok(undefined);
    });
  }

  /** Work that nobody waits for: what becomes of it is in the state, and what went wrong in the log. */
  inBackground(work: (signal: AbortSignal) => Promise<void>): void {
    this.guarded(async (signal) => {
      await work(signal);
      return ok(undefined);
    }).then(
      (done) => {
        if (!done.ok && done.error.reason !== 'model-stopped') this.context.logger.warn(done.error.message);
      },
      (error: unknown) => this.context.logger.error(`The run could not go on: ${describeError(error)}`),
    );
  }

  /** An event that ends the run. It takes effect though the run is halted and though the journal may not take it. */
  async recordEnd(event: Extract<RunEvent, { type: 'run-failed' | 'run-discarded' }>): Promise<void> {
    if (!this.unrecorded) {
      try {
        await this.context.log.record(event);
        return;
      } catch (error) {
        this.context.logger.error(`The journal does not hold ${event.type}: ${describeError(error)}`);
      }
    }
    this.unrecorded = reduceRun(this.state, event);
    this.changes.fire({ event, state: this.unrecorded });
  }

  private async halt(error: unknown): Promise<RunFailure> {
    const isJournal = error instanceof JournalWriteError;
    const message = isJournal
      ? `The run was halted because its journal could not be written: ${error.message} Make room or mend the folder, then plan again; ${this.state.applying ? 'accepted changes may be in your files already, and one undo takes them back' : 'no file was changed by this'}.`
      : `The run was halted by a defect of Lead/Worker: ${describeError(error)} Please report it with the log (Lead/Worker: Show Log).`;
    this.context.logger.error(error instanceof Error ? (error.stack ?? message) : message);
    if (this.halted) return this.halted;
    const failure: RunFailure = { reason: isJournal ? 'journal' : 'defect', message };
    this.halted = failure;
    this.abort.abort();
    await this.recordEnd({ type: 'run-failed', failure });
    return failure;
  }
}
