import { plainText } from './typography';
import { findReindent, isBlank, sameIndentation, type Reindent } from './reindent';

/**
 * How a quoted text was found in a file, from strictest to loosest. What each of them lets differ is in docs/edits.md; whatever it
 * lets through beyond `exact` is proven by all quoted lines together, never by likeness.
 */
export type MatchStep =
  'exact' | 'line-end' | 'trailing-space' | 'indentation' | 'typography' | 'blank-edges' | 'elision' | 'line-numbers';

/** A place where quoted lines stand in a file: `lines[start, start + count)`. */
export interface LineMatch {
  readonly step: MatchStep;
  readonly start: number;
  readonly count: number;
  readonly reindent: Reindent;
}

/** Narrows a search for lines. */
export interface LineSearch {
  /** Says which places are out of the question, before any step is chosen. */
  readonly allows?: (start: number, count: number) => boolean;
  /** The steps to take; all of them, where it does not say. */
  readonly steps?: readonly MatchStep[];
}

interface LineStep {
  readonly name: MatchStep;
  /** Lines with equal keys count as equal. */
  readonly key: (line: string) => string;
  readonly shifts: boolean;
}

const lineSteps: readonly LineStep[] = [
  { name: 'exact', key: (line) => line, shifts: false },
  { name: 'trailing-space', key: (line) => line.trimEnd(), shifts: false },
  { name: 'indentation', key: (line) => line.trim(), shifts: true },
  { name: 'typography', key: (line) => plainText(line).trim(), shifts: true },
];

/**
 * All places of the strictest step that has any. Lines that are all blank are only found exactly: they say nothing about where
 * they stand.
 */
export function findLines(
  file: readonly string[],
  quoted: readonly string[],
  search: LineSearch = {},
): readonly LineMatch[] {
  for (const matches of matchesByStep(file, quoted, search)) if (matches.length > 0) return matches;
  return [];
}

/** The places of each step, strictest first; those of a later step hold those of the ones before it. */
export function* matchesByStep(
  file: readonly string[],
  quoted: readonly string[],
  { allows = () => true, steps: wanted }: LineSearch = {},
): Generator<readonly LineMatch[]> {
  if (quoted.length === 0) return;
  const saysNothing = quoted.every(isBlank);
  for (const step of lineSteps) {
    if ((saysNothing && step.name !== 'exact') || wanted?.includes(step.name) === false) continue;
    const starts = occurrences(file.map(step.key), quoted.map(step.key));
    yield starts.flatMap((start): LineMatch[] => {
      const count = quoted.length;
      if (!allows(start, count)) return [];
      const reindent = step.shifts ? findReindent(quoted, file.slice(start, start + count)) : sameIndentation;
      return reindent ? [{ step: step.name, start, count, reindent }] : [];
    });
  }
}

/** Where `part` occurs in `whole`, overlapping occurrences too, in linear time (Knuth, Morris and Pratt, 1977). */
export function occurrences(whole: readonly string[], part: readonly string[]): readonly number[] {
  const borders = [0];
  for (let index = 1, length = 0; index < part.length; index++) {
    while (length > 0 && part[index] !== part[length]) length = borders[length - 1] ?? 0;
    if (part[index] === part[length]) length++;
    borders.push(length);
  }
  const found: number[] = [];
  for (let index = 0, length = 0; index < whole.length; index++) {
    while (length > 0 && (length === part.length || whole[index] !== part[length])) length = borders[length - 1] ?? 0;
    if (whole[index] === part[length]) length++;
    if (length === part.length) found.push(index - length + 1);
  }
  return found;
}
