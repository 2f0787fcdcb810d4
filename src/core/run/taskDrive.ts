import type { TaskId } from '../plan/plan';
import { isAbort } from '../util/abort';
import { SignalBranches } from '../util/signalBranches';
import { Permits } from '../util/permits';
import { describeError } from '../util/result';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import { findingsOnProposal } from './gateFindings';
import { measureTree, unseenSources } from './measuring';
import { basesOf, proposedTexts } from './proposedTexts';
import { pendingRevision, withheldTasks } from './revisionRuling';
import { TaskWork } from './taskWork';

const finish: RunEvent = { type: 'run-finished' };

/** Starts what is ready until nothing is left to do, then measures the merged proposal. One stretch of work at a time. */
export class TaskDrive {
  readonly work: TaskWork;
  private readonly workers: Permits;
  private readonly underWay = new Map<TaskId, Promise<void>>();
  private readonly branches = new Map<TaskId, AbortController>();
  /** Tasks that the user has just stopped: they don't start, and how they end is a stop. */
  private readonly stopping = new Set<TaskId>();
  /** Tasks that don't begin while something is made of them. */
  private readonly withheld = new Set<ReadonlySet<TaskId>>();
  private stretch: Promise<void> | undefined;
  private wakeUp: () => void = () => undefined;
  private abortReason: string | undefined;

  /** `stopAll` fires the signal that the present stretch was started with. */
  constructor(
    private readonly context: RunContext,
    private readonly stopAll: () => void,
  ) {
    this.workers = new Permits(context.log.state.setup.maxWorkers);
    this.work = new TaskWork(context, this.workers, {
      onWorkerFree: () => this.wake(),
      isUnderWay: (taskId) => this.underWay.has(taskId),
      withholding: (tasks, work) => this.withholding(tasks, work),
      onAbort: (reason) => {
        this.abortReason = reason;
        stopAll();
      },
    });
  }

  /** The stretch of work that is going on, if any. */
  get present(): Promise<void> | undefined {
    return this.stretch;
  }

  /** Starts a stretch of work. Resolves when every task has settled or was stopped; rejects with a defect. */
  start(signal: AbortSignal): Promise<void> {
    if (!this.stretch) {
      this.abortReason = undefined;
      this.stretch = this.carryOut(signal).finally(() => (this.stretch = undefined));
    }
    return this.stretch;
  }

  /** Has the present stretch look for ready tasks again. */
  wake(): void {
    this.wakeUp();
  }

  /** Whether somebody is at a task, or about to be. */
  isUnderWay(taskId: TaskId): boolean {
    return this.underWay.has(taskId);
  }

  /** Keeps tasks from beginning while something is made of them; the run does not end meanwhile. */
  async withholding<T>(tasks: ReadonlySet<TaskId>, work: () => Promise<T>): Promise<T> {
    this.withheld.add(tasks);
    try {
      return await work();
    } finally {
      this.withheld.delete(tasks);
      this.wake();
    }
  }

  /** Ends the work on one task, or keeps it from beginning; `false` where there is nothing to end, be it that it has ended meanwhile. */
  async stopTask(taskId: TaskId): Promise<boolean> {
    const { log } = this.context;
    this.stopping.add(taskId);
    try {
      this.branches.get(taskId)?.abort();
      await this.underWay.get(taskId);
      // One that was at work has recorded its end itself, before anything else could begin.
      const stopped = await log.decide((state): RunEvent | undefined =>
        state.tasks.get(taskId)?.status === 'waiting' && state.phase === 'running'
          ? { type: 'task-stopped', taskId }
          : undefined,
      );
      return stopped !== undefined || log.state.tasks.get(taskId)?.status === 'stopped';
    } finally {
      this.stopping.delete(taskId);
      this.wake();
    }
  }

  private async carryOut(signal: AbortSignal): Promise<void> {
    const { log } = this.context;
    const base = this.work.base.measured(signal);
    // Heard below, after the tasks: a rejection that comes earlier is not unheard.
    base.catch(() => undefined);
    for (;;) {
      await this.settleTasks(signal);
      await base.catch((error: unknown) => {
        if (!isAbort(error)) throw error;
      });
      if (this.abortReason !== undefined) return log.record({ type: 'run-aborted', reason: this.abortReason });
      if (signal.aborted) return;
      await this.measureProposal(signal);
      // The user may have sent something back while the gates ran. A run that is in review already is only measured again.
      await log.decide((state) => (state.phase === 'running' && !this.hasReady() ? finish : undefined));
      if (!this.hasReady()) return;
    }
  }

  /** Resolves when no task is under way and none can start. Rejects with the first defect. */
  private async settleTasks(signal: AbortSignal): Promise<void> {
    const failures: unknown[] = [];
    const branches = new SignalBranches(signal);
    const over = new AbortController();
    const stopped = new Promise<void>((resolve) => {
      signal.addEventListener('abort', () => resolve(), { once: true, signal: over.signal });
    });
    try {
      for (;;) {
        const woken = new Promise<void>((resolve) => (this.wakeUp = resolve));
        if (!signal.aborted) this.startReady(branches, failures);
        if (this.underWay.size === 0 && (signal.aborted || !this.isRevising)) break;
        // After a stop what is under way is waited for, however long it takes to end.
        await Promise.race(this.underWay.size > 0 ? [...this.underWay.values(), woken] : [woken, stopped]);
      }
    } finally {
      over.abort();
      branches.dispose();
    }
    const defect = failures.find((error) => !isAbort(error));
    if (defect !== undefined) throw defect instanceof Error ? defect : new Error(describeError(defect));
  }

  private startReady(branches: SignalBranches, failures: unknown[]): void {
    const { log, schedule } = this.context;
    const withheld = [...this.withheld].flatMap((tasks) => [...tasks]);
    const underWay = new Set([...this.underWay.keys(), ...this.stopping, ...withheld, ...withheldTasks(log.state)]);
    for (const taskId of schedule(log.state, underWay, this.workers.idle)) {
      const branch = new AbortController();
      this.branches.set(taskId, branch);
      const work = branches
        .use((signal) => this.work.carryOut(taskId, signal), branch)
        .catch((error: unknown) => this.ended(taskId, error))
        .catch((error: unknown) => {
          failures.push(error);
          // One task's defect must not leave the others spending money.
          if (!isAbort(error)) this.stopAll();
        })
        .finally(() => {
          this.underWay.delete(taskId);
          this.branches.delete(taskId);
        });
      this.underWay.set(taskId, work);
    }
  }

  /** A task's work came to no end of its own: a stop of this task alone is on record before anything else begins. */
  private async ended(taskId: TaskId, error: unknown): Promise<void> {
    const { log } = this.context;
    if (!isAbort(error) || !this.stopping.has(taskId) || log.state.phase !== 'running') throw error;
    await log.record({ type: 'task-stopped', taskId });
  }

  /** The plan may change any moment: what is left of it now is not all of it. */
  private get isRevising(): boolean {
    return this.withheld.size > 0 || pendingRevision(this.context.log.state) !== undefined;
  }

  private hasReady(): boolean {
    const { log, schedule } = this.context;
    return schedule(log.state, new Set(), 1).length > 0;
  }

  private async measureProposal(signal: AbortSignal): Promise<void> {
    const { log } = this.context;
    const texts = { after: proposedTexts(log.state), before: basesOf(log.state) };
    if (texts.after.size === 0) return;
    const unseen = unseenSources(this.context, texts);
    if (unseen.length > 0) return log.record({ type: 'proposal-held', subject: 'proposal', versions: unseen });
    for (const verdict of await measureTree(this.context, texts, null, signal)) {
      const findings = findingsOnProposal(log.state, verdict, this.context.newId);
      await log.record({ type: 'proposal-measured', subject: 'proposal', verdict, findings });
    }
  }
}
