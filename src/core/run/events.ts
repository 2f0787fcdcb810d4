import type { GateSpec, Verdict } from '../gates/verdict';
import type { Assessment, Decision } from '../lead/assessment';
import type { Resolution } from '../lead/resolution';
import type { RunSummary } from '../lead/runSummary';
import type { AuthorityTable } from '../authority/table';
import type { PriceTable } from '../money/prices';
import type { Overlap } from '../plan/overlap';
import type { Plan, TaskId } from '../plan/plan';
import type { Revision } from '../plan/planChanges';
import type { Profile } from '../plan/profile';
import type { SavedText } from '../ports/applier';
import type { ReasoningEffort, TokenUsage } from '../ports/chatModel';
import type { Choice, HunkId } from '../review/hunk';
import type { Finding } from '../review/finding';
import type { Author, ChangeSet } from '../staging/read/changeSet';
import type { Conflict, HunkClash, ProposalFile } from '../staging/read/proposal';
import type { EditFormat } from '../staging/write/formats/operation';
import type { TextDelta } from '../staging/read/textDelta';
import type { WorkspacePath } from '../util/paths';
import type { AppliedWrite } from './applies';
import type { RunFailure } from './failure';
import type { HeldSource } from './heldSource';

/** One attempt of one task. */
export interface AttemptKey {
  readonly taskId: TaskId;
  readonly attempt: number;
}

/** Which model was asked and which one answered. */
export interface ModelUse {
  readonly configured: string;
  readonly returned: string;
}

/** A worker profile as a run was started with it. */
export interface WorkerProfile extends Profile {
  readonly editFormat: EditFormat;
  /** How hard it thinks, for models that do; the provider's own way where it does not say. */
  readonly effort?: ReasoningEffort | undefined;
}

/** What a worker that merges finds in its copy of the files. */
export interface MergeStart {
  /** What clashes with the proposal as it is by now. */
  readonly conflicts: readonly Conflict[];
  /** The conflicting files: all that the worker may write. */
  readonly paths: readonly WorkspacePath[];
  /** All other files of the clashing change, merged already: which, and the digest of what each holds. */
  readonly kept: readonly { readonly paths: readonly WorkspacePath[]; readonly digest: string }[];
}

/** What the user makes of one file of a conflict: one side as it is, the lines of both, or a text of their own. */
export interface ConflictDraft {
  readonly take: 'first' | 'second' | 'both' | 'text';
  /** Their text; `null` where they took what was there. */
  readonly text: string | null;
  /** What the first side had when they decided: on another one they have to look again. */
  readonly saw: string | null;
}

/** What a run was started with; later changes of settings don't reach it. */
export interface RunSetup {
  readonly goal: string;
  readonly folders: readonly string[];
  /** The one of them that the run is about, where it is not about all. */
  readonly folder?: string;
  readonly lead: string;
  readonly worker: string;
  /** Worker profiles beside the default one. */
  readonly profiles?: readonly WorkerProfile[];
  readonly maxWorkers: number;
  /** Whether tasks that may write the same files wait for each other, or run together and merge; they wait where it does not say. */
  readonly overlap?: Overlap;
  readonly authority: AuthorityTable;
  /** What models cost as the run began; older journals say nothing of it. */
  readonly prices?: PriceTable;
  readonly gates: readonly GateSpec[];
  /** Answers are scripted: the demo model. Said wherever the model is named. */
  readonly scripted: boolean;
}

/**
 * Everything that happens in a run, as facts. Each is in the journal before anything acts on it, and the state of a run is a
 * fold over them. Plain JSON only: a journal line is one of these.
 */
export type RunEvent =
  | { readonly type: 'run-created'; readonly runId: string; readonly at: number; readonly setup: RunSetup }
  | { readonly type: 'plan-proposed'; readonly plan: Plan }
  | { readonly type: 'plan-returned'; readonly issues: readonly string[] }
  | { readonly type: 'run-failed'; readonly failure: RunFailure }
  /** The lead has changed the plan, with the user's word where that is needed: tasks that had not begun, and nothing else. */
  | ({ readonly type: 'plan-revised'; readonly reason: string; readonly plan: Plan } & AttemptKey)
  | { readonly type: 'plan-approved' }
  | { readonly type: 'run-discarded' }
  | { readonly type: 'stop-requested' }
  | { readonly type: 'run-stopped' }
  | { readonly type: 'run-aborted'; readonly reason: string }
  /** Found when the run was opened again: the window that carried it out is gone, and with it whatever was under way. */
  | { readonly type: 'run-interrupted' }
  /** The user has it go on after that, or after a pause. */
  | { readonly type: 'run-resumed' }
  /** Nothing begins any more until the user has it go on. */
  | { readonly type: 'run-paused' }
  | {
      readonly type: 'lead-called';
      readonly purpose: 'plan' | 'assess' | 'consult' | 'resolve' | 'sum-up';
      readonly model: ModelUse;
      readonly usage: TokenUsage;
    }
  | ({
      readonly type: 'attempt-started';
      readonly feedback: string | null;
      /** The worker profile that makes it; the default one where it does not say. */
      readonly profile?: string;
      /** What it starts from and may write, when it begins a merge that the lead has ordered. */
      readonly merges?: MergeStart;
    } & AttemptKey)
  /** The user's words to the worker, which it reads before its next turn. */
  | ({ readonly type: 'worker-told'; readonly message: string } & AttemptKey)
  | ({ readonly type: 'worker-turned'; readonly model: ModelUse; readonly usage: TokenUsage } & AttemptKey)
  | ({
      readonly type: 'change-set-written';
      readonly changeSet: ChangeSet;
      readonly summary: string;
      /** Files whose proposed text the attempt saw; all others it saw as they are in the workspace. */
      readonly laid: readonly WorkspacePath[];
    } & AttemptKey)
  /** Nothing came of it, and another attempt may do better: its worker is blocked, or has failed. The lead is asked. */
  | ({ readonly type: 'attempt-failed'; readonly failure: RunFailure } & AttemptKey)
  | ({ readonly type: 'worker-blocked'; readonly reason: string } & AttemptKey)
  /** Gates wait for the user: `sources` are changed files they run from, none when a required gate could not run. */
  | ({
      readonly type: 'gates-held';
      readonly sources: readonly WorkspacePath[];
      /** These files as gates would run them. */
      readonly versions?: readonly HeldSource[];
    } & AttemptKey)
  /** Gates on the merged proposal, or on what was chosen of it, wait until the user has seen what they run from. */
  | {
      readonly type: 'proposal-held';
      readonly subject: 'proposal' | 'chosen';
      readonly versions: readonly HeldSource[];
    }
  /** The user has seen these versions of files that gates run from. */
  | { readonly type: 'gates-released'; readonly seen: readonly string[] }
  | ({ readonly type: 'attempt-measured'; readonly verdict: Verdict } & AttemptKey)
  | {
      readonly type: 'proposal-measured';
      readonly verdict: Verdict;
      readonly subject: 'base' | 'proposal' | 'chosen';
      /** What the gate finds on the merged proposal, in place of what it found there before. */
      readonly findings?: readonly Finding[];
    }
  | { readonly type: 'gate-waived'; readonly gate: string; readonly reason: string }
  | ({ readonly type: 'assessment-started' } & AttemptKey)
  | ({ readonly type: 'attempt-assessed'; readonly assessment: Assessment } & AttemptKey)
  | ({
      readonly type: 'decision-refused';
      readonly decision: Decision | Resolution | Revision;
      readonly reason: string;
      /** The guard, where it does not say. */
      readonly by?: 'guard' | 'user';
    } & AttemptKey)
  | ({
      readonly type: 'question-asked';
      readonly questionId: string;
      readonly decision: Decision | Resolution | Revision;
      /** It is asked because so many attempts in a row came to nothing. */
      readonly stalled?: number;
    } & AttemptKey)
  | { readonly type: 'question-answered'; readonly questionId: string; readonly granted: boolean }
  | ({
      readonly type: 'attempt-accepted';
      /** The proposal's files as they are after the merge; only those that changed. */
      readonly files: readonly ProposalFile[];
      /** Places that no file of the proposal has any more: what stood there was moved on. */
      readonly left?: readonly WorkspacePath[];
      readonly findings: readonly Finding[];
      /** Rejected hunks that the attempt wrote again, word for word. */
      readonly reopened?: readonly HunkId[];
    } & AttemptKey)
  | ({ readonly type: 'attempt-rejected'; readonly feedback: string } & AttemptKey)
  /** The task goes to another worker profile, for a new attempt. */
  | ({ readonly type: 'attempt-reassigned'; readonly profile: string; readonly feedback: string } & AttemptKey)
  /** An accepted change set cannot be merged with what is in the proposal. Both stay: it in its attempt, the other where it is. */
  | ({
      readonly type: 'merge-conflicted';
      readonly conflicts: readonly Conflict[];
      /** Who wrote the other side, in the order in which it came into the proposal. */
      readonly with?: readonly Author[];
      /** Files whose proposed text the attempt saw. */
      readonly laid?: readonly WorkspacePath[];
    } & AttemptKey)
  /** The lead's word on a conflict. */
  | ({ readonly type: 'conflict-judged'; readonly resolution: Resolution } & AttemptKey)
  /** The task is done again on what came first. */
  | ({ readonly type: 'conflict-ordered'; readonly feedback: string } & AttemptKey)
  /** A worker is to merge both. */
  | ({ readonly type: 'conflict-delegated'; readonly instructions: string } & AttemptKey)
  /** The conflict is the user's to settle. */
  | ({ readonly type: 'conflict-left'; readonly reason: string } & AttemptKey)
  /** The user's word on one file of a conflict, which counts once the conflict is settled. */
  | ({ readonly type: 'conflict-drafted'; readonly path: WorkspacePath; readonly draft: ConflictDraft } & AttemptKey)
  /** The user has settled the conflict: the attempt's change is in the proposal, with what they decided where it clashed. */
  | ({
      readonly type: 'conflict-settled';
      readonly takes: readonly { readonly path: WorkspacePath; readonly take: ConflictDraft['take'] }[];
      readonly findings: readonly Finding[];
      readonly files: readonly ProposalFile[];
      readonly left: readonly WorkspacePath[];
      readonly reopened: readonly HunkId[];
    } & AttemptKey)
  /** The user has ended the work on it, or kept it from beginning. */
  | { readonly type: 'task-stopped'; readonly taskId: TaskId }
  | { readonly type: 'task-failed'; readonly taskId: TaskId; readonly failure: RunFailure }
  | {
      readonly type: 'task-reopened';
      readonly taskId: TaskId;
      readonly feedback: string | null;
      readonly findingId: string | null;
      /** Another worker profile; the one it has where it does not say. */
      readonly profile?: string;
    }
  | { readonly type: 'run-finished' }
  /** The lead's words on what all of it came to. */
  | { readonly type: 'run-summed-up'; readonly summary: RunSummary }
  | { readonly type: 'choice-made'; readonly hunks: readonly HunkId[]; readonly choice: Choice }
  | {
      readonly type: 'proposal-edited';
      readonly file: ProposalFile;
      /** Hunks that the edit took out, as the editor's own Revert Block does. */
      readonly rejected: readonly HunkId[];
      /** Rejected hunks whose text the user brought back, as undoing a revert does. */
      readonly reopened: readonly HunkId[];
    }
  /**
   * A file under review stands on what the user made of it. Told as differences to the file as it was before they began, as texts
   * whole would fill the journal while they type.
   */
  | {
      readonly type: 'file-rebased';
      readonly path: WorkspacePath;
      readonly base: TextDelta;
      readonly text: TextDelta;
      /** One for each step; none where the file has nothing proposed any more. */
      readonly steps: readonly TextDelta[];
      readonly clashes: readonly HunkClash[];
      readonly choices: readonly { readonly hunk: HunkId; readonly choice: Choice }[];
    }
  | {
      readonly type: 'finding-settled';
      readonly findingId: string;
      readonly choice: 'dropped' | 'dismissed';
      readonly reason: string;
    }
  | { readonly type: 'apply-refused'; readonly failure: RunFailure }
  | {
      readonly type: 'apply-started';
      /** Before-images, to return to. */
      readonly writes: readonly AppliedWrite[];
    }
  | {
      readonly type: 'applied';
      /** The files on their new base. */
      readonly files: readonly ProposalFile[];
      readonly paths: readonly WorkspacePath[];
      /** Accepted hunks that are in the workspace now; a hunk like one of them must be chosen anew. */
      readonly spent: readonly HunkId[];
      /** Rejected hunks under their new names: those of a file that was moved by this are named by its new place. */
      readonly rejected?: readonly HunkId[];
      /** Files that saving made other than they were to be written: by format on save, by settings for line ends. */
      readonly saved?: readonly SavedText[];
    }
  /** The newest apply that stands is being taken back. */
  | { readonly type: 'undo-started'; readonly writes: readonly Omit<AppliedWrite, 'beforeBytes'>[] }
  | { readonly type: 'undo-refused'; readonly failure: RunFailure }
  | {
      readonly type: 'apply-undone';
      /** Files of the proposal on the text they have again; what was undone stands open on it. */
      readonly files: readonly ProposalFile[];
      readonly paths: readonly WorkspacePath[];
      /** Files of that apply which stay as they are, because the user said so. */
      readonly leftOut: readonly WorkspacePath[];
      /** Rejected hunks under the names they have again: those of a file that is moved back are named by its old place. */
      readonly rejected?: readonly HunkId[];
    };

/** An event as its journal has it: with the time at which it was recorded, in milliseconds since 1970. */
export type JournalEntry = RunEvent & { readonly at: number };
