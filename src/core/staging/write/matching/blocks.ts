import { fail, ok, type Result } from '../../../util/result';
import { findBlock, type BlockUnit, type Candidate, type TextBlock } from './blockSearch';
import { ambiguous, notFound, type BlockFailure } from './editFailure';
import { EditableText } from './editableText';
import { Insertions } from './insertions';
import type { MatchStep } from './lineSteps';

/** A text after all blocks. */
export interface Replaced {
  readonly text: string;
  /** How each block was found that was not found exactly, by its number from 1. */
  readonly loosened: ReadonlyMap<number, MatchStep>;
  /** How many blocks changed something; the others replaced a text by itself. */
  readonly applied: number;
}

/**
 * Applies blocks one after the other, each to what the ones before it left; each must be found in exactly one place. Where a search
 * text stands in several, but in one only that none of the blocks before it has written, it means that one: the author quoted the
 * file as it was. All or nothing: refused blocks are all named.
 */
export function replaceBlocks(
  raw: string,
  blocks: readonly TextBlock[],
  unit: BlockUnit,
): Result<Replaced, readonly BlockFailure[]> {
  let text = EditableText.from(raw);
  const insertions = new Insertions();
  const loosened = new Map<number, MatchStep>();
  const failures: BlockFailure[] = [];
  let applied = 0;
  for (const [index, given] of blocks.entries()) {
    const number = index + 1;
    const block = { ...given, search: asPlain(given.search), replace: asPlain(given.replace) };
    if (block.search === block.replace) continue;
    const found = findBlock(text, block, unit);
    const chosen = choose(found, block, { number, text, insertions });
    if (!chosen.ok) {
      failures.push(chosen.error);
      continue;
    }
    const next = chosen.value.carryOut();
    if (!next) {
      failures.push(unknownIndentation(number));
      continue;
    }
    for (const [start, end, length] of next.changed) insertions.add(start, end, length);
    if (chosen.value.step !== 'exact') loosened.set(number, chosen.value.step);
    text = next.text;
    applied++;
  }
  return failures.length > 0 ? fail(failures) : ok({ text: text.toString(), loosened, applied });
}

function choose(
  candidates: readonly Candidate[],
  block: TextBlock,
  { number, text, insertions }: { number: number; text: EditableText; insertions: Insertions },
): Result<Candidate, BlockFailure> {
  if (candidates.length === 0) return fail(block.search === '' ? emptySearch(number) : missing(number, text, block));
  const untouched = candidates.filter(({ start, end }) => insertions.leave(start, end));
  const hinted = candidates.filter(({ start }) => text.lineAt(start) + 1 === block.line);
  for (const left of [candidates, hinted, untouched]) {
    const [only] = left;
    if (only && left.length === 1) return ok(only);
  }
  const places = candidates.map(({ start, end }) => ({
    startLine: text.lineAt(start) + 1,
    endLine: text.lineAt(Math.max(start, end - 1)) + 1,
  }));
  return fail(ambiguous(number, places));
}

function missing(number: number, text: EditableText, { search, replace }: TextBlock): BlockFailure {
  return notFound(number, text.text, { quoted: search, replacement: replace });
}

function emptySearch(block: number): BlockFailure {
  const message = 'the search text is empty, but the file is not. Quote the text to replace, or write the whole file.';
  return { reason: 'empty-search', block, message, places: [] };
}

function unknownIndentation(block: number): BlockFailure {
  const message =
    'the search text is in the file with another indentation, and it can’t be told how the replacement is to be indented. Quote the lines with the indentation they have in the file.';
  return { reason: 'no-place', block, message, places: [] };
}

/** As models write texts: byte order marks and Windows line ends are the file's business. */
function asPlain(text: string): string {
  return (text.startsWith('\uFEFF') ? text.slice(1) : text).replaceAll('\r\n', '\n');
}
