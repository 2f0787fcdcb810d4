import type { FileChange } from '../../staging/read/changeSet';
import { isStandIn, shownText } from '../../staging/read/standIn';
import { unifiedDiff } from '../../staging/read/unifiedDiff';
import { splitLines } from '../../util/text';

/** A diff as far as there was room for it. */
export interface BoundedDiff {
  readonly text: string;
  /** Lines that are left out at its end. */
  readonly cut: number;
}

/** Lines of one file's diff that a person may still read through. */
const mostLinesOfFile = 300;
/** Lines of all diffs of a report: beyond that it is no document any more, and the review has them. */
const mostLines = 6000;

/** Makes the diffs of one report within its room; those that come first get it. */
export class DiffRoom {
  private left = mostLines;

  /** The change as a unified diff; `null` where there is no difference in text. */
  of(change: FileChange): BoundedDiff | null {
    const { before, after } = change;
    if (isStandIn(before) || isStandIn(after)) return { text: standInWords(change), cut: 0 };
    if (before === after && change.movedFrom === undefined) return null;
    const lines = splitLines(unifiedDiff(change));
    const shown = lines.slice(0, Math.min(mostLinesOfFile, this.left));
    this.left -= shown.length;
    return { text: shown.join(''), cut: lines.length - shown.length };
  }
}

/** What is no text has no lines to compare: both sides are named. */
function standInWords({ before, after }: FileChange): string {
  const side = (sign: string, text: string | null): string => (text === null ? '' : `${sign}${shownText(text)}\n`);
  return `${side('-', before)}${side('+', after)}`;
}
