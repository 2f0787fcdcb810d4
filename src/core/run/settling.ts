import type { Author, FileChange } from '../staging/read/changeSet';
import { conflictWords } from '../staging/read/conflictWords';
import type { ProposalFile } from '../staging/read/proposal';
import type { StandingFile } from '../staging/write/integrate';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import type { Finding } from '../review/finding';
import type { HunkId } from '../review/hunk';
import { clashingChanges, clashingNow, disputesOf, type Dispute } from './disputes';
import type { AttemptKey, ConflictDraft, RunEvent } from './events';
import type { RunFailure } from './failure';
import { notNow } from './failures';
import { mergeAccepted, type AcceptedChanges } from './merging';
import { withMerged } from './proposalReducer';
import { clashingAttempt, isUnsettled } from './resolveRuling';
import type { RunState, TaskState } from './state';

const notSettleable = notNow('This conflict is settled, or somebody is at work on it.');

/** What the user says of one file of a conflict; `text` is their own. */
export type DraftedFile = Pick<ConflictDraft, 'take'> & { readonly text?: string };

/** The user's word on one file of a conflict, as an event; nothing comes of it before the conflict is settled. */
export function draftEvent(
  run: RunState,
  task: TaskState | undefined,
  path: WorkspacePath,
  { take, text }: DraftedFile,
): Result<RunEvent, RunFailure> {
  const key = task && keyOf(task);
  if (!key) return notSettleable;
  const dispute = disputesOf(run, task).find((candidate) => candidate.path === path);
  if (!dispute) return notNow(`Nothing clashes in ${path} any more.`);
  if (take === 'both' && !dispute.both)
    return notNow(`Of ${path} both cannot be had: take one side, or edit the text.`);
  const saw = dispute.first.text;
  return ok({
    type: 'conflict-drafted',
    ...key,
    path,
    draft: { take, saw, text: take === 'text' ? (text ?? '') : null },
  });
}

/** All of the change, each disputed file as the user decided. Refused as long as one is not decided. */
export function settleEvent(
  run: RunState,
  task: TaskState | undefined,
  findings: (key: AttemptKey) => readonly Finding[],
): Result<RunEvent, RunFailure> {
  const key = task && keyOf(task);
  const accepted = task && clashingChanges(task);
  const kept = task && clashingNow(run, task)?.kept;
  if (!key || !accepted || !kept) return notSettleable;
  const disputes = disputesOf(run, task);
  const undecided = disputes.filter(({ isDecided }) => !isDecided).map(({ path }) => path);
  if (undecided.length > 0)
    return notNow(`Decide about ${undecided.join(', ')} first: take one of the two sides, or edit the text.`);

  const laid = new Set([...accepted.laid, ...disputes.flatMap(({ first, second }) => [first.path, second.path])]);
  const ofTask = [...kept.map(({ change }) => change), ...disputes.flatMap(taskChanges)];
  const ofUser = disputes.flatMap(userChanges);
  const merged = merge(run, [
    { author: accepted.author, changes: ofTask, laid },
    { author: { type: 'user' }, changes: ofUser, laid },
  ]);
  if (!merged.ok) return merged;
  const takes = disputes.map(({ path, draft }) => ({ path, take: draft?.take ?? 'first' }));
  return ok({ type: 'conflict-settled', ...key, takes, ...merged.value, findings: findings(key) });
}

function keyOf(task: TaskState): AttemptKey | undefined {
  const attempt = isUnsettled(task) ? clashingAttempt(task) : undefined;
  return attempt && { taskId: task.task.id, attempt: attempt.attempt };
}

/** What of a disputed file the task gets: what was taken, and beneath a text of the user's own all that keeps each line its author. */
function taskChanges(dispute: Dispute): readonly FileChange[] {
  const { first, leaves } = dispute;
  const taken = takenOf(dispute);
  if (!taken) return [];
  const isMoved = taken.path !== first.path && first.text !== null && taken.text !== null;
  return [
    ...(leaves ? [{ path: leaves.path, before: leaves.text, after: null }] : []),
    { path: taken.path, before: first.text, after: taken.text, ...(isMoved && { movedFrom: first.path }) },
  ];
}

function takenOf({ first, second, both, leaves, draft }: Dispute): StandingFile | undefined {
  switch (draft?.take) {
    case 'second':
      return second;
    case 'both':
      return both ?? undefined;
    case 'text': {
      const beneath = both ?? second;
      return beneath.path === first.path && beneath.text !== null && leaves === null ? beneath : undefined;
    }
    default:
      return undefined;
  }
}

function userChanges(dispute: Dispute): readonly FileChange[] {
  const { first, draft } = dispute;
  if (draft?.take !== 'text') return [];
  const { path, text: before } = takenOf(dispute) ?? first;
  return before === draft.text ? [] : [{ path, before, after: draft.text }];
}

interface Merged {
  readonly files: readonly ProposalFile[];
  readonly left: readonly WorkspacePath[];
  readonly reopened: readonly HunkId[];
}

/** Merges one author's changes after the other's. */
function merge(run: RunState, all: readonly AcceptedChanges[]): Result<Merged, RunFailure> {
  const files = new Map<WorkspacePath, ProposalFile>();
  const left = new Set<WorkspacePath>();
  const reopened = new Set<HunkId>();
  let state = run;
  for (const accepted of all.filter(({ changes }) => changes.length > 0)) {
    const merged = mergeAccepted(state, accepted);
    if (!merged.ok) {
      const sides = { ours: 'the proposal', theirs: nameOf(accepted.author) };
      const words = merged.error.map((conflict) => conflictWords(conflict, sides)).join('; ');
      return fail({
        reason: 'clash',
        message: `This cannot be had so: ${words}. Take the other side, or have the task done again.`,
      });
    }
    const changes = merged.value;
    state = withMerged(state, changes);
    for (const path of changes.left) {
      left.add(path);
      files.delete(path);
    }
    for (const file of changes.files) files.set(file.path, file);
    for (const hunk of changes.reopened) reopened.add(hunk);
  }
  return ok({ files: [...files.values()], left: [...left], reopened: [...reopened] });
}

function nameOf(author: Author): string {
  return author.type === 'user' ? 'you' : author.taskId;
}
