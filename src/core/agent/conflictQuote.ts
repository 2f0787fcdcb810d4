import type { Conflict } from '../staging/read/proposal';
import { conflictWords, type ConflictSides } from '../staging/read/conflictWords';
import { truncateMiddle } from '../util/text';
import { quoteData } from './quote';

/**
 * A clash as a model is shown it: where, what stood there, and what each side made of it, all of it quoted. `limit` in characters
 * for each text; a clash over whole files has whole files for texts.
 */
export function conflictQuote(conflict: Conflict, sides: ConflictSides, limit: number): string {
  const quote = (kind: string, text: string): string => quoteData(kind, truncateMiddle(text, limit));
  return [
    `- ${conflictWords(conflict, sides)}`,
    quote('before both', conflict.base),
    quote(`made by ${sides.ours}`, conflict.ours),
    quote(`made by ${sides.theirs}`, conflict.theirs),
  ].join('\n');
}
