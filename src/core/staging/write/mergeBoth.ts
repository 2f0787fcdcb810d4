import { splitLines } from '../../util/text';
import { isStandIn } from '../read/standIn';
import { mergeVersions } from './mergePieces';

/**
 * Two changes of one text with the lines of both where they clash, ours above: what two insertions in one place mostly ask for.
 * `undefined` where that cannot be said by lines: a side that is gone or no text, or more than one kind of line end. For the user to
 * choose and to look at; nothing is merged like this by itself.
 */
export function mergeBoth(base: string | null, ours: string | null, theirs: string | null): string | undefined {
  if (base === null || ours === null || theirs === null || [base, ours, theirs].some(isStandIn)) return undefined;
  if (new Set([base, ours, theirs].flatMap(lineEndsIn)).size > 1) return undefined;
  const pieces = mergeVersions({ base: splitLines(base), ours: splitLines(ours), theirs: splitLines(theirs) });
  return pieces
    .map((piece) => (piece.type === 'settled' ? piece.lines.join('') : stacked(piece.ours.lines, piece.theirs.lines)))
    .join('');
}

/** Lines that both sides came to, at either end, stand there once. */
function stacked(ours: readonly string[], theirs: readonly string[]): string {
  const shorter = Math.min(ours.length, theirs.length);
  let start = 0;
  while (start < shorter && ours[start] === theirs[start]) start++;
  let end = 0;
  while (end < shorter - start && ours[ours.length - 1 - end] === theirs[theirs.length - 1 - end]) end++;
  const above = ours.slice(0, ours.length - end).join('');
  const below = theirs.slice(start).join('');
  // The last line of a file may lack its end.
  const gap = above !== '' && below !== '' && !above.endsWith('\n') ? (lineEndsIn(below)[0] ?? '\n') : '';
  return `${above}${gap}${below}`;
}

function lineEndsIn(text: string): readonly string[] {
  return [...new Set(text.match(/\r?\n/g))];
}
