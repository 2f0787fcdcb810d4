import { diffArrays } from 'diff';

/**
 * The longest edit script (lines removed plus lines added, not counting lines that only one side has) that is searched for in a
 * whole text, and between two anchors where the whole was too much. Time grows with its square: about 0.2 s and 0.02 s.
 */
const longestScript = 1_000;
const longestScriptInGap = 300;

/** A line of one text and the equal line of the other, by index from 0. */
export type Match = readonly [before: number, after: number];

/**
 * Pairs of equal lines, increasing on both sides: as many as there can be, or, in texts too far apart for that search, the lines that
 * occur once on both sides and what is found between them.
 */
export function matchLines(before: readonly string[], after: readonly string[]): readonly Match[] {
  const shortest = matchBySearch(before, after, longestScript);
  if (shortest) return shortest;
  const anchors = uniqueMatches(before, after);
  return [...anchors, null].flatMap((anchor, index) => {
    const [beforeAt, afterAt] = anchors[index - 1] ?? [-1, -1];
    const [beforeEnd, afterEnd] = anchor ?? [before.length, after.length];
    const [beforeStart, afterStart] = [beforeAt + 1, afterAt + 1];
    const inside =
      matchBySearch(before.slice(beforeStart, beforeEnd), after.slice(afterStart, afterEnd), longestScriptInGap) ?? [];
    const moved = inside.map(([one, other]): Match => [one + beforeStart, other + afterStart]);
    return anchor ? [...moved, anchor] : moved;
  });
}

/** The most pairs there can be; `undefined` when finding them would take a longer edit script than allowed. */
function matchBySearch(
  before: readonly string[],
  after: readonly string[],
  maxEditLength: number,
): readonly Match[] | undefined {
  // Lines that the other side does not have can't match: leaving them out makes rewritten parts free and numbers compare fast.
  const numbers = new Map<string, number>();
  for (const line of before) if (!numbers.has(line)) numbers.set(line, numbers.size);
  const inAfter = new Set(after);
  const keptBefore = indexesWhere(before, (line) => inAfter.has(line));
  const keptAfter = indexesWhere(after, (line) => numbers.has(line));
  const toNumbers = (lines: readonly string[], kept: readonly number[]): number[] =>
    kept.map((index) => numbers.get(lines[index] ?? '') ?? -1);
  const changes = diffArrays(toNumbers(before, keptBefore), toNumbers(after, keptAfter), { maxEditLength });
  if (!changes) return undefined;

  const matches: Match[] = [];
  let beforeAt = 0;
  let afterAt = 0;
  for (const change of changes) {
    if (change.removed) beforeAt += change.count;
    else if (change.added) afterAt += change.count;
    else {
      for (let step = 0; step < change.count; step++) {
        matches.push([keptBefore[beforeAt++] ?? 0, keptAfter[afterAt++] ?? 0]);
      }
    }
  }
  return matches;
}

/** Lines that occur once on both sides, as many of them as stand in the same order (the idea of patience diff). */
function uniqueMatches(before: readonly string[], after: readonly string[]): readonly Match[] {
  const afterIndexes = onceIn(after);
  const pairs = [...onceIn(before)].flatMap(([line, index]): Match[] => {
    const other = afterIndexes.get(line);
    return other === undefined ? [] : [[index, other]];
  });
  // Longest increasing subsequence: `tops[n]` ends the best chain of n + 1 pairs found so far.
  interface Link {
    readonly pair: Match;
    readonly previous: Link | undefined;
  }
  const tops: Link[] = [];
  for (const pair of pairs) {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((tops[middle]?.pair[1] ?? 0) < pair[1]) low = middle + 1;
      else high = middle;
    }
    tops[low] = { pair, previous: tops[low - 1] };
  }
  const chain: Match[] = [];
  for (let link = tops.at(-1); link; link = link.previous) chain.push(link.pair);
  return chain.reverse();
}

/** Lines that occur exactly once, with their index, in order. */
function onceIn(lines: readonly string[]): ReadonlyMap<string, number> {
  const indexes = new Map<string, number>();
  const repeated = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (indexes.has(line)) repeated.add(line);
    else indexes.set(line, index);
  }
  for (const line of repeated) indexes.delete(line);
  return indexes;
}

function indexesWhere(lines: readonly string[], test: (line: string) => boolean): readonly number[] {
  const indexes: number[] = [];
  lines.forEach((line, index) => {
    if (test(line)) indexes.push(index);
  });
  return indexes;
}
