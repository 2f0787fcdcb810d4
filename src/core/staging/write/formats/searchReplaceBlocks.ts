import { ok, type Result } from '../../../util/result';
import type { TextBlock } from '../matching/blockSearch';
import { fileNamedAbove, readFileName } from './fileNames';
import type { EditOperation, EditSyntaxFailure } from './operation';
import { splitBlock } from './searchReplaceSplit';
import { readMarker, unescapeMarker } from './searchReplaceMarkers';
import { failAt, type EditSection } from './syntaxFailure';

/** How a block is written, for messages. */
const form = 'Write `<<<<<<< SEARCH`, the lines to find, `=======`, the lines to put there, `>>>>>>> REPLACE`.';

/** One block with the file it is for. */
export interface NamedBlock {
  readonly path: string;
  readonly block: TextBlock;
  readonly next: number;
}

/** Whether a search/replace block begins at a line. */
export function beginsBlock(line: string): boolean {
  return readMarker(line)?.type === 'search';
}

/**
 * Reads the search/replace block that begins at line `start`. Its file is named above it, but not above `floor`, or in the line
 * itself; else it is that of the block before, or the one the call is about.
 */
export function readBlock(
  lines: readonly string[],
  start: number,
  { floor, path, previous }: { readonly floor: number; readonly path?: string; readonly previous?: string },
): Result<NamedBlock, EditSyntaxFailure> {
  const end = endOf(lines, start);
  if (!end.ok) return end;
  const split = splitBlock(lines, start, end.value);
  if (!split.ok) return split;
  const file = fileOf(lines, start, floor) ?? previous ?? path ?? bareNameAbove(lines, start, floor);
  if (file === undefined)
    return failAt(start, 'no-path', 'no file is named for this block. Put its path alone on the line above the block.');
  const { line, body } = withoutHeader(lines.slice(start + 1, split.value));
  const replacement = lines.slice(split.value + 1, end.value);
  const misplaced = replacement.findIndex((text) => /^:(?:start|end)_line:/.test(text));
  if (misplaced >= 0)
    return failAt(
      split.value + 1 + misplaced,
      'malformed',
      'line numbers stand below `SEARCH`, not in the replacement.',
    );
  const block = { search: textOf(body), replace: textOf(replacement), ...(line === undefined ? {} : { line }) };
  return ok({ path: file, block, next: end.value + 1 });
}

/** The line of the end marker. */
function endOf(lines: readonly string[], start: number): Result<number, EditSyntaxFailure> {
  for (let at = start + 1; at < lines.length; at++) {
    const type = readMarker(lines[at] ?? '')?.type;
    if (type === 'replace') return ok(at);
    if (type === 'search')
      return failAt(
        at,
        'malformed',
        `a block begins inside the block of line ${start + 1}, which has no \`>>>>>>> REPLACE\`. End that one first; where the marker is text of the file, write a back-slash before it.`,
      );
  }
  return failAt(start, 'truncated', `this block has no \`>>>>>>> REPLACE\`: it may be cut off. ${form}`);
}

function fileOf(lines: readonly string[], start: number, floor: number): string | undefined {
  const marker = readMarker(lines[start] ?? '');
  const inLine = marker?.type === 'search' ? readFileName(marker.rest) : undefined;
  if (inLine?.certain) return inLine.path;
  const above = fileNamedAbove(lines, start, { floor });
  return above?.certain ? above.path : undefined;
}

function bareNameAbove(lines: readonly string[], start: number, floor: number): string | undefined {
  return fileNamedAbove(lines, start, { floor })?.path;
}

/** Takes off where the block says that its text stands: `:start_line:12`, `:end_line:14`, and the rule below them. */
function withoutHeader(lines: readonly string[]): { readonly line?: number; readonly body: readonly string[] } {
  let at = 0;
  let line: number | undefined;
  for (; at < 2; at++) {
    const [, which, number] = /^:(start|end)_line:\s*(\d+)\s*$/.exec(lines[at] ?? '') ?? [];
    if (which === undefined) break;
    if (which === 'start') line = Number(number);
  }
  if (at > 0 && /^-{5,9}\s*$/.test(lines[at] ?? '')) at++;
  return { ...(line ? { line } : {}), body: lines.slice(at) };
}

/** Lines as the text of a block: an empty last line needs its own line end to be one. */
function textOf(lines: readonly string[]): string {
  const text = lines.map(unescapeMarker).join('\n');
  return lines.at(-1) === '' ? `${text}\n` : text;
}

/** Blocks one after the other as one section: all of a file in one operation, files in the order of their first block. */
export function sectionOf(blocks: readonly NamedBlock[]): EditSection {
  const byPath = new Map<string, TextBlock[]>();
  for (const { path, block } of blocks) {
    const known = byPath.get(path);
    if (known) known.push(block);
    else byPath.set(path, [block]);
  }
  const operations = [...byPath].map(([path, own]): EditOperation => ({ type: 'replace', path, blocks: own }));
  return { format: 'search-replace', operations, next: blocks.at(-1)?.next ?? 0 };
}
