import type { TaskId } from '../../plan/plan';
import { addUsage, noUsage, type TokenUsage } from '../../ports/chatModel';
import type { Finding } from '../../review/finding';
import type { Hunk } from '../../review/hunk';
import type { WorkspacePath } from '../../util/paths';
import type { AppliedWrite } from '../applies';
import type { AttemptKey, ModelUse } from '../events';
import type { RunReport } from './schema';

/** One entry of a list in the report. */
export type Told<
  List extends { [Name in keyof RunReport]: RunReport[Name] extends unknown[] ? Name : never }[keyof RunReport],
> = RunReport[List][number];

/** Which role asked a model, how often, and what it took. */
export interface ModelFacts extends ModelUse {
  readonly role: 'lead' | 'worker';
  calls: number;
  usage: TokenUsage;
}

/** When an attempt began and ended. */
export interface AttemptTimes {
  readonly startedAt: number | null;
  endedAt: number | null;
}

/** One apply, and what became of it. */
export interface ApplyFacts {
  readonly at: number | null;
  readonly writes: readonly AppliedWrite[];
  outcome: Told<'applies'>['outcome'];
  endedAt: number | null;
  undoneAt: number | null;
  paths: readonly WorkspacePath[];
  /** What it put into the workspace. */
  hunks: readonly Hunk[];
  leftOut: readonly WorkspacePath[];
  changedBySaving: readonly WorkspacePath[];
}

/** What the events of a run say by themselves, while they are gone through. */
export class Facts {
  readonly plans: Told<'plans'>[] = [];
  readonly returnedPlans: Told<'returnedPlans'>[] = [];
  readonly decisions: Told<'decisions'>[] = [];
  readonly refusals: Told<'refusals'>[] = [];
  readonly questions: Told<'questions'>[] = [];
  readonly verdicts: Told<'verdicts'>[] = [];
  readonly waivers: Told<'waivers'>[] = [];
  readonly holds: Told<'holds'>[] = [];
  readonly failures: Told<'failures'>[] = [];
  readonly acts: Told<'acts'>[] = [];
  readonly applies: ApplyFacts[] = [];
  readonly findings = new Map<string, Finding>();
  private readonly models = new Map<string, ModelFacts>();
  private readonly times = new Map<string, AttemptTimes & { readonly taskId: TaskId }>();

  get modelUses(): readonly ModelFacts[] {
    return [...this.models.values()];
  }

  called(role: ModelFacts['role'], use: ModelUse, usage: TokenUsage): void {
    const key = JSON.stringify([role, use.configured, use.returned]);
    const facts = this.models.get(key) ?? { role, ...use, calls: 0, usage: noUsage };
    this.models.set(key, { ...facts, calls: facts.calls + 1, usage: addUsage(facts.usage, usage) });
  }

  began({ taskId, attempt }: AttemptKey, at: number | null): void {
    this.times.set(`${taskId}/${attempt}`, { taskId, startedAt: at, endedAt: null });
  }

  /** The attempts under way come to their end: of one task, or of all. */
  ended(at: number | null, of?: TaskId): void {
    for (const times of this.times.values()) {
      if (of === undefined || times.taskId === of) times.endedAt ??= at;
    }
  }

  timesOf({ taskId, attempt }: AttemptKey): AttemptTimes {
    const { startedAt = null, endedAt = null } = this.times.get(`${taskId}/${attempt}`) ?? {};
    return { startedAt, endedAt };
  }
}
