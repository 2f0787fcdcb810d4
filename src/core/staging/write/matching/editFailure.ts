import { countOf } from '../../../util/text';
import { describeNearest, type Place } from './nearestText';

/** Why one block (or hunk) of an edit was refused. */
export interface BlockFailure {
  readonly reason: 'not-found' | 'ambiguous' | 'empty-search' | 'overlap' | 'no-place';
  /** Its number in the call, from 1. */
  readonly block: number;
  /** For the model that sent it: what is wrong and what to do. Without the block's number. */
  readonly message: string;
  /** Every place an ambiguous text stands in; the nearest one for a text that stands nowhere. */
  readonly places: readonly Place[];
}

/** How many places an ambiguous text names. */
const namedPlaces = 20;

/** A text that stands in several places. */
export function ambiguous(block: number, places: readonly Place[], what = 'search text'): BlockFailure {
  const named = places.slice(0, namedPlaces).map(namePlace).join(', ');
  const more = places.length > namedPlaces ? ` and ${places.length - namedPlaces} more` : '';
  const message =
    `the ${what} stands in ${countOf(places.length, 'place')}, at ${named}${more}. ` +
    'Quote more of the lines around the one that is meant.';
  return { reason: 'ambiguous', block, message, places };
}

/** A text that stands nowhere. `replacement` tells whether the edit was made already. */
export function notFound(
  block: number,
  file: string,
  { quoted, replacement, what = 'search text' }: { quoted: string; replacement: string; what?: string },
): BlockFailure {
  const nearest = describeNearest(file, quoted);
  const done = placeOnce(file, replacement);
  const hint = done
    ? ` Its replacement stands at ${namePlace(done)} already: this edit may have been made before.`
    : '';
  const message = `the ${what} is not in the file.${hint} ${nearest.message}`;
  return { reason: 'not-found', block, message, places: nearest.place ? [nearest.place] : [] };
}

/** The words for all blocks of one file that were refused. `noun` is what the format calls a block. */
export function describeFailures(noun: string, failures: readonly BlockFailure[]): string {
  return failures.map(({ block, message }) => `${noun} ${block}: ${message}`).join('\n');
}

/** "line 3", "lines 3–5". */
export function namePlace({ startLine, endLine }: Place): string {
  return startLine === endLine ? `line ${startLine}` : `lines ${startLine}–${endLine}`;
}

/** Shorter texts occur by chance. */
const tellingLength = 12;

function placeOnce(file: string, text: string): Place | undefined {
  const wanted = text.replace(/\n$/, '');
  if (wanted.trim().length < tellingLength) return undefined;
  const at = file.indexOf(wanted);
  if (at < 0 || file.includes(wanted, at + 1)) return undefined;
  const startLine = file.slice(0, at).split('\n').length;
  return { startLine, endLine: startLine + wanted.split('\n').length - 1 };
}
