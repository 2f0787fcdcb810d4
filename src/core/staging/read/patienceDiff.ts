import type { LineEdit } from './lineEdit';
import { diffByMyers, type DiffProgress } from './myersDiff';
import type { NumberedTexts } from './numberedLines';

/** A line of one text and the equal line of the other, by index from 0. */
type Match = readonly [before: number, after: number];

/**
 * Compares a region of two texts by patience diff: lines that occur once on both sides are kept, as many of them as stand in the
 * same order, and the shortest edit script decides between them. One pass and no recursion, so it costs little whatever the texts.
 *
 * Source: Bram Cohen, "Patience Diff Advantages" (2010); the longest increasing chain is Fredman's (1975).
 */
export function diffByPatience(texts: NumberedTexts, region: LineEdit, progress: DiffProgress): void {
  let { beforeStart, afterStart } = region;
  const end: Match = [region.beforeEnd, region.afterEnd];
  for (const [beforeEnd, afterEnd] of [...longestChain(uniqueMatches(texts, region)), end]) {
    diffByMyers(texts, { beforeStart, beforeEnd, afterStart, afterEnd }, progress);
    [beforeStart, afterStart] = [beforeEnd + 1, afterEnd + 1];
  }
}

/** Lines that occur exactly once on both sides of the region, in the order of the text before. */
function uniqueMatches({ before, after }: NumberedTexts, region: LineEdit): readonly Match[] {
  const once = onceIn(before, region.beforeStart, region.beforeEnd);
  const others = onceIn(after, region.afterStart, region.afterEnd);
  return [...once].flatMap(([number, at]): Match[] => {
    const other = others.get(number);
    return other === undefined ? [] : [[at, other]];
  });
}

function onceIn(text: Int32Array, start: number, end: number): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  const repeated = new Set<number>();
  for (let at = start; at < end; at++) {
    const number = text[at] ?? 0;
    if (places.has(number)) repeated.add(number);
    else places.set(number, at);
  }
  for (const number of repeated) places.delete(number);
  return places;
}

/** The longest choice of pairs that increases on both sides. */
function longestChain(pairs: readonly Match[]): readonly Match[] {
  interface Link {
    readonly pair: Match;
    readonly previous: Link | undefined;
  }
  // `tops[n]` ends the best chain of n + 1 pairs found so far.
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
