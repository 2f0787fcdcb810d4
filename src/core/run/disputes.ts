import type { Conflict } from '../staging/read/proposal';
import type { FileChange } from '../staging/read/changeSet';
import type { StandingFile } from '../staging/write/integrate';
import { mergePreferring } from '../staging/write/merge';
import { mergeBoth } from '../staging/write/mergeBoth';
import type { WorkspacePath } from '../util/paths';
import type { ConflictDraft } from './events';
import { mergeApart, type AcceptedChanges, type ClashingChange, type MergedApart } from './merging';
import { clashingAttempt } from './resolveRuling';
import type { RunState, TaskState } from './state';

/** One file of a conflict that waits for the user: two ways it could be. */
export interface Dispute {
  /** Names the file: where the proposal has it, or what stands in the way of the one that comes second. */
  readonly path: WorkspacePath;
  /** The file as both sides knew it; `null`: it was not there. */
  readonly before: string | null;
  /** As it is in the proposal. */
  readonly first: StandingFile;
  /** With what came second in it, which has its way where the two are in each other's. */
  readonly second: StandingFile;
  /** With the lines of both where they are, the first above; `null` where that cannot be had. */
  readonly both: StandingFile | null;
  /** The file that loses its place when the second has its way, and is another one than {@link first}. */
  readonly leaves: StandingFile | null;
  readonly conflicts: readonly Conflict[];
  /** The user's newest word on it. */
  readonly draft: ConflictDraft | null;
  /** Whether that word counts: it does not on a first side that has changed since. */
  readonly isDecided: boolean;
}

interface Known {
  readonly of: Pick<RunState, 'proposal' | 'choices'>;
  readonly disputes: readonly Dispute[];
}

const lastOf = new WeakMap<TaskState, Known>();

/**
 * The files of a task's conflict on the proposal as it is now. None when by now everything merges. The same state gives the same
 * answer back.
 */
export function disputesOf(run: RunState, task: TaskState): readonly Dispute[] {
  const last = lastOf.get(task);
  if (last?.of.proposal === run.proposal && last.of.choices === run.choices) return last.disputes;
  const disputes = clashingNow(run, task)?.clashing.map((clashing) => disputeOf(clashing, task)) ?? [];
  lastOf.set(task, { of: { proposal: run.proposal, choices: run.choices }, disputes });
  return disputes;
}

/** What merges of the change that a task's conflict is about, and what does not; `undefined` without a conflict. */
export function clashingNow(run: RunState, task: TaskState): MergedApart | undefined {
  const accepted = clashingChanges(task);
  return accepted && mergeApart(run, accepted);
}

/** The change that a task's conflict is about. */
export function clashingChanges(task: TaskState): AcceptedChanges | undefined {
  const attempt = clashingAttempt(task);
  if (!attempt?.clash || !attempt.changeSet) return undefined;
  return {
    author: { type: 'task', taskId: task.task.id, attempt: attempt.attempt },
    changes: attempt.changeSet.changes,
    laid: new Set(attempt.clash.laid),
  };
}

/** A disputed file as the user would have it so far; what came second, as long as they have said nothing. */
export function draftText({ draft, first, second, both }: Dispute): string | null {
  switch (draft?.take) {
    case 'text':
      return draft.text;
    case 'first':
      return first.text;
    case 'both':
      return both?.text ?? second.text;
    default:
      return second.text;
  }
}

function disputeOf({ change, present, conflicts }: ClashingChange, task: TaskState): Dispute {
  const { file, inTheWay } = present;
  const isInTheWay =
    inTheWay !== null && conflicts.some(({ kind }) => kind === 'both-created') && file.path !== change.path;
  const first = isInTheWay ? { path: change.path, text: inTheWay } : file;
  const path = first.path;
  const draft = task.drafts.get(path) ?? null;
  return {
    path,
    before: isInTheWay ? null : change.before,
    first,
    second: isInTheWay ? { path, text: change.after } : secondOf(change, file),
    both: isInTheWay ? null : bothOf(change, conflicts, file),
    leaves: isInTheWay && change.movedFrom !== undefined ? file : null,
    conflicts,
    draft,
    isDecided: draft !== null && draft.saw === first.text,
  };
}

function bothOf(change: FileChange, conflicts: readonly Conflict[], first: StandingFile): StandingFile | null {
  if (conflicts.some(({ kind }) => kind !== 'lines')) return null;
  const text = mergeBoth(change.before, first.text, change.after);
  return text === undefined ? null : { ...secondOf(change, first), text };
}

function secondOf(change: FileChange, first: StandingFile): StandingFile {
  const text = mergePreferring('theirs', change.before, first.text, change.after);
  const isPlaced = change.movedFrom !== undefined && change.after !== null;
  return { path: isPlaced ? change.path : first.path, text };
}
