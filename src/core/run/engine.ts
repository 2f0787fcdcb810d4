import type { TaskId } from '../plan/plan';
import type { Choice, HunkId } from '../review/hunk';
import type { Emitter } from '../util/emitter';
import type { WorkspacePath } from '../util/paths';
import { ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { Anew } from './controllable';
import { RunControls } from './controls';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { notNow, untrusted } from './failures';
import { FileActs } from './fileActs';
import { heldIn } from './holdReducer';
import { makePlan } from './planWork';
import { RebaseWatch } from './rebaseWatch';
import { ReviewActs } from './reviewActs';
import type { Applied, Run, RunChange, RunProgress } from './run';
import { retryOfStopped } from './retrying';
import { RunBoundary } from './runBoundary';
import type { DraftedFile } from './settling';
import type { RunState } from './state';
import { Stretches } from './stretches';
import { TaskDrive } from './taskDrive';
import type { PlannedUndo, Undone } from './undoable';

/** What the engine is made of, beside what its parts share. */
export interface EngineOptions {
  readonly context: RunContext;
  readonly changes: Emitter<RunChange>;
  readonly progress: Emitter<RunProgress>;
}

interface Without {
  readonly without: readonly WorkspacePath[];
}

/**
 * A run being carried out: what a person may do with it, each recorded before it is done. Here are its beginning, its end and the
 * answers to what it asks; what is done under way, in review and to files stands in a part each.
 */
export class RunEngine implements Run {
  readonly onDidChange;
  readonly onDidProgress;
  private readonly context: RunContext;
  private readonly drive: TaskDrive;
  private readonly boundary: RunBoundary;
  private readonly rebase: RebaseWatch;
  private readonly stretches: Stretches;
  private readonly controls: RunControls;
  private readonly review: ReviewActs;
  private readonly files: FileActs;

  constructor({ context, changes, progress }: EngineOptions) {
    this.context = context;
    this.onDidChange = changes.event;
    this.onDidProgress = progress.event;
    this.drive = new TaskDrive(context, () => this.boundary.stopAll());
    this.boundary = new RunBoundary(context, changes, () => this.drive.present !== undefined);
    this.rebase = new RebaseWatch(context, changes.event, () => {
      this.boundary.inBackground(async () => {
        await this.catchUp();
      });
    });
    const { boundary, drive, rebase } = this;
    const stretches = new Stretches({ context, boundary, drive });
    this.stretches = stretches;
    this.controls = new RunControls({ context, boundary, drive, stretches });
    this.review = new ReviewActs({ context, boundary, stretches, rebase });
    this.files = new FileActs({ context, boundary, stretches, rebase });
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
      await this.stretches.carryOut(signal);
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
      await this.stretches.carryOut(signal);
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
    // Of an apply it is the end of the writing that is awaited.
    await Promise.all([this.stretches.ended(), this.files.ended()]);
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
    return this.stretches.remeasured(async () => {
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
    return this.stretches.reopen(retryOfStopped(this.state));
  }

  draftConflict(taskId: TaskId, path: WorkspacePath, drafted: DraftedFile): Promise<Result<void, RunFailure>> {
    return this.review.draftConflict(taskId, path, drafted);
  }

  settleConflict(taskId: TaskId): Promise<Result<void, RunFailure>> {
    return this.review.settleConflict(taskId);
  }

  catchUp(): Promise<Result<void, RunFailure>> {
    return this.review.catchUp();
  }

  choose(hunks: readonly HunkId[], choice: Choice): Promise<Result<void, RunFailure>> {
    return this.review.choose(hunks, choice);
  }

  editProposal(path: WorkspacePath, proposed: string, saw?: string): Promise<Result<void, RunFailure>> {
    return this.review.editProposal(path, proposed, saw);
  }

  sendBack(taskId: TaskId, reason: string, findingId?: string): Promise<Result<void, RunFailure>> {
    return this.review.sendBack(taskId, reason, findingId);
  }

  dropFinding(findingId: string): Promise<Result<void, RunFailure>> {
    return this.review.dropFinding(findingId);
  }

  dismissFinding(findingId: string, reason: string): Promise<Result<void, RunFailure>> {
    return this.review.dismissFinding(findingId, reason);
  }

  planUndo(options: Without): Promise<Result<PlannedUndo, RunFailure>> {
    return this.files.planUndo(options);
  }

  undo(options: Without): Promise<Result<Undone, RunFailure>> {
    return this.files.undo(options);
  }

  apply(options: Without): Promise<Result<Applied, RunFailure>> {
    return this.files.apply(options);
  }

  private record(event: RunEvent): Promise<Result<void, RunFailure>> {
    return this.boundary.record(event);
  }

  private guarded<T>(work: (signal: AbortSignal) => Promise<Result<T, RunFailure>>): Promise<Result<T, RunFailure>> {
    return this.boundary.guarded(work);
  }
}
