import type { Decision } from '../lead/assessment';
import type { Resolution } from '../lead/resolution';
import type { TaskId } from '../plan/plan';
import { changedTasks } from '../plan/planChanges';
import type { Permits } from '../util/permits';
import { ok, type Result } from '../util/result';
import { attemptFindings, findingOf } from './attemptFindings';
import { givenUp, makeAttempt, type Attempted } from './attemptWork';
import { BaseMeasurement } from './baseMeasurement';
import type { RunContext } from './context';
import type { AttemptKey, RunEvent } from './events';
import type { RunFailure } from './failure';
import { leftToUser } from './failures';
import { Holds } from './holds';
import { Judging } from './judging';
import { measureChangeSet, measuredTexts, measureTree, unpassed, unseenSources } from './measuring';
import { clashEvent, lostInMerge } from './clashing';
import { mergeAccepted, type AcceptedChanges } from './merging';
import { taskToMeasure } from './mergeTask';
import { Resolving } from './resolving';
import { resumedAttempt } from './resuming';
import { propose } from './revising';
import { standingIn } from './standings';
import { attemptOf, taskStateOf } from './state';

/** What the lead has said of an attempt of which the merge was interrupted. */
const accepted: Result<Decision, RunFailure> = ok({ type: 'accept' });

/** Hears of what concerns more than one task. */
export interface TaskWorkListener {
  /** A worker is free while its task goes on: others may start. */
  onWorkerFree(): void;
  /** Ends the run with the lead's reason, after the user agreed to it. */
  onAbort(reason: string): void;
  /** Whether somebody is at a task, or about to be. */
  isUnderWay(taskId: TaskId): boolean;
  /** Keeps tasks from beginning while something is made of them. */
  withholding<T>(tasks: ReadonlySet<TaskId>, work: () => Promise<T>): Promise<T>;
}

/** Carries tasks out: attempt, gates, assessment, decision, merge. One object per run; several tasks at once. */
export class TaskWork {
  /** Held gates by task: the user released them or wants them run again. */
  readonly heldGates = new Holds<void>();
  readonly base: BaseMeasurement;
  private readonly judging: Judging;
  private readonly resolving: Resolving;

  constructor(
    private readonly context: RunContext,
    private readonly workers: Permits,
    private readonly hears: TaskWorkListener,
  ) {
    this.base = new BaseMeasurement(context);
    this.judging = new Judging(context);
    this.resolving = new Resolving(context);
  }

  /** The lead's questions by id: granted or not. */
  get questions(): Holds<boolean> {
    return this.judging.questions;
  }

  /** One task until it is accepted, has failed, or waits for a person. Rejects with an abort after a stop. */
  async carryOut(taskId: TaskId, signal: AbortSignal): Promise<void> {
    try {
      await this.attemptUntilSettled(taskId, signal);
    } finally {
      this.resolving.giveBack(taskId);
    }
  }

  private async attemptUntilSettled(taskId: TaskId, signal: AbortSignal): Promise<void> {
    let resumed = resumedAttempt(this.context.log.state, taskId);
    for (;;) {
      const attempted =
        resumed?.attempted ?? (await this.workers.use(signal, () => makeAttempt(this.context, taskId, signal)));
      if (!attempted) return;
      this.hears.onWorkerFree();
      const { key } = attempted;
      const from = resumed?.at ?? 'measure';
      resumed = undefined;
      const { failure } = attemptOf(this.context.log.state, key);
      if (from === 'measure' && !failure) await this.measure(key, signal);
      const decision = from === 'merge' ? accepted : await this.judging.judge(key, signal);
      if (!decision.ok) {
        await this.context.log.record(
          failure ? givenUp(key, failure, decision.error.message) : failed(taskId, decision.error),
        );
        return;
      }
      switch (decision.value.type) {
        case 'accept':
          if ((await this.mergeOrResolve(attempted, signal)) === 'again') break;
          return this.propose(key);
        case 'retry':
          await this.context.log.record({ type: 'attempt-rejected', ...key, feedback: decision.value.feedback });
          break;
        case 'reassign': {
          const { profile, feedback } = decision.value;
          await this.context.log.record({ type: 'attempt-reassigned', ...key, profile, feedback });
          break;
        }
        case 'leave':
          await this.context.log.record(
            failure
              ? givenUp(key, failure, `The lead leaves it to you: ${decision.value.reason}`)
              : failed(taskId, leftToUser(decision.value.reason)),
          );
          return this.propose(key);
        case 'abort':
          this.hears.onAbort(decision.value.reason);
          return;
      }
    }
  }

  /** Has the plan changed, where the lead wanted that with its decision. */
  private async propose(key: AttemptKey): Promise<void> {
    const { plan } = this.context.log.state;
    const next = attemptOf(this.context.log.state, key).assessment?.revision?.plan;
    if (!plan || !next) return;
    await this.hears.withholding(changedTasks(plan, next), () =>
      propose(this.context, key, (id) => this.hears.isUnderWay(id)),
    );
  }

  /** Lets the gates go on of which the user has seen all that held them. */
  releaseSeen(): void {
    const { tasks, seenSources } = this.context.log.state;
    for (const [taskId, { status, heldSources }] of tasks) {
      const isSeen = heldSources.every(({ fingerprint }) => seenSources.has(fingerprint));
      if (status === 'held' && heldSources.length > 0 && isSeen) this.heldGates.answer(taskId, undefined);
    }
  }

  /** Gates on the attempt's tree; waits for the user where a change touches what gates run from or a gate could not run. */
  private async measure(key: AttemptKey, signal: AbortSignal): Promise<void> {
    const { context } = this;
    const { changeSet } = attemptOf(context.log.state, key);
    if (!changeSet) throw new Error(`Attempt ${key.attempt} of ${key.taskId} wrote no change set.`);
    const { state } = context.log;
    const measured = { changeSet, digest: context.digest };
    const task = taskToMeasure(state, taskStateOf(state, key.taskId), measured);
    const builtIn = await measureChangeSet(context, task, changeSet);
    for (const verdict of builtIn) await context.log.record({ type: 'attempt-measured', ...key, verdict });
    // What is out of scope or no patch at all is not run: the lead hears of it first.
    if (builtIn.some(({ outcome }) => outcome !== 'passed')) return;

    for (;;) {
      const texts = measuredTexts(context.log.state, changeSet.changes);
      const unseen = unseenSources(context, texts);
      if (unseen.length > 0) {
        const sources = unseen.map(({ path }) => path);
        await this.hold({ type: 'gates-held', ...key, sources, versions: unseen }, signal);
        continue;
      }
      const verdicts = await measureTree(context, texts, key.taskId, signal);
      for (const verdict of verdicts) await context.log.record({ type: 'attempt-measured', ...key, verdict });
      if (unpassed(context.log.state, verdicts).some(({ outcome }) => outcome === 'failed'))
        await this.base.measured(signal);
      // What can't be laid at the worker's door, nor be passed, is the user's to mend or to waive.
      const { state } = context.log;
      const isStuck = unpassed(state, verdicts).some((verdict) =>
        ['unmeasured', 'unclear'].includes(standingIn(state, verdict, changeSet.changes)),
      );
      if (!isStuck) return;
      await this.hold({ type: 'gates-held', ...key, sources: [] }, signal);
    }
  }

  private async hold(event: Extract<RunEvent, { type: 'gates-held' }>, signal: AbortSignal): Promise<void> {
    const answered = this.heldGates.wait(event.taskId, signal);
    await Promise.all([this.context.log.record(event), answered]);
  }

  /** Whether the task needs another attempt, to settle a conflict. */
  private async mergeOrResolve(attempted: Attempted, signal: AbortSignal): Promise<'settled' | 'again'> {
    // A word of the lead's on the conflict that nobody has acted on yet is about the conflict as it is on record.
    const isJudged = (attemptOf(this.context.log.state, attempted.key).clash?.resolution ?? null) !== null;
    if (!isJudged && (await this.merge(attempted)) === 'merged') return 'settled';
    const host = {
      mergeAgain: () => this.merge(attempted),
      ask: (decision: Resolution) => this.judging.ask(attempted.key, decision, signal),
    };
    return (await this.resolving.resolve(attempted.key, host, signal)) === 'again' ? 'again' : 'settled';
  }

  private async merge({ key, laid }: Attempted): Promise<'merged' | 'clashed'> {
    const { log, newId } = this.context;
    const changes = attemptOf(log.state, key).changeSet?.changes ?? [];
    const findings = attemptFindings(log.state, key, newId);
    const event = await log.decide((state): RunEvent => {
      const accepted: AcceptedChanges = { author: { type: 'task', ...key }, changes, laid };
      const merged = mergeAccepted(state, accepted);
      if (!merged.ok) return clashEvent(state, key, accepted);
      const { landed, ...result } = merged.value;
      // What was found of a file stands where the file does by now.
      const placed = findings.map((finding) => ({ ...finding, path: landed.get(finding.path) ?? finding.path }));
      const lost = lostInMerge(state, key, result).map((stated) => findingOf(key, 'merge', { id: newId(), ...stated }));
      return { type: 'attempt-accepted', ...key, ...result, findings: [...placed, ...lost] };
    });
    return event.type === 'attempt-accepted' ? 'merged' : 'clashed';
  }
}

function failed(taskId: TaskId, failure: RunFailure): RunEvent {
  return { type: 'task-failed', taskId, failure };
}
