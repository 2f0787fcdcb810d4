import type { TaskId } from '../plan/plan';
import type { Choice, HunkId } from '../review/hunk';
import type { Emitter } from '../util/emitter';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { applyChosen, stoppedApply } from './applyWork';
import { attemptFindings } from './attemptFindings';
import type { RunContext } from './context';
import type { Anew } from './controllable';
import { RunControls } from './controls';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { editClash, notNow, untrusted } from './failures';
import { heldIn } from './holdReducer';
import { makePlan } from './planWork';
import { acceptedPaths, reopenedMeanwhile } from './rebaseApply';
import { areAsShown } from './rebaseEvent';
import { RebaseWatch } from './rebaseWatch';
import { editEvent, hunkOfFinding, openFinding, sentBackFeedback, typedOnPresent } from './reviewWork';
import type { Applied, Run, RunChange, RunProgress } from './run';
import { isOpen, retryOfStopped, sendBackOf, type Reopening } from './retrying';
import { RunBoundary } from './runBoundary';
import { draftEvent, settleEvent, type DraftedFile } from './settling';
import type { RunState } from './state';
import { SummingUp } from './summing';
import { TaskDrive } from './taskDrive';
import type { PlannedUndo, Undone } from './undoable';
import { planUndoOfLast, undoLast } from './undoWork';

/** What the engine is made of, beside what its parts share. */
export interface EngineOptions {
  readonly context: RunContext;
  readonly changes: Emitter<RunChange>;
  readonly progress: Emitter<RunProgress>;
}

interface Without {
  readonly without: readonly WorkspacePath[];
}

/** A run being carried out: what a person may do with it, each recorded before it is done. */
export class RunEngine implements Run {
  readonly onDidChange;
  readonly onDidProgress;
  private readonly context: RunContext;
  private readonly drive: TaskDrive;
  private readonly boundary: RunBoundary;
  private readonly rebase: RebaseWatch;
  private readonly summing: SummingUp;
  private readonly controls: RunControls;
  /** The apply, or the undo of one, that is under way. */
  private applying: Promise<Result<unknown, RunFailure>> | undefined;

  constructor({ context, changes, progress }: EngineOptions) {
    this.context = context;
    this.onDidChange = changes.event;
    this.onDidProgress = progress.event;
    this.drive = new TaskDrive(context, () => this.boundary.stopAll());
    this.boundary = new RunBoundary(context, changes, () => this.drive.present !== undefined);
    this.summing = new SummingUp(context, this.boundary);
    const { boundary, drive } = this;
    this.controls = new RunControls({ context, boundary, drive, reopen: (reopenings) => this.reopen(reopenings) });
    this.rebase = new RebaseWatch(context, changes.event, () => {
      this.boundary.inBackground(async () => {
        await this.catchUp();
      });
    });
  }

  get state(): RunState {
    return this.boundary.state;
  }

  async plan(): Promise<Result<void, RunFailure>> {
    if (this.state.phase !== 'planning') return notNow('This run has a plan already.');
    return this.guarded((signal) => makePlan(this.context, signal));
  }

  async approve(): Promise<Result<void, RunFailure>> {
    if (this.state.phase !== 'plan-ready') return notNow('There is no plan waiting for approval.');
    if (!this.context.isTrusted()) return untrusted;
    const approved = await this.record({ type: 'plan-approved' });
    if (!approved.ok) return approved;
    return this.guarded(async (signal) => {
      await this.carryOut(signal);
      return ok(undefined);
    });
  }

  async resume(): Promise<Result<void, RunFailure>> {
    if (this.state.paused) return this.controls.goOn();
    if (this.state.phase !== 'interrupted') return notNow('This run is neither paused nor interrupted.');
    if (this.state.plan && !this.context.isTrusted()) return untrusted;
    const resumed = await this.record({ type: 'run-resumed' });
    if (!resumed.ok) return resumed;
    return this.guarded(async (signal) => {
      if (!this.state.plan) return makePlan(this.context, signal);
      await this.controls.carryOutGranted();
      await this.carryOut(signal);
      return ok(undefined);
    });
  }

  leave(): void {
    this.context.log.close();
    this.boundary.stopAll();
  }

  /** Begins with a run that its journal was read for. Nothing goes on by itself but the look at what the user typed meanwhile. */
  takeUp(): void {
    this.rebase.takeUp();
  }

  async stop(): Promise<void> {
    if (['planning', 'running'].includes(this.state.phase)) await this.record({ type: 'stop-requested' });
    this.boundary.stopAll();
    // Whoever started the work hears of its defect; here only its end is awaited. Of an apply it is the end of the writing.
    await Promise.all([this.drive.present?.catch(() => undefined), this.applying, this.summing.end]);
    if (this.state.phase === 'stopping') await this.record({ type: 'run-stopped' });
  }

  async discard(): Promise<void> {
    await this.stop();
    await this.boundary.recordEnd({ type: 'run-discarded' });
  }

  async answer(questionId: string, granted: boolean): Promise<Result<void, RunFailure>> {
    const question = this.state.questions.find((open) => open.questionId === questionId);
    if (!question) return notNow('This question is answered already.');
    const { decision } = question;
    if (decision.type === 'revise') return this.controls.answerRevision({ ...question, decision }, granted);
    const recorded = await this.record({ type: 'question-answered', questionId, granted });
    if (recorded.ok) this.drive.work.questions.answer(questionId, granted);
    return recorded;
  }

  async releaseGates(shown: readonly string[]): Promise<Result<void, RunFailure>> {
    const waiting = new Set(heldIn(this.state).map(({ fingerprint }) => fingerprint));
    const seen = shown.filter((fingerprint) => waiting.has(fingerprint));
    if (seen.length === 0) return notNow('No gate waits for that version of the change any more.');
    return this.remeasured(async () => {
      const recorded = await this.record({ type: 'gates-released', seen });
      if (recorded.ok) this.drive.work.releaseSeen();
      return recorded;
    });
  }

  async retryGates(taskId: TaskId): Promise<Result<void, RunFailure>> {
    this.context.gates.forgetRed();
    return this.drive.work.heldGates.answer(taskId, undefined)
      ? ok(undefined)
      : notNow('No gate of this task is waiting.');
  }

  async waiveGate(gate: string, reason: string): Promise<Result<void, RunFailure>> {
    if (!this.state.setup.gates.some(({ id }) => id === gate))
      return notNow(`Only a configured gate can be waived, and ${gate} is none: it says what no change may do.`);
    const recorded = await this.record({ type: 'gate-waived', gate, reason });
    if (!recorded.ok) return recorded;
    for (const [taskId, { status, heldPaths }] of this.state.tasks) {
      if (status === 'held' && heldPaths.length === 0) this.drive.work.heldGates.answer(taskId, undefined);
    }
    return ok(undefined);
  }

  pause(): Promise<Result<void, RunFailure>> {
    return this.controls.pause();
  }

  stopTask(taskId: TaskId): Promise<Result<void, RunFailure>> {
    return this.controls.stopTask(taskId);
  }

  tellWorker(taskId: TaskId, message: string): Promise<Result<void, RunFailure>> {
    return this.controls.tellWorker(taskId, message);
  }

  retryTask(taskId: TaskId, anew?: Anew): Promise<Result<void, RunFailure>> {
    return this.controls.retryTask(taskId, anew);
  }

  reassignTask(taskId: TaskId, profile: string, note?: string): Promise<Result<void, RunFailure>> {
    return this.controls.reassignTask(taskId, profile, note);
  }

  async retryStopped(): Promise<Result<void, RunFailure>> {
    return this.reopen(retryOfStopped(this.state));
  }

  async draftConflict(taskId: TaskId, path: WorkspacePath, drafted: DraftedFile): Promise<Result<void, RunFailure>> {
    return this.decided((state) => draftEvent(state, state.tasks.get(taskId), path, drafted));
  }

  async settleConflict(taskId: TaskId): Promise<Result<void, RunFailure>> {
    if (!this.context.isTrusted()) return untrusted;
    if (!isOpen(this.state)) return notNow('The run is not open for new attempts.');
    const { newId } = this.context;
    const settled = await this.decided((state) =>
      settleEvent(state, state.tasks.get(taskId), (key) => attemptFindings(state, key, newId)),
    );
    if (settled.ok) await this.goOn();
    return settled;
  }

  async catchUp(): Promise<Result<void, RunFailure>> {
    return this.remeasured(() =>
      this.guarded(async () => {
        await this.rebase.catchUp();
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
    return this.remeasured(() => this.record({ type: 'choice-made', hunks, choice }));
  }

  async editProposal(path: WorkspacePath, proposed: string, saw?: string): Promise<Result<void, RunFailure>> {
    return this.remeasured(() =>
      this.guarded(async () => {
        const outdated: WorkspacePath[] = [];
        await this.context.log.decide((state) => {
          const typed = saw === undefined ? proposed : typedOnPresent(state, path, { typed: proposed, saw });
          if (typed === undefined) outdated.push(path);
          return typed === undefined ? undefined : editEvent(state, path, typed);
        });
        return outdated.length > 0 ? notNow(editClash(path)) : ok(undefined);
      }),
    );
  }

  async sendBack(taskId: TaskId, reason: string, findingId?: string): Promise<Result<void, RunFailure>> {
    const finding = findingId === undefined ? ok(null) : openFinding(this.state, findingId);
    if (!finding.ok) return finding;
    const feedback = sentBackFeedback(reason, finding.value);
    return this.reopen(sendBackOf(this.state, { taskId, feedback, findingId: findingId ?? null }));
  }

  async dropFinding(findingId: string): Promise<Result<void, RunFailure>> {
    const finding = openFinding(this.state, findingId);
    if (!finding.ok) return finding;
    const hunk = hunkOfFinding(this.state, finding.value);
    if (!hunk.ok) return hunk;
    const chosen = await this.choose([hunk.value], 'rejected');
    if (!chosen.ok) return chosen;
    return this.record({ type: 'finding-settled', findingId, choice: 'dropped', reason: '' });
  }

  async dismissFinding(findingId: string, reason: string): Promise<Result<void, RunFailure>> {
    const finding = openFinding(this.state, findingId);
    return finding.ok ? this.record({ type: 'finding-settled', findingId, choice: 'dismissed', reason }) : finding;
  }

  async planUndo({ without }: Without): Promise<Result<PlannedUndo, RunFailure>> {
    return this.mayWrite() ?? this.guarded((signal) => planUndoOfLast(this.context, without, signal));
  }

  async undo({ without }: Without): Promise<Result<Undone, RunFailure>> {
    const undo = (signal: AbortSignal): Promise<Result<Undone, RunFailure>> =>
      this.rebase.whileStill([], () => undoLast(this.context, without, signal).catch(stoppedApply));
    return this.mayWrite() ?? this.writing(undo);
  }

  async apply(options: { readonly without: readonly WorkspacePath[] }): Promise<Result<Applied, RunFailure>> {
    if (!this.context.isTrusted()) return untrusted;
    return (
      this.mayWrite() ??
      this.writing(async (signal) => {
        // Gates may be at work on the proposal, released a moment ago.
        await this.drive.present?.catch(() => undefined);
        const shown = this.state;
        const paths = acceptedPaths(shown, options.without);
        return this.rebase.whileStill(paths, async () => {
          const reopened = reopenedMeanwhile(shown, this.state, paths);
          if (reopened) return this.refused(reopened);
          return applyChosen(this.context, options.without, signal).catch(stoppedApply);
        });
      })
    );
  }

  /** Why nothing may be written now; `undefined` when it may. */
  private mayWrite(): ReturnType<typeof notNow> | undefined {
    if (this.applying) return notNow('An apply is under way. Wait for its end, or stop it.');
    if (['running', 'stopping'].includes(this.state.phase))
      return notNow('Tasks are still under way. Wait for them, or stop the run.');
    return undefined;
  }

  /** Writes files, one such work at a time. */
  private async writing<T>(
    work: (signal: AbortSignal) => Promise<Result<T, RunFailure>>,
  ): Promise<Result<T, RunFailure>> {
    const written = this.guarded(work);
    this.applying = written;
    try {
      return await written;
    } finally {
      this.applying = undefined;
    }
  }

  private async refused(failure: RunFailure): Promise<Result<Applied, RunFailure>> {
    await this.context.log.record({ type: 'apply-refused', failure });
    return fail(failure);
  }

  private async reopen(reopenings: Result<readonly Reopening[], RunFailure>): Promise<Result<void, RunFailure>> {
    if (!this.context.isTrusted()) return untrusted;
    if (!isOpen(this.state)) return notNow('The run is not open for new attempts.');
    if (!reopenings.ok) return reopenings;
    // Whoever asks for another attempt may have mended what no digest tells of.
    this.context.gates.forgetRed();
    for (const event of reopenings.value) {
      const recorded = await this.record(event);
      if (!recorded.ok) return recorded;
    }
    await this.goOn();
    return ok(undefined);
  }

  /** Records what the newest state makes of what a person does, or says why nothing comes of it. */
  private decided(decide: (state: RunState) => Result<RunEvent, RunFailure>): Promise<Result<void, RunFailure>> {
    return this.guarded(async () => {
      let refused: Result<void, RunFailure> = ok(undefined);
      await this.context.log.decide((state) => {
        const event = decide(state);
        if (!event.ok) refused = event;
        return event.ok ? event.value : undefined;
      });
      return refused;
    });
  }

  /** Measures the proposal after all once nothing of it waits to be seen any more, because it was seen or is gone. */
  private async remeasured(act: () => Promise<Result<void, RunFailure>>): Promise<Result<void, RunFailure>> {
    const wasHeld = this.state.heldProposal.length > 0;
    const done = await act();
    const isFree = this.state.heldProposal.length === 0 && isOpen(this.state) && this.context.isTrusted();
    if (wasHeld && isFree) await this.goOn();
    return done;
  }

  /** Has what is ready carried out, by the present stretch of work or by a new one. */
  private async goOn(): Promise<void> {
    // One that is being stopped looks for nothing any more.
    while (this.drive.present && this.boundary.isStopping) await this.drive.present.catch(() => undefined);
    if (this.drive.present) this.drive.wake();
    else this.boundary.inBackground((signal) => this.carryOut(signal));
  }

  /** One stretch of work, after which the lead sums up while the user looks at the proposal. */
  private async carryOut(signal: AbortSignal): Promise<void> {
    await this.drive.start(signal);
    this.summing.begin();
  }

  private record(event: RunEvent): Promise<Result<void, RunFailure>> {
    return this.boundary.record(event);
  }

  private guarded<T>(work: (signal: AbortSignal) => Promise<Result<T, RunFailure>>): Promise<Result<T, RunFailure>> {
    return this.boundary.guarded(work);
  }
}
