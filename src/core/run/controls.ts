import { defaultProfile } from '../plan/profile';
import type { TaskId } from '../plan/plan';
import { changedTasks } from '../plan/planChanges';
import { ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { Anew, Controllable } from './controllable';
import type { RunFailure } from './failure';
import { notNow } from './failures';
import { retryOf } from './retrying';
import { carryOutRevision } from './revising';
import type { RunBoundary } from './runBoundary';
import type { RevisionQuestion, RunState } from './state';
import type { Stretches } from './stretches';
import type { TaskDrive } from './taskDrive';

/** What controls act through. */
export interface ControlEnds {
  readonly context: RunContext;
  readonly boundary: Pick<RunBoundary, 'guarded' | 'record'>;
  readonly drive: TaskDrive;
  readonly stretches: Pick<Stretches, 'reopen'>;
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
    return this.ends.stretches.reopen(retryOf(this.state, taskId, anew));
  }

  async reassignTask(taskId: TaskId, profile: string, note?: string): Promise<Result<void, RunFailure>> {
    const known = [defaultProfile, ...(this.state.setup.profiles ?? []).map(({ name }) => name)];
    if (!known.includes(profile)) return notNow(`This run has no worker profile "${profile}".`);
    await this.ends.boundary.guarded(async () => ok(await this.ends.drive.stopTask(taskId)));
    return this.retryTask(taskId, { profile, ...(note !== undefined && { note }) });
  }

  /** The user's word on a change of the plan. */
  answerRevision(question: RevisionQuestion, granted: boolean): Promise<Result<void, RunFailure>> {
    const { boundary } = this.ends;
    const { questionId, taskId, attempt, decision } = question;
    return this.withholding(question, async () => {
      const recorded = await boundary.record({ type: 'question-answered', questionId, granted });
      if (!recorded.ok || granted) return recorded.ok ? this.revise(question) : recorded;
      const reason = 'The user was asked and said no.';
      return boundary.record({ type: 'decision-refused', taskId, attempt, decision, reason, by: 'user' });
    });
  }

  /** Changes the plan as the user granted it before the window went away. */
  async carryOutGranted(): Promise<void> {
    const { grantedRevision } = this.state;
    if (grantedRevision) await this.withholding(grantedRevision, () => this.revise(grantedRevision));
  }

  private revise({ taskId, attempt, decision }: RevisionQuestion): Promise<Result<void, RunFailure>> {
    const { context, drive, boundary } = this.ends;
    return boundary.guarded(async () => {
      const revised = await carryOutRevision(context, { taskId, attempt }, decision, (id) => drive.isUnderWay(id));
      return revised.ok ? revised : notNow(`The plan stays as it is. ${revised.error}`);
    });
  }

  private withholding<T>({ decision }: RevisionQuestion, work: () => Promise<T>): Promise<T> {
    const { plan } = this.state;
    return this.ends.drive.withholding(plan ? changedTasks(plan, decision.plan) : new Set(), work);
  }

  private get state(): RunState {
    return this.ends.context.log.state;
  }
}
