import { beginsHeader } from './diffHeaders';
import { heredocTag } from './envelope';
import { closesFence, isDiffFence, type Fence } from './fences';
import { readFileName } from './fileNames';
import type { EditFormat } from './operation';
import { beginsBlock } from './searchReplaceBlocks';
import { beginsDiff } from './unifiedDiff';
import { beginsPatch } from './v4aPatch';

/** The format whose mark the line at `at` bears, outside of all edits. */
export function formatAt(lines: readonly string[], at: number): EditFormat | undefined {
  const line = lines[at] ?? '';
  if (beginsBlock(line)) return 'search-replace';
  if (beginsPatch(line)) return 'patch';
  return beginsDiff(lines, at) ? 'unified-diff' : undefined;
}

/**
 * Whether the block that a fence at line `at` opens is an edit: the first thing in it bears a mark, below a command that takes it or
 * the name of a file at most; or it is a diff by name, and has changes.
 */
export function holdsEdits(lines: readonly string[], at: number, fence: Fence): boolean {
  const first = firstLine(lines, at + 1);
  if (formatAt(lines, first) !== undefined) return true;
  const line = lines[first] ?? '';
  const second = firstLine(lines, first + 1);
  if (heredocTag(line) !== undefined) return formatAt(lines, second) !== undefined;
  const isNamed = readFileName(line)?.certain === true && beginsBlock(lines[second] ?? '');
  return isNamed || (isDiffFence(fence) && hasChanges(lines, at, fence));
}

/** The first line from one on that is not blank. */
export function firstLine(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && lines[at]?.trim() === '') at++;
  return at;
}

/** Where a change stands in a diff, at the latest. */
const furthestChange = 60;

function hasChanges(lines: readonly string[], start: number, fence: Fence): boolean {
  for (const line of lines.slice(start + 1, start + furthestChange)) {
    if (closesFence(line, fence)) return false;
    if (/^[+-]/.test(line)) return true;
  }
  return false;
}

/** The first of the lines that bears a mark hardly ever seen but on edits. */
export function unmistakableMark(lines: readonly string[], start: number, end: number): number | undefined {
  for (let at = start; at < end; at++) {
    const line = lines[at] ?? '';
    const isDiff = line.startsWith('diff --git ') && beginsHeader(lines, at);
    if (beginsBlock(line) || line.startsWith('*** Begin Patch') || isDiff) return at;
  }
  return undefined;
}
