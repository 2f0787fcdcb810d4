import type { PatchHunk } from '../matching/patchHunk';
import type { ScriptLine } from '../matching/script';
import type { HunkHeader, LineCounts } from './hunkHeader';

/** What the lines of a hunk say. */
export interface HunkBody extends Pick<PatchHunk, 'script' | 'alternate' | 'finalNewline'> {
  /** A line of it is the last one of the file, as it has no newline. */
  readonly endsFile: boolean;
}

const noNewline = /^\\ ?no newline/i;

/**
 * Reads the lines of a hunk. A line with nothing on it is blank context inside a hunk and sets hunks apart at its edges, unless the
 * counts have it. Context that begins with neither of ` +-` has lost its leading space. Where it begins with a space, that may be
 * its marker or already its indentation: the second reading is the alternate.
 */
export function readHunkBody(lines: readonly string[], counts?: LineCounts): HunkBody {
  const script: ScriptLine[] = [];
  const alternate: ScriptLine[] = [];
  let differs = false;
  let last: ScriptLine['type'] | undefined;
  let endsFile = false;
  let finalNewline = true;
  for (const line of withoutEdges(lines, counts)) {
    if (noNewline.test(line)) {
      endsFile = true;
      finalNewline &&= last === 'remove';
      continue;
    }
    const read = readLine(line);
    script.push(read);
    const literal: ScriptLine = read.type === 'keep' && line.trim() !== '' ? { type: 'keep', line } : read;
    alternate.push(literal);
    differs ||= literal.line !== read.line;
    last = read.type;
  }
  return {
    script,
    ...(differs ? { alternate } : {}),
    ...(endsFile ? { finalNewline } : {}),
    endsFile,
  };
}

function readLine(line: string): ScriptLine {
  switch (line[0]) {
    case '+':
      return { type: 'add', line: line.slice(1) };
    case '-':
      return { type: 'remove', line: line.slice(1) };
    case ' ':
      return { type: 'keep', line: line.slice(1) };
    default:
      return { type: 'keep', line };
  }
}

/** Without the empty lines at both ends that the counts don't ask for. */
function withoutEdges(lines: readonly string[], counts: LineCounts | undefined): readonly string[] {
  let surplus = counts ? countOld(lines) - counts.old : lines.length;
  let [start, end] = [0, lines.length];
  while (end > start && lines[end - 1] === '' && surplus-- > 0) end--;
  while (start < end && lines[start] === '' && surplus-- > 0) start++;
  return lines.slice(start, end);
}

function countOld(lines: readonly string[]): number {
  return lines.filter((line) => !line.startsWith('+') && !noNewline.test(line)).length;
}

/** A hunk out of what its header and its lines say. */
export function hunkOf(
  { script, alternate, finalNewline, endsFile }: HunkBody,
  { start, counts }: HunkHeader,
  { anchors = [], atEnd = false }: { readonly anchors?: readonly string[]; readonly atEnd?: boolean } = {},
): PatchHunk {
  // A hunk without old lines names the line that it comes behind.
  const line = start !== undefined && counts?.old === 0 ? start + 1 : start;
  return {
    script,
    ...(alternate ? { alternate } : {}),
    anchors,
    ...(line !== undefined && line > 0 ? { line } : {}),
    atEnd: atEnd || endsFile,
    ...(finalNewline === undefined ? {} : { finalNewline }),
  };
}
