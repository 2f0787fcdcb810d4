import { ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { RunFailure } from './failure';
import { notNow, untrusted } from './failures';
import { isOpen, type Reopening } from './retrying';
import type { RunBoundary } from './runBoundary';
import { SummingUp } from './summing';
import type { TaskDrive } from './taskDrive';

/** What stretches of work are made of. */
export interface StretchEnds {
  readonly context: RunContext;
  readonly boundary: RunBoundary;
  readonly drive: TaskDrive;
}

/** The stretches of work of a run, one at a time: what a person asks for is taken up by the present one, or begins another. */
export class Stretches {
  private readonly summing: SummingUp;

  constructor(private readonly ends: StretchEnds) {
    this.summing = new SummingUp(ends.context, ends.boundary);
  }

  /** Resolves when nothing of them is under way any more, however it ended: whoever began it hears of its defect. */
  async ended(): Promise<void> {
    await Promise.all([this.drained(), this.summing.end]);
  }

  /** Resolves when no task and no gate is under way; the lead may still be summing up. */
  async drained(): Promise<void> {
    await this.ends.drive.present?.catch(() => undefined);
  }

  /** One stretch of work, after which the lead sums up while the user looks at the proposal. */
  async carryOut(signal: AbortSignal): Promise<void> {
    await this.ends.drive.start(signal);
    this.summing.begin();
  }

  /** Has what is ready carried out, by the present stretch of work or by a new one. */
  async goOn(): Promise<void> {
    const { boundary, drive } = this.ends;
    // One that is being stopped looks for nothing any more.
    while (drive.present && boundary.isStopping) await this.drained();
    if (drive.present) drive.wake();
    else boundary.inBackground((signal) => this.carryOut(signal));
  }

  /** Why no attempt can begin now; `undefined` where one can. */
  mayReopen(): ReturnType<typeof notNow> | typeof untrusted | undefined {
    const { context, boundary } = this.ends;
    if (!context.isTrusted()) return untrusted;
    return isOpen(boundary.state) ? undefined : notNow('The run is not open for new attempts.');
  }

  /** Records new attempts and has them begin. */
  async reopen(reopenings: Result<readonly Reopening[], RunFailure>): Promise<Result<void, RunFailure>> {
    const { context, boundary } = this.ends;
    const refused = this.mayReopen();
    if (refused) return refused;
    if (!reopenings.ok) return reopenings;
    // Whoever asks for another attempt may have mended what no digest tells of.
    context.gates.forgetRed();
    for (const event of reopenings.value) {
      const recorded = await boundary.record(event);
      if (!recorded.ok) return recorded;
    }
    await this.goOn();
    return ok(undefined);
  }

  /** Measures the proposal after all once nothing of it waits to be seen any more, because it was seen or is gone. */
  async remeasured(act: () => Promise<Result<void, RunFailure>>): Promise<Result<void, RunFailure>> {
    const { context, boundary } = this.ends;
    const wasHeld = boundary.state.heldProposal.length > 0;
    const done = await act();
    const isFree = boundary.state.heldProposal.length === 0 && isOpen(boundary.state) && context.isTrusted();
    if (wasHeld && isFree) await this.goOn();
    return done;
  }
}
