import type { Cost } from '../money/prices';
import type { Ruling } from '../authority/guard';
import type { Verdict } from '../gates/verdict';
import type { Assessment, Decision } from '../lead/assessment';
import type { Resolution } from '../lead/resolution';
import type { RunSummary } from '../lead/runSummary';
import type { Plan, Task, TaskId } from '../plan/plan';
import type { Revision } from '../plan/planChanges';
import type { TokenUsage } from '../ports/chatModel';
import type { Choices } from '../review/hunk';
import type { FindingState } from '../review/finding';
import type { Author, ChangeSet } from '../staging/read/changeSet';
import type { Conflict, Proposal, ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import type { StandingApply } from './applies';
import type { AttemptKey, ConflictDraft, MergeStart, ModelUse, RunSetup } from './events';
import type { RunFailure } from './failure';
import type { HeldSource } from './heldSource';

/**
 * Where a run stands. `review` is reached when every task has settled; the user may choose and apply as soon as something
 * is in the proposal and no apply is under way.
 */
export type RunPhase =
  | 'planning'
  | 'plan-ready'
  | 'running'
  | 'stopping'
  | 'review'
  | 'applied'
  | 'stopped'
  /** Its window went away while it planned or ran; it goes on when the user says so. */
  | 'interrupted'
  | 'aborted'
  | 'failed'
  | 'discarded';

/** Where a task stands. */
export type TaskStatus =
  /** Not started: its dependencies, an overlapping scope, or a free worker are still awaited. */
  | 'waiting'
  | 'working'
  | 'gating'
  /** Gates wait for the user: the change touches what they run from, or a required gate could not run. */
  | 'held'
  | 'assessing'
  /** Its change clashes with what is accepted, and the lead is asked, or another conflict in these files is settled first. */
  | 'resolving'
  /** The lead asked for something that only the user may grant. */
  | 'asking'
  | 'accepted'
  | 'failed'
  | 'blocked'
  | 'conflict'
  /** A task it depends on did not make it. */
  | 'skipped'
  | 'stopped'
  /** It was under way when the window went away. */
  | 'interrupted';

/** Of a task that somebody is at: its worker, its gates, the lead, or the user who is asked. */
export const underWayStatuses: ReadonlySet<TaskStatus> = new Set([
  'working',
  'gating',
  'held',
  'assessing',
  'resolving',
  'asking',
]);

/** Where a task goes on that was interrupted behind its worker: with what the attempt wrote, and what is known of that. */
export type ResumePoint = 'measure' | 'judge' | 'merge';

/** A decision of the lead's that did not take effect, and who refused it. */
export interface Refusal {
  readonly decision: Decision | Resolution | Revision;
  readonly reason: string;
  readonly by: 'guard' | 'user';
}

/** What an attempt's change could not be merged with. It stays on record, whatever becomes of it. */
export interface Clash {
  /** Both sides, and what was there before them. */
  readonly conflicts: readonly Conflict[];
  readonly with: readonly Author[];
  /** Files whose proposed text the attempt saw. */
  readonly laid: readonly WorkspacePath[];
  /** The lead's newest word on it. */
  readonly resolution: Resolution | null;
  /** What came of it: done again, merged by a worker, left to the user, or settled by them. */
  readonly outcome: 'ordered' | 'delegated' | 'left' | 'settled' | null;
}

/** A merge that the lead has given to a worker. */
export interface MergeOrder {
  /** The attempt whose change clashes. */
  readonly of: number;
  readonly instructions: string;
  /** `null` until a worker begins. */
  readonly start: MergeStart | null;
}

/** One worker on one task. */
export interface AttemptState {
  readonly attempt: number;
  /** The worker profile that makes it. */
  readonly profile: string;
  readonly feedback: string | null;
  /** Every model that answered, in order of first appearance: one that answers later does not hide another. */
  readonly models: readonly ModelUse[];
  readonly usage: TokenUsage;
  readonly turns: number;
  readonly changeSet: ChangeSet | null;
  /** Why nothing came of it, where the lead is asked how to go on. */
  readonly failure: RunFailure | null;
  readonly summary: string;
  /** Files whose proposed text it saw, as far as it has written its change set. */
  readonly laid: readonly WorkspacePath[];
  /** What the user told its worker while it was at work. */
  readonly notes: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly assessment: Assessment | null;
  /** The guard's word on the newest assessment or resolution, until something else is measured or the decision has taken effect. */
  readonly ruling: Ruling | null;
  /** What the user said when that decision was theirs to grant. */
  readonly granted: boolean | null;
  readonly refusals: readonly Refusal[];
  /** Its change set is merged into the proposal. */
  readonly accepted: boolean;
  readonly clash: Clash | null;
}

/** A task and all that happened to it. */
export interface TaskState {
  readonly task: Task;
  readonly status: TaskStatus;
  readonly attempts: readonly AttemptState[];
  /** For the next attempt's worker. */
  readonly feedback: string | null;
  readonly failure: RunFailure | null;
  /** How often the lead has sent it back since the user last did. */
  readonly retries: number;
  /** The worker profile of the next attempt. */
  readonly profile: string;
  /** Profiles the lead has taken the task from since the user last sent it back. */
  readonly formerProfiles: readonly string[];
  /** Files whose change holds the gates back. */
  readonly heldPaths: readonly WorkspacePath[];
  /** Those files as the gates would run them. */
  readonly heldSources: readonly HeldSource[];
  /** What its newest change cannot be merged with, until it is. */
  readonly conflicts: readonly Conflict[];
  /** What the user makes of it, file by file, as far as they are. */
  readonly drafts: ReadonlyMap<WorkspacePath, ConflictDraft>;
  /** How often the lead has had the present conflict resolved. */
  readonly rounds: number;
  /** Its attempts merge, and do no more, as long as this stands. */
  readonly merging: MergeOrder | null;
  /** Where its newest attempt goes on; `null` where that is not interrupted, or has to be made again. */
  readonly resumesAt: ResumePoint | null;
}

/** Something the lead may do only with the user's word. */
export interface Question extends AttemptKey {
  readonly questionId: string;
  readonly decision: Decision | Resolution | Revision;
  /** It is asked because so many attempts in a row came to nothing. */
  readonly stalled?: number;
}

/** Whether the plan may be changed. */
export interface RevisionQuestion extends Question {
  readonly decision: Revision;
}

/** A file of the proposal, and the choices on its hunks, before its base began to follow the user's typing. */
export interface RebaseOrigin {
  readonly file: ProposalFile;
  readonly choices: Choices;
}

/** The state of a run: a fold over its events. */
export interface RunState {
  readonly runId: string;
  readonly setup: RunSetup;
  readonly phase: RunPhase;
  /** It is running, and nothing of it begins until the user has it go on. */
  readonly paused: boolean;
  readonly plan: Plan | null;
  /** Why changes of the plan that the lead wanted were not made; each counts like one that was. */
  readonly refusedRevisions: readonly string[];
  /** A change of the plan that the user granted, until it is carried out. */
  readonly grantedRevision: RevisionQuestion | null;
  /** In the plan's order. */
  readonly tasks: ReadonlyMap<TaskId, TaskState>;
  readonly proposal: Proposal;
  readonly choices: Choices;
  /**
   * Each rebase starts from here, so that it makes no difference by way of which keys the user came to a text, and taking all
   * of them back comes to nothing. A choice on the file, or another change of it, makes what it is by then the start.
   */
  readonly origins: ReadonlyMap<WorkspacePath, RebaseOrigin>;
  readonly findings: readonly FindingState[];
  readonly questions: readonly Question[];
  /** Newest verdict per gate on the merged proposal, and on the chosen subset. */
  readonly proposalVerdicts: readonly Verdict[];
  readonly chosenVerdicts: readonly Verdict[];
  readonly baseVerdicts: readonly Verdict[];
  /** What the merged proposal is not measured with before the user has seen it. */
  readonly heldProposal: readonly HeldSource[];
  /** The same of what would be applied. */
  readonly heldChosen: readonly HeldSource[];
  /** How many attempts in a row came to nothing: none of them was accepted, and the user has not stepped in since. */
  readonly fruitless: number;
  readonly waivers: ReadonlyMap<string, string>;
  /** Fingerprints of changed files that gates run from and that the user has seen. */
  readonly seenSources: ReadonlySet<string>;
  readonly usage: { readonly lead: TokenUsage; readonly worker: TokenUsage };
  /** What those came to, by the models that truly answered. */
  readonly cost: { readonly lead: Cost; readonly worker: Cost };
  /** Every model that answered for the lead, in order of first appearance. */
  readonly leadModels: readonly ModelUse[];
  readonly failure: RunFailure | null;
  /** The lead's, of what the tasks came to; none once one of them is done again. */
  readonly summary: RunSummary | null;
  /** Files are being written: from the first of them on nothing but the end of the apply is waited for. */
  readonly applying: boolean;
  /** What the user may take back, the newest last: applies that were not undone, and did not fail. */
  readonly applies: readonly StandingApply[];
  readonly appliedPaths: readonly WorkspacePath[];
}

/** A task of the run; an unknown one is a bug. */
export function taskStateOf(run: RunState, id: TaskId): TaskState {
  const task = run.tasks.get(id);
  if (!task) throw new Error(`The run has no task ${id}.`);
  return task;
}

/** An attempt of the run; an unknown one is a bug. */
export function attemptOf(run: RunState, key: AttemptKey): AttemptState {
  const attempt = taskStateOf(run, key.taskId).attempts.find(({ attempt: number }) => number === key.attempt);
  if (!attempt) throw new Error(`Task ${key.taskId} has no attempt ${key.attempt}.`);
  return attempt;
}
