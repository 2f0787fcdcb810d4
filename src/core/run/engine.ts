import { WorkspaceView } from '../staging/read/overlayView';
import type { TaskId } from '../plan/plan';
import type { TreeChanges } from '../ports/shadowTree';
import type { Choice, HunkId } from '../review/hunk';
import type { Emitter } from '../util/emitter';
import { isAbort } from '../util/abort';
import type { WorkspacePath } from '../util/paths';
import { describeError, fail, ok, type Result } from '../util/result';
import { applyChosen, chosenTexts, stoppedApply } from './applyWork';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { leadFailure } from './failures';
import { unseenSources } from './measuring';
import { proposedTexts } from './proposedTexts';
import { editEvent, hunkOfFinding, openFinding, sentBackFeedback } from './reviewWork';
import type { Applied, Run, RunChange, RunProgress } from './run';
import { retryOf, retryOfStopped, sendBackOf, type Reopening } from './retrying';
import { JournalWriteError } from './runLog';
import type { RunPhase, RunState } from './state';
import { TaskDrive } from './taskDrive';

/** Phases in which tasks may be started again and proposed text may be chosen from. */
const openPhases: ReadonlySet<RunPhase> = new Set(['running', 'review', 'applied', 'stopped', 'aborted']);

/** What the engine is made of, beside what its parts share. */
export interface EngineOptions {
  readonly context: RunContext;
  readonly changes: Emitter<RunChange>;
  readonly progress: Emitter<RunProgress>;
}

/** A run being carried out: what a person may do with it, each recorded before it is done. */
export class RunEngine implements Run {
  readonly onDidChange;
  readonly onDidProgress;
  private readonly context: RunContext;
  private readonly drive: TaskDrive;
  /** Ends whatever is going on; a new one is made for each stretch of work. */
  private abort = new AbortController();
  /** Set when the journal or a defect ended the run; the journal may be unable to hold it. */
  private halted: RunFailure | undefined;

  constructor(private readonly options: EngineOptions) {
    this.context = options.context;
    this.onDidChange = options.changes.event;
    this.onDidProgress = options.progress.event;
    this.drive = new TaskDrive(this.context, () => this.abort.abort());
  }

  get state(): RunState {
    const { state } = this.context.log;
    return this.halted ? { ...state, phase: 'failed', failure: this.halted } : state;
  }

  async plan(): Promise<Result<void, RunFailure>> {
    const { lead, workspace, log } = this.context;
    if (this.state.phase !== 'planning') return notNow('This run has a plan already.');
    return this.guarded(async (signal) => {
      const planned = await lead.plan(
        this.state.setup.goal,
        new WorkspaceView(workspace, new Map()),
        workspace.folders,
        signal,
      );
      if (planned.ok) {
        await log.record({ type: 'plan-proposed', plan: planned.value });
        return ok(undefined);
      }
      const failure = leadFailure(planned.error, 'plan');
      await log.record({ type: 'run-failed', failure });
      return fail(failure);
    });
  }

  async approve(): Promise<Result<void, RunFailure>> {
    if (this.state.phase !== 'plan-ready') return notNow('There is no plan waiting for approval.');
    if (!this.context.isTrusted()) return untrusted;
    const approved = await this.record({ type: 'plan-approved' });
    return approved.ok ? this.driveOn() : approved;
  }

  async stop(): Promise<void> {
    if (!['planning', 'running'].includes(this.state.phase)) {
      this.abort.abort();
      return;
    }
    await this.record({ type: 'stop-requested' });
    this.abort.abort();
    // Whoever started the work hears of its defect; here only its end is awaited.
    await this.drive.present?.catch(() => undefined);
    if (this.state.phase === 'stopping') await this.record({ type: 'run-stopped' });
  }

  async discard(): Promise<void> {
    await this.stop();
    await this.record({ type: 'run-discarded' });
  }

  async answer(questionId: string, granted: boolean): Promise<Result<void, RunFailure>> {
    if (!this.state.questions.some((question) => question.questionId === questionId))
      return notNow('This question is answered already.');
    const recorded = await this.record({ type: 'question-answered', questionId, granted });
    if (recorded.ok) this.drive.work.questions.answer(questionId, granted);
    return recorded;
  }

  async releaseGates(taskId: TaskId | null): Promise<Result<void, RunFailure>> {
    return this.guarded(async (signal) => {
      const { context } = this;
      const seen = (await this.gatedTexts(taskId, signal)).flatMap((changes) => unseenSources(context, changes));
      await context.log.record({ type: 'gates-released', seen: seen.map(({ fingerprint }) => fingerprint) });
      if (taskId !== null) this.drive.work.heldGates.answer(taskId, undefined);
      return ok(undefined);
    });
  }

  async retryGates(taskId: TaskId): Promise<Result<void, RunFailure>> {
    return this.drive.work.heldGates.answer(taskId, undefined)
      ? ok(undefined)
      : notNow('No gate of this task is waiting.');
  }

  async waiveGate(gate: string, reason: string): Promise<Result<void, RunFailure>> {
    const recorded = await this.record({ type: 'gate-waived', gate, reason });
    if (!recorded.ok) return recorded;
    for (const [taskId, { status, heldPaths }] of this.state.tasks) {
      if (status === 'held' && heldPaths.length === 0) this.drive.work.heldGates.answer(taskId, undefined);
    }
    return ok(undefined);
  }

  async retryTask(taskId: TaskId): Promise<Result<void, RunFailure>> {
    return this.reopen(retryOf(this.state, taskId));
  }

  async retryStopped(): Promise<Result<void, RunFailure>> {
    return this.reopen(retryOfStopped(this.state));
  }

  async choose(hunks: readonly HunkId[], choice: Choice): Promise<Result<void, RunFailure>> {
    if (hunks.length === 0) return notNow('There is no change here.');
    return this.record({ type: 'choice-made', hunks, choice });
  }

  async editProposal(path: WorkspacePath, proposed: string): Promise<Result<void, RunFailure>> {
    return this.guarded(async () => {
      await this.context.log.decide((state) => editEvent(state, path, proposed));
      return ok(undefined);
    });
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

  async apply(options: { readonly without: readonly WorkspacePath[] }): Promise<Result<Applied, RunFailure>> {
    if (!this.context.isTrusted()) return untrusted;
    if (this.drive.present) return notNow('Tasks are still under way. Wait for them, or stop the run; then apply.');
    return this.guarded((signal) => applyChosen(this.context, options.without, signal).catch(stoppedApply));
  }

  /** What gates would run on for a task, or for the proposal and for what is chosen of it. */
  private async gatedTexts(taskId: TaskId | null, signal: AbortSignal): Promise<readonly TreeChanges[]> {
    if (taskId === null) return [proposedTexts(this.state), await chosenTexts(this.context, signal)];
    const changes = this.state.tasks.get(taskId)?.attempts.at(-1)?.changeSet?.changes ?? [];
    return [new Map(changes.map(({ path, after }) => [path, after]))];
  }

  private async reopen(reopenings: Result<readonly Reopening[], RunFailure>): Promise<Result<void, RunFailure>> {
    if (!this.context.isTrusted()) return untrusted;
    if (!openPhases.has(this.state.phase)) return notNow('The run is not open for new attempts.');
    if (!reopenings.ok) return reopenings;
    for (const event of reopenings.value) {
      const recorded = await this.record(event);
      if (!recorded.ok) return recorded;
    }
    if (this.drive.present) this.drive.wake();
    else void this.driveOn();
    return ok(undefined);
  }

  private async record(event: RunEvent): Promise<Result<void, RunFailure>> {
    return this.guarded(async () => {
      await this.context.log.record(event);
      return ok(undefined);
    });
  }

  private driveOn(): Promise<Result<void, RunFailure>> {
    return this.guarded(async (signal) => {
      await this.drive.start(signal);
      return ok(undefined);
    });
  }

  /** The one place that turns what was thrown into a failure: a stop, an unwritable journal, or a defect of ours. */
  private async guarded<T>(
    work: (signal: AbortSignal) => Promise<Result<T, RunFailure>>,
  ): Promise<Result<T, RunFailure>> {
    if (this.halted) return fail(this.halted);
    if (this.abort.signal.aborted && !this.drive.present) this.abort = new AbortController();
    try {
      return await work(this.abort.signal);
    } catch (error) {
      if (isAbort(error)) return fail({ reason: 'model-stopped', message: 'Stopped.' });
      return fail(this.halt(error));
    }
  }

  private halt(error: unknown): RunFailure {
    const journal = error instanceof JournalWriteError;
    const message = journal
      ? `The run was halted because its journal could not be written: ${error.message} Make room or mend the folder, then plan again; nothing was written to your workspace.`
      : `The run was halted by a defect of Lead/Worker: ${describeError(error)} Please report it with the log (Lead/Worker: Show Log).`;
    const failure: RunFailure = { reason: journal ? 'journal' : 'defect', message };
    this.context.logger.error(error instanceof Error ? (error.stack ?? message) : message);
    this.halted = failure;
    this.abort.abort();
    this.options.changes.fire({ event: { type: 'run-failed', failure }, state: this.state });
    return failure;
  }
}

/** Invariant 5: an untrusted folder is planned for and looked at, no more. */
const untrusted = fail<RunFailure>({
  reason: 'untrusted',
  message: 'Workers and gates do not run in a folder you have not trusted. Trust it, then approve the plan.',
});

function notNow(message: string): { readonly ok: false; readonly error: RunFailure } {
  return fail({ reason: 'not-now', message });
}
