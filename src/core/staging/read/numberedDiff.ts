import { countOf, dominantEndOfLine, splitLines } from '../../util/text';
import type { FileChange } from './changeSet';
import { groupEdits, linesOfGroup } from './diffGroups';
import { diffLines } from './lineDiff';
import { bare } from './lineEnds';
import { isStandIn, shownText } from './standIn';

/** How much of a diff is shown: unchanged lines around each edit, and characters in all (the rest is counted in a note). */
export interface NumberedDiffOptions {
  readonly context?: number;
  readonly limit?: number;
}

/**
 * A diff in which context and added lines carry their line number in the new text, so that a reader can locate a finding:
 * `   12   context`, `   13 + added`, `      - removed`.
 */
export function numberedDiff(change: FileChange, options: NumberedDiffOptions = {}): string {
  const { context = 3, limit = Infinity } = options;
  const before = splitLines(shownText(change.before ?? ''));
  const after = splitLines(shownText(change.after ?? ''));
  const shown: string[] = [];
  for (const group of groupEdits(diffLines(before, after), context, before.length)) {
    if (shown.length > 0) shown.push('      …');
    for (const { sign, number, line } of linesOfGroup(group, before, after)) {
      const label = sign === '-' ? '' : String(number);
      shown.push(`${label.padStart(5)} ${sign} ${bare(line)}`.trimEnd());
    }
  }
  return [headline(change), ...notes(change), ...cut(shown, limit)].join('\n');
}

function headline({ path, before, after, movedFrom }: FileChange): string {
  if (movedFrom !== undefined) return `${path} (moved from ${movedFrom}${before === after ? ', text unchanged' : ''})`;
  if (before === null) return `${path} (new file, ${countOf(splitLines(after ?? '').length, 'line')})`;
  if (after === null) return `${path} (deleted, ${countOf(splitLines(before).length, 'line')})`;
  if (isStandIn(before)) return `${path} (was not text, replaced whole)`;
  return path;
}

/** What no line of the diff can show. */
function notes({ before, after }: FileChange): readonly string[] {
  if (!before || !after || isStandIn(before) || isStandIn(after)) return [];
  const found: string[] = [];
  const [endBefore, endAfter] = [dominantEndOfLine(before), dominantEndOfLine(after)];
  if (before.includes('\n') && after.includes('\n') && endBefore !== endAfter) {
    found.push(`(line ends changed from ${nameOf(endBefore)} to ${nameOf(endAfter)})`);
  }
  if (before.endsWith('\n') && !after.endsWith('\n')) found.push('(the final newline was removed)');
  if (!before.endsWith('\n') && after.endsWith('\n')) found.push('(a final newline was added)');
  return found;
}

function nameOf(endOfLine: string): string {
  return endOfLine === '\n' ? 'LF' : 'CRLF';
}

/** As many whole lines as fit, and a note that counts the others. */
function cut(lines: readonly string[], limit: number): readonly string[] {
  let room = limit;
  const fitting = lines.findIndex((line) => (room -= line.length + 1) < 0);
  if (fitting < 0) return lines;
  return [...lines.slice(0, fitting), `… ${countOf(lines.length - fitting, 'more line')} of this diff left out …`];
}
