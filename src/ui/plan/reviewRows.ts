import type { Author, FileChange } from '../../core/staging/read/changeSet';
import type { FileReview, ReviewedHunk } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import type { TaskId } from '../../core/plan/plan';
import { baseName, dirName } from '../../core/util/paths';
import { countOf } from '../../core/util/text';
import { reviewCommands } from '../catalogue';
import { isClashing } from '../review/clashWords';
import { hunkRow } from './hunkRow';
import { inlineCode } from '../../core/util/markdown';
import { taskOf, type Owner } from './owner';
import type { PlanRow } from './row';
import { joined, joinedContext, joinedWords } from './rowParts';

/**
 * Files with the hunks of one owner each, by task; `null` stands for hunks that the user alone made. A hunk of several tasks
 * stands under each of them.
 */
export type OwnedReviews = ReadonlyMap<TaskId | null, readonly FileReview[]>;

const lastOwned = new WeakMap<readonly FileReview[], OwnedReviews>();
const lastShares = new WeakMap<FileReview, OwnedShares>();
const lastRows = new WeakMap<FileReview, PlanRow>();

type OwnedShares = ReadonlyMap<TaskId | null, FileReview>;

/** Sorts hunks by owner, once for the whole tree. The same reviews give the same answer back. */
export function reviewsByOwner(reviews: readonly FileReview[]): OwnedReviews {
  const known = lastOwned.get(reviews);
  if (known) return known;
  const owned = new Map<TaskId | null, FileReview[]>();
  for (const review of reviews) for (const [owner, share] of sharesOf(review)) push(owned, owner, share);
  lastOwned.set(reviews, owned);
  return owned;
}

/** A file with the hunks of each owner. The same objects come back until the review is another. */
function sharesOf(review: FileReview): OwnedShares {
  const known = lastShares.get(review);
  if (known) return known;
  const hunks = new Map<TaskId | null, ReviewedHunk[]>();
  for (const hunk of review.hunks) {
    for (const owner of ownersOf(hunk.hunk.authors)) push(hunks, owner, hunk);
  }
  const shares = new Map([...hunks].map(([owner, own]) => [owner, { ...review, hunks: own }]));
  lastShares.set(review, shares);
  return shares;
}

/** The files an owner has hunks in, each with those hunks beneath. A file gives the same row back until its review is another. */
export function fileRows(runId: string, owner: Owner, reviews: OwnedReviews): readonly PlanRow[] {
  const own = reviews.get(owner.type === 'task' ? owner.taskId : null) ?? [];
  return own.map((share) => {
    const known = lastRows.get(share);
    if (known) return known;
    const row = fileRow(runId, owner, share);
    lastRows.set(share, row);
    return row;
  });
}

/** Files of an attempt with nothing to decide: not in the proposal yet, or applied already. */
export function pendingRows(run: RunState, taskId: TaskId, changes: readonly FileChange[]): readonly PlanRow[] {
  const { runId } = run;
  return changes.map((change) => {
    const applied = run.appliedPaths.includes(change.path);
    const kind = applied ? 'applied' : writtenWords(change);
    return {
      type: 'pending',
      runId,
      taskId,
      path: change.path,
      id: `${runId}/${taskId}/pending/${change.path}`,
      label: baseName(change.path),
      description: joined(dirName(change.path), kind),
      icon: { id: 'file' },
      context: 'pending',
      spoken: `${change.path}, ${kind}${applied ? '' : ', not in the proposal yet'}`,
      tooltip: () =>
        `${inlineCode(change.path)}\n\nWritten by ${taskId}, ${applied ? 'and applied' : 'not accepted yet'}.`,
      click: null,
      expanded: false,
      children: [],
    };
  });
}

function writtenWords({ before, after, movedFrom }: FileChange): string {
  if (movedFrom !== undefined) return `moved from ${movedFrom}`;
  if (before === null) return 'new file';
  return after === null ? 'deleted' : 'changed';
}

/** "2 of 5 open", "all decided": how far the user is with some hunks. */
export function decidedWords(hunks: readonly ReviewedHunk[]): string {
  const open = hunks.filter((hunk) => hunk.choice === 'open').length;
  if (open > 0) return open === hunks.length ? `${open} open` : `${open} of ${hunks.length} open`;
  if (hunks.every((hunk) => hunk.choice === 'accepted')) return 'accepted';
  return hunks.every((hunk) => hunk.choice === 'rejected') ? 'rejected' : 'decided';
}

/** The words menus match for some hunks together: `undecided`, `decided`, or both. */
export function decisionContext(hunks: readonly ReviewedHunk[]): string {
  const words: string[] = [];
  if (hunks.some((hunk) => hunk.choice === 'open')) words.push('undecided');
  if (hunks.some((hunk) => hunk.choice !== 'open')) words.push('decided');
  return words.join(' ');
}

function fileRow(runId: string, owner: Owner, review: FileReview): PlanRow {
  const standing = decidedWords(review.hunks);
  const isMoved = review.path !== review.basePath;
  const moved = isMoved ? `moved from ${review.basePath}` : '';
  const changes = countOf(review.hunks.length, 'change');
  const clashing = review.hunks.filter(isClashing).length;
  const typed = clashing === 0 ? '' : `${clashing} you changed too`;
  const id = `${runId}/${ownerKey(owner)}/file/${review.path}`;
  return {
    // A file's commands act on all hunks of it, or on those of the task; for the user's own hunks they are named one by one.
    type: owner.type === 'task' ? 'file' : 'hunk',
    runId,
    ...taskOf(owner),
    path: review.path,
    hunkIds: review.hunks.map(({ hunk }) => hunk.id),
    id,
    label: baseName(review.path),
    description: joined(dirName(review.path), isMoved ? `← ${formerName(review)}` : '', standing, typed),
    icon: { id: 'file' },
    context: joinedContext('file', owner.type === 'task' ? 'authored' : '', decisionContext(review.hunks)),
    spoken: joinedWords(review.path, moved, changes, standing, typed),
    tooltip: () =>
      `${inlineCode(review.path)}${isMoved ? ` from ${inlineCode(review.basePath)}` : ''}\n\n${joinedWords(changes, standing, typed)}.`,
    click: reviewCommands.openFileReview,
    expanded: false,
    children: review.hunks.map((hunk) => hunkRow(runId, owner, hunk, id)),
  };
}

/** Where a moved file stood: its name alone when it stays in its folder. */
function formerName({ path, basePath }: FileReview): string {
  return dirName(path) === dirName(basePath) ? baseName(basePath) : basePath;
}

function ownersOf(authors: readonly Author[]): ReadonlySet<TaskId | null> {
  const tasks = authors.flatMap((author) => (author.type === 'task' ? [author.taskId] : []));
  return new Set<TaskId | null>(tasks.length > 0 ? tasks : [null]);
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function ownerKey(owner: Owner): string {
  return owner.type === 'task' ? owner.taskId : 'user';
}
