import { fail, ok, type Result } from '../../util/result';
import { countOf, dominantEndOfLine, type EndOfLine } from '../../util/text';
import { describeNearest, type Place } from './nearestText';

/** One replacement: `search` must stand in the file exactly once. */
export interface ExactEdit {
  readonly search: string;
  readonly replace: string;
}

/** Why an edit was refused. Nothing of the call was done. `edit` is its number in the call, from 1. */
export interface EditFailure {
  readonly reason: 'not-found' | 'ambiguous' | 'empty-search';
  readonly edit: number;
  /** For the model that sent it: what is wrong and what to do. */
  readonly message: string;
  /** Every place an ambiguous search stands in; the nearest one for a search that stands nowhere. */
  readonly places: readonly Place[];
}

/** A text with `\n` only, and what ended each of its lines before. */
interface UnixText {
  readonly text: string;
  readonly ends: readonly EndOfLine[];
}

/** How many places an ambiguous search names. */
const namedPlaces = 20;

/**
 * Applies edits one after the other, each to what the ones before it left: a search must occur exactly once in the text at that
 * point, overlapping occurrences counted. Nothing is normalised but line ends: those of the edit count as the file's own. An empty
 * search is allowed in an empty file only, where it writes the whole text. An edit whose search equals its replacement is skipped.
 * All or nothing: a refused edit leaves the text as it was.
 */
export function replaceExactly(text: string, edits: readonly ExactEdit[]): Result<string, EditFailure> {
  const endOfLine = dominantEndOfLine(text);
  let current = toUnix(text);
  for (const [index, edit] of edits.entries()) {
    const search = edit.search.replaceAll('\r\n', '\n');
    const replace = edit.replace.replaceAll('\r\n', '\n');
    if (search === replace) continue;
    const at = findOnce(current.text, search, index + 1);
    if (!at.ok) return at;
    current = splice(current, at.value, { search, replace, endOfLine });
  }
  return ok(fromUnix(current));
}

function findOnce(text: string, search: string, edit: number): Result<number, EditFailure> {
  if (search === '') {
    if (text === '') return ok(0);
    const message = `Edit ${edit}: the search text is empty, but the file is not. Quote the text to replace, or write the whole file.`;
    return fail({ reason: 'empty-search', edit, message, places: [] });
  }
  const found = occurrences(text, search);
  const [only] = found;
  if (only !== undefined && found.length === 1) return ok(only);
  if (only === undefined) {
    const nearest = describeNearest(text, search);
    const message = `Edit ${edit}: the search text is not in the file. ${nearest.message}`;
    return fail({ reason: 'not-found', edit, message, places: nearest.place ? [nearest.place] : [] });
  }
  const places = found.slice(0, namedPlaces).map((start) => placeOf(text, start, search));
  const more = found.length > namedPlaces ? ` and ${found.length - namedPlaces} more` : '';
  const message =
    `Edit ${edit}: the search text stands in ${countOf(found.length, 'place')}, at ${places.map(namePlace).join(', ')}${more}. ` +
    'Quote more of the lines around the one that is meant.';
  return fail({ reason: 'ambiguous', edit, message, places });
}

function occurrences(text: string, search: string): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(search); at >= 0; at = text.indexOf(search, at + 1)) found.push(at);
  return found;
}

function placeOf(text: string, start: number, search: string): Place {
  const startLine = 1 + countNewlines(text.slice(0, start));
  // A final newline of the search belongs to its last line.
  return { startLine, endLine: startLine + countNewlines(search.replace(/\n$/, '')) };
}

function namePlace({ startLine, endLine }: Place): string {
  return startLine === endLine ? `line ${startLine}` : `lines ${startLine}–${endLine}`;
}

/** Replaces at a place. Line ends that the edit keeps stay as they were; new ones are the file's own. */
function splice(from: UnixText, at: number, edit: ExactEdit & { readonly endOfLine: EndOfLine }): UnixText {
  const line = countNewlines(from.text.slice(0, at));
  const gone = countNewlines(edit.search);
  const kept = Math.min(gone, countNewlines(edit.replace));
  const fresh = Array<EndOfLine>(countNewlines(edit.replace) - kept).fill(edit.endOfLine);
  return {
    text: from.text.slice(0, at) + edit.replace + from.text.slice(at + edit.search.length),
    ends: [...from.ends.slice(0, line + kept), ...fresh, ...from.ends.slice(line + gone)],
  };
}

function toUnix(text: string): UnixText {
  const ends = (text.match(/\r?\n/g) ?? []).map((end): EndOfLine => (end === '\n' ? '\n' : '\r\n'));
  return { text: text.replaceAll('\r\n', '\n'), ends };
}

function fromUnix({ text, ends }: UnixText): string {
  let line = 0;
  return text.replaceAll('\n', () => ends[line++] ?? '\n');
}

function countNewlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
