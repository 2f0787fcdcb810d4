import type { ReviewedHunk } from '../../core/review/hunk';
import type { Author } from '../../core/staging/read/changeSet';
import { isStandIn, shownText } from '../../core/staging/read/standIn';
import { countOf } from '../../core/util/text';
import { reviewCommands } from '../catalogue';
import { clashSentence, clashWords } from '../review/clashWords';
import { inlineCode, plainMarkdown } from '../../core/util/markdown';
import { taskOf, type Owner } from './owner';
import type { PlanRow, RowIcon } from './row';
import { joined, joinedContext, joinedWords } from './rowParts';

/** One change of a file, under the file of whoever made it. */
export function hunkRow(runId: string, owner: Owner, reviewed: ReviewedHunk, parentId: string): PlanRow {
  const { hunk, choice } = reviewed;
  const words = hunkWords(reviewed);
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
    label: moved ?? words.label,
    description: joined(
      clash ?? '',
      words.size,
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
    spoken: joinedWords(moved ?? words.spoken, choice, clash ?? ''),
    tooltip: () =>
      [
        hunk.movedFrom === undefined
          ? `${words.place} of ${inlineCode(hunk.path)}, ${plainMarkdown(words.size)}: **${choice}**.`
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

interface HunkWords {
  readonly label: string;
  readonly size: string;
  /** Where it stands: `Line 3`. */
  readonly place: string;
  readonly spoken: string;
}

/** What a hunk is, unless it is a move. A file that is no text has no lines to count. */
function hunkWords(reviewed: ReviewedHunk): HunkWords {
  const { hunk } = reviewed;
  const place = `Line ${reviewed.proposedLine + 1}`;
  const label = `${reviewed.proposedLine + 1}: ${gist(reviewed)}`;
  const added = hunk.proposedLines.length;
  const removed = hunk.baseLines.length;
  if (!hunk.baseLines.some(isStandIn)) {
    const size = [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`−${removed}`] : [])].join(' ');
    const spoken = joinedWords(place, `${countOf(added, 'line')} added`, `${countOf(removed, 'line')} removed`);
    return { label, size, place, spoken };
  }
  if (hunk.kind === 'delete')
    return { label: gist(reviewed), size: 'deleted', place: 'All', spoken: 'File deleted that is not text' };
  return {
    label,
    size: joined(`+${added}`, 'was not text'),
    place: 'All',
    spoken: `File that is not text replaced by ${countOf(added, 'line')}`,
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

function authorName(author: Author): string {
  return author.type === 'task' ? author.taskId : 'you';
}
