import type { Event } from '../util/emitter';
import { fail, ok, type Result } from '../util/result';
import type { RunFailure } from './failure';
import { notNow } from './failures';
import type { Run, RunChange, RunProgress } from './run';
import type { ReadOnly } from './readOnly';
import type { RunState } from './state';

const never = (): { dispose(): void } => ({ dispose: () => undefined });
type Nothing = Promise<Result<never, RunFailure>>;

/** A run as its journal has it, to look at: nothing here writes to it. Every act says why not. */
export class ReadOnlyRun implements Run {
  readonly onDidChange: Event<RunChange> = never;
  readonly onDidProgress: Event<RunProgress> = never;

  constructor(
    readonly state: RunState,
    readonly readOnly: ReadOnly,
  ) {}

  /** Goes on with it here, where that can be. */
  async resume(): Promise<Result<void, RunFailure>> {
    return this.readOnly.takeOver ? this.readOnly.takeOver() : this.refused();
  }

  leave(): void {
    // Nothing is under way here.
  }

  async stop(): Promise<void> {
    // What is under way is another window's to stop.
  }

  async discard(): Promise<void> {
    // It is not this window's to give up.
  }

  /** Nothing was typed into what nobody may change. */
  async catchUp(): Promise<Result<void, RunFailure>> {
    return ok(undefined);
  }

  readonly refused = async (): Nothing => fail(notNow(this.readOnly.message).error);
  readonly plan = this.refused;
  readonly approve = this.refused;
  readonly pause = this.refused;
  readonly stopTask = this.refused;
  readonly tellWorker = this.refused;
  readonly reassignTask = this.refused;
  readonly answer = this.refused;
  readonly releaseGates = this.refused;
  readonly retryGates = this.refused;
  readonly waiveGate = this.refused;
  readonly retryTask = this.refused;
  readonly retryStopped = this.refused;
  readonly draftConflict = this.refused;
  readonly settleConflict = this.refused;
  readonly choose = this.refused;
  readonly editProposal = this.refused;
  readonly sendBack = this.refused;
  readonly dropFinding = this.refused;
  readonly dismissFinding = this.refused;
  readonly planUndo = this.refused;
  readonly undo = this.refused;
  readonly apply = this.refused;
}
