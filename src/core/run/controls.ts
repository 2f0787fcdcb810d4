import { defaultProfile } from '../plan/profile';
import type { TaskId } from '../plan/plan';
import { ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { Anew, Controllable } from './controllable';
import type { RunFailure } from './failure';
import { notNow } from './failures';
import { retryOf, type Reopening } from './retrying';
import type { RunBoundary } from './runBoundary';
import type { TaskDrive } from './taskDrive';

/** What controls act through. */
export interface ControlEnds {
  readonly context: RunContext;
  readonly boundary: Pick<RunBoundary, 'guarded' | 'record'>;
  readonly drive: TaskDrive;
  /** Records new attempts and has them begin. */
  reopen(reopenings: Result<readonly Reopening[], RunFailure>): Promise<Result<void, RunFailure>>;
}

/** The user's hand on a run that is under way. */
export class RunControls implements Controllable {
  constructor(private readonly ends: ControlEnds) {}

  async pause(): Promise<Result<void, RunFailure>> {
    const { phase, paused } = this.state;
    if (phase !== 'running' || paused) return notNow('Only a run that is under way can be paused.');
    return this.ends.boundary.record({ type: 'run-paused' });
  }

  /** Goes on after a pause. */
  async goOn(): Promise<Result<void, RunFailure>> {
    const recorded = await this.ends.boundary.record({ type: 'run-resumed' });
    if (recorded.ok) this.ends.context.pause.release();
    return recorded;
  }

  stopTask(taskId: TaskId): Promise<Result<void, RunFailure>> {
    return this.ends.boundary.guarded(async () =>
      (await this.ends.drive.stopTask(taskId))
        ? ok(undefined)
        : notNow(`${taskId} is not under way, so there is nothing to stop.`),
    );
  }

  tellWorker(taskId: TaskId, message: string): Promise<Result<void, RunFailure>> {
    const words = message.trim();
    return this.ends.boundary.guarded(async () => {
      if (words === '') return notNow('There is nothing to say in that.');
      const { steering, log } = this.ends.context;
      const isTold = await steering.tell(taskId, words, (key) =>
        log.record({ type: 'worker-told', ...key, message: words }),
      );
      return isTold ? ok(undefined) : notNow(`No worker is at ${taskId} now. Retry it with a note, or send it back.`);
    });
  }

  retryTask(taskId: TaskId, anew: Anew = {}): Promise<Result<void, RunFailure>> {
    return this.ends.reopen(retryOf(this.state, taskId, anew));
  }

  async reassignTask(taskId: TaskId, profile: string, note?: string): Promise<Result<void, RunFailure>> {
    const known = [defaultProfile, ...(this.state.setup.profiles ?? []).map(({ name }) => name)];
    if (!known.includes(profile)) return notNow(`This run has no worker profile "${profile}".`);
    await this.ends.boundary.guarded(async () => ok(await this.ends.drive.stopTask(taskId)));
    return this.retryTask(taskId, { profile, ...(note !== undefined && { note }) });
  }

  private get state() {
    return this.ends.context.log.state;
  }
}
