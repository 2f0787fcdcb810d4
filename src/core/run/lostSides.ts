import type { StatedFinding } from '../lead/assessment';
import type { Conflict } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import { splitLines, truncateMiddle } from '../util/text';

/** Characters of lost text that a finding quotes. */
const quoteLimit = 400;

/** What is looked at when a conflict has been settled by a worker. */
export interface SettledClash {
  readonly conflict: Conflict;
  /** Who stands on either side, as in `T1`. */
  readonly sides: { readonly ours: string; readonly theirs: string };
  /** Where the file stands now, and what it holds; `null` text: it is gone. */
  readonly path: WorkspacePath;
  readonly text: string | null;
}

/**
 * What of either side is not in the result of a merge, as findings for the person who reviews it: lines that a side wrote and that
 * are nowhere in the file, and lines that it took out where the other's stand. It may be right so; that nobody is told of it would
 * not be.
 */
export function lostSides(clash: SettledClash, looked: readonly ('ours' | 'theirs')[]): readonly StatedFinding[] {
  const { conflict, sides, path, text } = clash;
  const inResult = wordsOf(text ?? '');
  const madeBy = (side: 'ours' | 'theirs'): readonly string[] => without(conflict[side], conflict.base);
  return looked.flatMap((side) => {
    const other = side === 'ours' ? 'theirs' : 'ours';
    const made = madeBy(side);
    const lost = made.filter((line) => !inResult.has(bare(line)));
    const tookOut = without(conflict.base, conflict[side]);
    const isOverruled = made.length === 0 && madeBy(other).some((line) => inResult.has(bare(line)));
    const said = [
      ...(lost.length > 0
        ? [`${sides[side]} wrote this, and it is not in the result of the merge:\n${shown(lost)}`]
        : []),
      ...(isOverruled && tookOut.length > 0
        ? [
            `${sides[side]} took this out, and the result of the merge has what ${sides[other]} made of it:\n${shown(tookOut)}`,
          ]
        : []),
    ];
    return said.map((message) => ({
      path,
      ...placeFor(clash),
      severity: 'warning' as const,
      message,
      criterion: null,
    }));
  });
}

function shown(lines: readonly string[]): string {
  return truncateMiddle(lines.join(''), quoteLimit).trimEnd();
}

/** Lines of one text that the other does not have. Braces and blank lines are in every file, and count in none. */
function without(text: string, other: string): readonly string[] {
  const known = wordsOf(other);
  return splitLines(text).filter((line) => hasWord(line) && !known.has(bare(line)));
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(splitLines(text).map(bare));
}

/** Where the clash was: a line that one of the sides has there still, else the line it began at. */
function placeFor({ conflict, text }: SettledClash): Pick<StatedFinding, 'line' | 'quote'> {
  const lines = splitLines(text ?? '').map((line) => line.replace(/\r?\n$/, ''));
  const wanted = new Set([...splitLines(conflict.ours), ...splitLines(conflict.theirs)].filter(hasWord).map(bare));
  const found = lines.findIndex((line) => wanted.has(bare(line)));
  const index = found >= 0 ? found : Math.max(0, Math.min(conflict.line, lines.length) - 1);
  return { line: index + 1, quote: lines[index] ?? '' };
}

/** Indentation and line ends are no loss. */
function bare(line: string): string {
  return line.trim();
}

function hasWord(line: string): boolean {
  return /[\p{L}\p{N}]/u.test(line);
}
