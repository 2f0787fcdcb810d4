import type { ClashReport, ClashSide } from '../lead/resolvePrompts';
import type { Resolution } from '../lead/resolution';
import type { TaskId } from '../plan/plan';
import { ok } from '../util/result';
import type { WorkspacePath } from '../util/paths';
import type { RunContext } from './context';
import { clashingNow } from './disputes';
import type { AttemptKey } from './events';
import { leadFailure } from './failures';
import { clashFeedback } from './retrying';
import { attemptOf, taskStateOf, type AttemptState, type RunState, type TaskState } from './state';
import { Turns } from './turns';

/** How often the lead may answer beyond its authority on one conflict before that is the user's. */
const maxRefusals = 2;

/** What settling a conflict needs of whoever carries tasks out. */
export interface ResolvingHost {
  /** Merges the attempt's change set after all, if it can be by now; else records how it clashes. */
  mergeAgain(): Promise<'merged' | 'clashed'>;
  /** Puts a decision of the lead's to the user. */
  ask(decision: Resolution): Promise<boolean>;
}

/** Has conflicts settled as the lead decides, within its authority. Several at once, but for those in the same files. */
export class Resolving {
  private readonly turns = new Turns();

  constructor(private readonly context: RunContext) {}

  /**
   * What becomes of a task whose change was just found to clash: it is done, or its next attempt settles the conflict, or the conflict
   * is left to the user. Rejects with an abort after a stop.
   */
  async resolve(key: AttemptKey, host: ResolvingHost, signal: AbortSignal): Promise<'done' | 'again' | 'left'> {
    const { log } = this.context;
    const { status, resumesAt } = taskStateOf(log.state, key.taskId);
    // One that was interrupted after the lead's word on its conflict goes on here, with that word.
    if (status !== 'resolving' && resumesAt !== 'merge') return 'left';
    let files = this.clashing(key);
    while ((await this.turns.take(key.taskId, files, signal)) === 'waited') {
      // What another conflict in these files came to may leave nothing to settle here, or something else.
      if ((await host.mergeAgain()) === 'merged') return 'done';
      const now = this.clashing(key);
      if (now.every((path) => files.includes(path))) break;
      files = now;
    }
    const resolution = await this.decide(key, host, signal);
    // The user may have edited the proposal meanwhile.
    if (clashingNow(log.state, taskStateOf(log.state, key.taskId))?.clashing.length === 0)
      return (await host.mergeAgain()) === 'merged' ? 'done' : 'left';
    switch (resolution.type) {
      case 'order': {
        const { conflicts } = taskStateOf(log.state, key.taskId);
        const feedback = `${clashFeedback(conflicts)}\n${resolution.feedback}`;
        await log.record({ type: 'conflict-ordered', ...key, feedback });
        return 'again';
      }
      case 'delegate':
        await log.record({ type: 'conflict-delegated', ...key, instructions: resolution.instructions });
        return 'again';
      case 'leave':
        await log.record({ type: 'conflict-left', ...key, reason: resolution.reason });
        return 'left';
    }
  }

  private clashing(key: AttemptKey): readonly WorkspacePath[] {
    return attemptOf(this.context.log.state, key).clash?.conflicts.map(({ path }) => path) ?? [];
  }

  /** The task is through with its conflict, however that ended: others may go on. */
  giveBack(taskId: TaskId): void {
    this.turns.giveBack(taskId);
  }

  /** The lead's decision, guarded. Whatever it comes to that is none is left to the user, with the reason. */
  private async decide(key: AttemptKey, host: ResolvingHost, signal: AbortSignal): Promise<Resolution> {
    const { log, lead } = this.context;
    const before = attemptOf(log.state, key).refusals.length;
    for (;;) {
      // A word that nobody has acted on yet, because that was interrupted, is not asked for again.
      const known = attemptOf(log.state, key).ruling === null ? null : attemptOf(log.state, key).clash?.resolution;
      const answered = known ? ok(known) : await lead.resolve(clashReport(log.state, key, before), signal);
      if (!answered.ok) return { type: 'leave', reason: leadFailure(answered.error, 'resolve').message };
      const resolution = answered.value;
      if (!known) await log.record({ type: 'conflict-judged', ...key, resolution });
      const { ruling, refusals } = attemptOf(log.state, key);
      if (!ruling) throw new Error(`Nobody ruled on the conflict of ${key.taskId}.`);
      if (ruling.ok && (ruling.value === 'take' || (await host.ask(resolution)))) return resolution;
      const [reason, by] = ruling.ok
        ? (['You were asked and said no.', 'user'] as const)
        : ([ruling.error, 'guard'] as const);
      await log.record({ type: 'decision-refused', ...key, decision: resolution, reason, by });
      // Whoever does not want it settled so wants to settle it.
      if (by === 'user') return { type: 'leave', reason };
      if (refusals.length + 1 - before >= maxRefusals)
        return { type: 'leave', reason: `The lead decided beyond its authority ${maxRefusals} times. ${reason}` };
    }
  }
}

/** What the lead is told; `known` refusals were of other decisions. */
function clashReport(run: RunState, key: AttemptKey, known: number): ClashReport {
  const task = taskStateOf(run, key.taskId);
  const attempt = attemptOf(run, key);
  const authors = attempt.clash?.with ?? [];
  return {
    first: authors.flatMap((author) =>
      author.type === 'task' ? [sideOf(taskStateOf(run, author.taskId), author.attempt)] : [],
    ),
    userWasFirst: authors.some(({ type }) => type === 'user'),
    second: sideOf(task, key.attempt),
    conflicts: task.conflicts,
    roundsUsed: task.rounds,
    refusals: attempt.refusals.slice(known),
  };
}

function sideOf({ task, attempts }: TaskState, number: number): ClashSide {
  const attempt = attempts.find((candidate: AttemptState) => candidate.attempt === number);
  return { task, summary: attempt?.summary ?? '', changeSet: attempt?.changeSet ?? null };
}
