import { ok, type Result } from '../../../util/result';
import { readFence, type Fence } from './fences';
import { fileNamedAbove, fileNamedByFence } from './fileNames';
import type { EditSyntaxFailure } from './operation';
import { failAt } from './syntaxFailure';

/** What a fenced block holds. */
export interface FencedText {
  readonly text: string;
  /** The line (from 0) behind its closing fence. */
  readonly next: number;
}

/** The file that a fenced block is the text of: named by the fence or on the line above it. */
export function fileOfFence(lines: readonly string[], at: number, floor: number): string | undefined {
  const fence = readFence(lines[at] ?? '');
  const named = (fence && fileNamedByFence(fence.info)) ?? fileNamedAbove(lines, at, { floor });
  return named?.certain ? named.path : undefined;
}

/** Whether a file's own text is a patch, so that marks of one in it are no edits. */
export function isPatchFile(path: string): boolean {
  return /\.(?:diff|patch)$/i.test(path);
}

/**
 * The text of the block that a fence at line `start` opens. Blocks within it are part of it, as long as their fences say a language;
 * shorter and other fences, and those set in by more than three columns, are text.
 */
export function readFencedText(
  lines: readonly string[],
  start: number,
  opened: Fence,
): Result<FencedText, EditSyntaxFailure> {
  let depth = 1;
  for (let at = start + 1; at < lines.length; at++) {
    const fence = readFence(lines[at] ?? '');
    if (fence?.mark !== opened.mark || fence.length < opened.length) continue;
    if (fence.indent.length > opened.indent.length + 3) continue;
    if (fence.info !== '') depth++;
    else if (--depth === 0) return ok({ text: textOf(lines.slice(start + 1, at), opened.indent), next: at + 1 });
  }
  return failAt(
    start,
    'truncated',
    'this block of code is not closed: the text may be cut off. Where the file has fences itself, use longer ones around it.',
  );
}

function textOf(lines: readonly string[], indent: string): string {
  return lines.map((line) => `${line.startsWith(indent) ? line.slice(indent.length) : line}\n`).join('');
}

/** Files that are about other texts and may well show edits. */
const documents = /\.(?:mdx?|markdown|txt|rst|adoc|diff|patch)$/i;

/** Whether a block with the marks of an edit among its lines may still be the text of a file: a longer fence says that it is. */
export function mayShowEdits(path: string, fence: Fence): boolean {
  return documents.test(path) || fence.length > 3;
}
