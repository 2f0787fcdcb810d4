import type { LineEdit } from './lineEdit';
import { withoutCommonEnds, type ChangedLines, type NumberedTexts } from './numberedLines';

/** Some lines of a text: their numbers, and where each of them stands in it. */
export interface PlacedLines {
  readonly numbers: Int32Array;
  readonly places: Int32Array;
}

/** How many neighbours are looked at to judge a line that has too many equals. */
const neighbourhood = 100;

/** What is known of a line before any search, as numbers since there are many: nothing on the other side equals it, something does, or too much does to tell where. */
const fates = { unmatched: 0, matched: 1, ambiguous: 2 } as const;

/**
 * The lines of a region that a search has to compare. Calls those changed that the other side does not have, and those with many
 * equals that stand among such; leaves out what both sides begin and end with.
 *
 * Source: GNU diff's `discard_confusing_lines` (Paul Eggert), whose rule of thumb git has in a simpler form.
 */
export function comparableLines(
  { before, after }: NumberedTexts,
  region: LineEdit,
  changed: ChangedLines,
): { readonly before: PlacedLines; readonly after: PlacedLines } {
  const inBefore = countsOf(before.subarray(region.beforeStart, region.beforeEnd));
  const inAfter = countsOf(after.subarray(region.afterStart, region.afterEnd));
  const { beforeStart, beforeEnd, afterStart, afterEnd } = withoutCommonEnds({ before, after }, region);
  return {
    before: comparable(before.subarray(beforeStart, beforeEnd), {
      start: beforeStart,
      others: inAfter,
      limit: aboutSquareRoot(region.beforeEnd - region.beforeStart),
      changed: changed.before,
    }),
    after: comparable(after.subarray(afterStart, afterEnd), {
      start: afterStart,
      others: inBefore,
      limit: aboutSquareRoot(region.afterEnd - region.afterStart),
      changed: changed.after,
    }),
  };
}

function comparable(
  numbers: Int32Array,
  side: {
    readonly start: number;
    readonly others: ReadonlyMap<number, number>;
    readonly limit: number;
    readonly changed: Uint8Array;
  },
): PlacedLines {
  const found = Uint8Array.from(numbers, (number) => {
    const equals = side.others.get(number) ?? 0;
    return equals === 0 ? fates.unmatched : equals < Math.min(side.limit, 1024) ? fates.matched : fates.ambiguous;
  });
  const kept: number[] = [];
  found.forEach((fate, at) => {
    if (fate === fates.matched || (fate === fates.ambiguous && !standsAmongUnmatched(found, at))) kept.push(at);
    else side.changed[side.start + at] = 1;
  });
  return {
    numbers: Int32Array.from(kept, (at) => numbers[at] ?? 0),
    places: Int32Array.from(kept, (at) => side.start + at),
  };
}

/** Whether the lines around an ambiguous one, up to the next matched one in each direction, are mostly unmatched. */
function standsAmongUnmatched(found: Uint8Array, at: number): boolean {
  const above = neighbours(found, at, -1);
  if (above.unmatched === 0) return false;
  const below = neighbours(found, at, 1);
  if (below.unmatched === 0) return false;
  // The line itself counts on both sides.
  const ambiguous = above.ambiguous + below.ambiguous + 2;
  return ambiguous * 4 < ambiguous + above.unmatched + below.unmatched;
}

function neighbours(
  found: Uint8Array,
  at: number,
  step: 1 | -1,
): { readonly unmatched: number; readonly ambiguous: number } {
  let unmatched = 0;
  let ambiguous = 0;
  for (let distance = 1; distance <= neighbourhood; distance++) {
    const fate = found[at + step * distance];
    if (fate === fates.unmatched) unmatched++;
    else if (fate === fates.ambiguous) ambiguous++;
    else break;
  }
  return { unmatched, ambiguous };
}

function countsOf(numbers: Int32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}

/** The power of two next to the square root, from above: between one and two times it. */
export function aboutSquareRoot(value: number): number {
  let root = 1;
  for (let rest = value; rest > 0; rest >>= 2) root <<= 1;
  return root;
}
