import type { Author, FileChange } from '../../core/staging/read/changeSet';
import { isStandIn, shownText } from '../../core/staging/read/standIn';
import type { FileReview, ReviewedHunk } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import type { TaskId } from '../../core/plan/plan';
import { baseName, dirName } from '../../core/util/paths';
import { countOf } from '../../core/util/text';
import { reviewCommands } from '../catalogue';
import { clashSentence, clashWords, isClashing } from '../review/clashWords';
import { inlineCode, plainMarkdown } from './markdown';
import type { PlanRow, RowIcon } from './row';

/** Whose hunks to list: a task's, or those that only the user's own edits made. */
export type Owner = { readonly type: 'task'; readonly taskId: TaskId } | { readonly type: 'user' };

/**
 * Files with the hunks of one owner each, by task; `null` stands for hunks that the user alone made. A hunk of several tasks
 * stands under each of them.
 */
export type OwnedReviews = ReadonlyMap<TaskId | null, readonly FileReview[]>;

const lastOwned = new WeakMap<readonly FileReview[], OwnedReviews>();

/** Sorts hunks by owner, once for the whole tree. The same reviews give the same answer back. */
export function reviewsByOwner(reviews: readonly FileReview[]): OwnedReviews {
  const known = lastOwned.get(reviews);
  if (known) return known;
  const owned = new Map<TaskId | null, FileReview[]>();
  for (const review of reviews) {
    const owners = new Map<TaskId | null, ReviewedHunk[]>();
    for (const hunk of review.hunks) {
      for (const owner of ownersOf(hunk.hunk.authors)) push(owners, owner, hunk);
    }
    for (const [owner, hunks] of owners) push(owned, owner, { ...review, hunks });
  }
  lastOwned.set(reviews, owned);
  return owned;
}

const lastRows = new WeakMap<readonly FileReview[], readonly PlanRow[]>();

/** The files an owner has hunks in, each with those hunks beneath. The same reviews give the same rows back. */
export function fileRows(runId: string, owner: Owner, reviews: OwnedReviews): readonly PlanRow[] {
  const own = reviews.get(owner.type === 'task' ? owner.taskId : null);
  if (!own) return [];
  const known = lastRows.get(own);
  if (known) return known;
  const rows = own.map((review) => fileRow(runId, owner, review));
  lastRows.set(own, rows);
  return rows;
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

function hunkRow(runId: string, owner: Owner, reviewed: ReviewedHunk, parentId: string): PlanRow {
  const { hunk, choice } = reviewed;
  const isText = !hunk.baseLines.some(isStandIn);
  const size = [
    ...(hunk.proposedLines.length > 0 ? [`+${hunk.proposedLines.length}`] : []),
    ...(hunk.baseLines.length > 0 ? [isText ? `−${hunk.baseLines.length}` : 'was not text'] : []),
  ].join(' ');
  const line = reviewed.proposedLine + 1;
  const moved = hunk.movedFrom === undefined ? undefined : `Move from ${hunk.movedFrom}`;
  const clash = clashWords(reviewed);
  const others = hunk.authors.filter((author) => !isSame(author, owner)).map(authorName);
  const shared = others.length > 0 ? `with ${[...new Set(others)].join(', ')}` : '';
  return {
    type: 'hunk',
    runId,
    ...taskOf(owner),
    path: hunk.path,
    hunkIds: [hunk.id],
    id: `${parentId}/${hunk.id}`,
    label: moved ?? `${line}: ${gist(reviewed)}`,
    description: joined(
      clash ?? '',
      size,
      hunk.whitespaceOnly ? 'white space only' : '',
      choice === 'open' ? '' : choice,
      shared,
    ),
    icon: hunkIcon(reviewed),
    context: joinedContext(
      'hunk',
      owner.type === 'task' ? 'authored' : '',
      choice === 'open' ? 'undecided' : 'decided',
    ),
    spoken: joinedWords(
      ...(moved === undefined
        ? [
            `Line ${line}`,
            `${countOf(hunk.proposedLines.length, 'line')} added`,
            isText ? `${countOf(hunk.baseLines.length, 'line')} removed` : 'was not text',
          ]
        : [moved]),
      choice,
      clash ?? '',
    ),
    tooltip: () =>
      [
        hunk.movedFrom === undefined
          ? `Line ${line} of ${inlineCode(hunk.path)}, ${plainMarkdown(size)}: **${choice}**.`
          : `Move from ${inlineCode(hunk.movedFrom)} to ${inlineCode(hunk.path)}: **${choice}**.`,
        clashSentence(reviewed),
      ]
        .filter((part) => part !== undefined)
        .join('\n\n'),
    click: reviewCommands.openFileReview,
    expanded: false,
    children: [],
  };
}

function gist({ hunk }: ReviewedHunk): string {
  const lines = hunk.proposedLines.length > 0 ? hunk.proposedLines : hunk.baseLines;
  const text = lines.map((line) => shownText(line).trim()).find((line) => line !== '') ?? '(blank line)';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function hunkIcon({ hunk, choice, clash }: ReviewedHunk): RowIcon {
  if (choice === 'accepted') return { id: 'check', color: 'testing.iconPassed' };
  if (choice === 'rejected') return { id: 'discard', color: 'disabledForeground' };
  if (hunk.kind === 'move') return { id: 'diff-renamed', color: 'gitDecoration.renamedResourceForeground' };
  if (clash) return { id: 'warning', color: 'problemsWarningIcon.foreground' };
  if (hunk.baseLines.length === 0) return { id: 'diff-added', color: 'gitDecoration.addedResourceForeground' };
  if (hunk.proposedLines.length === 0) return { id: 'diff-removed', color: 'gitDecoration.deletedResourceForeground' };
  return { id: 'diff-modified', color: 'gitDecoration.modifiedResourceForeground' };
}

function isSame(author: Author, owner: Owner): boolean {
  return owner.type === 'task' ? author.type === 'task' && author.taskId === owner.taskId : author.type === 'user';
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

function authorName(author: Author): string {
  return author.type === 'task' ? author.taskId : 'you';
}

function taskOf(owner: Owner): { readonly taskId?: TaskId } {
  return owner.type === 'task' ? { taskId: owner.taskId } : {};
}

function ownerKey(owner: Owner): string {
  return owner.type === 'task' ? owner.taskId : 'user';
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

function joinedWords(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}

function joinedContext(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}
