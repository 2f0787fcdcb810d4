import type { TaskId } from '../plan/plan';
import type { Choice, HunkId } from '../review/hunk';
import type { WorkspacePath } from '../util/paths';
import { ok, type Result } from '../util/result';
import { attemptFindings } from './attemptFindings';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { editClash, notNow } from './failures';
import { areAsShown } from './rebaseEvent';
import type { RebaseWatch } from './rebaseWatch';
import { sendBackOf } from './retrying';
import type { Reviewable } from './reviewable';
import { editEvent, hunkOfFinding, openFinding, sentBackFeedback, typedOnPresent } from './reviewWork';
import type { RunBoundary } from './runBoundary';
import type { Settlable } from './settlable';
import { draftEvent, settleEvent, type DraftedFile } from './settling';
import type { RunState } from './state';
import type { Stretches } from './stretches';

/** What the acts of a review go through. */
export interface ReviewEnds {
  readonly context: RunContext;
  readonly boundary: Pick<RunBoundary, 'guarded' | 'record' | 'state'>;
  readonly stretches: Stretches;
  readonly rebase: RebaseWatch;
}

/** What a person does with a proposal, and with what clashes in it: each act is recorded, and nothing is written by any. */
export class ReviewActs implements Reviewable, Settlable {
  constructor(private readonly ends: ReviewEnds) {}

  catchUp(): Promise<Result<void, RunFailure>> {
    const { boundary, rebase, stretches } = this.ends;
    return stretches.remeasured(() =>
      boundary.guarded(async () => {
        await rebase.catchUp();
        return ok(undefined);
      }),
    );
  }

  async choose(hunks: readonly HunkId[], choice: Choice): Promise<Result<void, RunFailure>> {
    if (hunks.length === 0) return notNow('There is no change here.');
    const shown = this.state;
    const caughtUp = await this.catchUp();
    if (!caughtUp.ok) return caughtUp;
    if (!areAsShown(shown, this.state, hunks))
      return notNow('What you typed in the file itself has changed this. Look at it again, and decide then.');
    return this.ends.stretches.remeasured(() => this.ends.boundary.record({ type: 'choice-made', hunks, choice }));
  }

  editProposal(path: WorkspacePath, proposed: string, saw?: string): Promise<Result<void, RunFailure>> {
    return this.ends.stretches.remeasured(() =>
      this.decided((state) => {
        const typed = saw === undefined ? proposed : typedOnPresent(state, path, { typed: proposed, saw });
        return typed === undefined ? notNow(editClash(path)) : ok(editEvent(state, path, typed));
      }),
    );
  }

  async sendBack(taskId: TaskId, reason: string, findingId?: string): Promise<Result<void, RunFailure>> {
    const finding = findingId === undefined ? ok(null) : openFinding(this.state, findingId);
    if (!finding.ok) return finding;
    const feedback = sentBackFeedback(reason, finding.value);
    return this.ends.stretches.reopen(sendBackOf(this.state, { taskId, feedback, findingId: findingId ?? null }));
  }

  async dropFinding(findingId: string): Promise<Result<void, RunFailure>> {
    const finding = openFinding(this.state, findingId);
    if (!finding.ok) return finding;
    const hunk = hunkOfFinding(this.state, finding.value);
    if (!hunk.ok) return hunk;
    const chosen = await this.choose([hunk.value], 'rejected');
    return chosen.ok ? this.settleFinding(findingId, 'dropped', '') : chosen;
  }

  async dismissFinding(findingId: string, reason: string): Promise<Result<void, RunFailure>> {
    const finding = openFinding(this.state, findingId);
    return finding.ok ? this.settleFinding(findingId, 'dismissed', reason) : finding;
  }

  draftConflict(taskId: TaskId, path: WorkspacePath, drafted: DraftedFile): Promise<Result<void, RunFailure>> {
    return this.decided((state) => draftEvent(state, state.tasks.get(taskId), path, drafted));
  }

  async settleConflict(taskId: TaskId): Promise<Result<void, RunFailure>> {
    const { context, stretches } = this.ends;
    const refused = stretches.mayReopen();
    if (refused) return refused;
    const settled = await this.decided((state) =>
      settleEvent(state, state.tasks.get(taskId), (key) => attemptFindings(state, key, context.newId)),
    );
    if (settled.ok) await stretches.goOn();
    return settled;
  }

  private settleFinding(
    findingId: string,
    choice: 'dropped' | 'dismissed',
    reason: string,
  ): Promise<Result<void, RunFailure>> {
    return this.ends.boundary.record({ type: 'finding-settled', findingId, choice, reason });
  }

  /** Records what the newest state makes of what a person does, if anything, or says why nothing comes of it. */
  private decided(
    decide: (state: RunState) => Result<RunEvent | undefined, RunFailure>,
  ): Promise<Result<void, RunFailure>> {
    return this.ends.boundary.guarded(async () => {
      let refused: Result<void, RunFailure> = ok(undefined);
      await this.ends.context.log.decide((state) => {
        const event = decide(state);
        if (!event.ok) refused = event;
        return event.ok ? event.value : undefined;
      });
      return refused;
    });
  }

  private get state(): RunState {
    return this.ends.boundary.state;
  }
}
