import type { HunkPlace } from './hunkPlaces';
import type { PatchHunk } from './patchHunk';

/** A hunk with the places it can go to; one, once it is decided. */
export interface Placing {
  /** The hunk's number in the call, from 1. */
  readonly number: number;
  readonly hunk: PatchHunk;
  readonly places: readonly HunkPlace[];
}

/**
 * Decides hunks that their own lines leave several places, by what a patch says besides: line numbers that hit one of the places,
 * and the order of the hunks. A decision is only made where one place is left.
 */
export function decideByOrder(placings: readonly Placing[]): readonly Placing[] {
  let decided = placings;
  for (;;) {
    const before = decided;
    decided = decided.map((placing, index) => byLine(placing, index, before));
    decided = decided.map((placing, index) => betweenNeighbours(placing, index, decided));
    if (decided.every((placing, index) => placing.places.length === before[index]?.places.length)) break;
  }
  return onlyAssignment(decided) ?? decided;
}

/** Line numbers decide where one hits, and where what the hunks around it are off by does not speak for another place. */
function byLine(placing: Placing, index: number, all: readonly Placing[]): Placing {
  const { hunk, places } = placing;
  if (places.length < 2 || hunk.line === undefined) return placing;
  const line = hunk.line - 1;
  const offsets = new Set([0]);
  for (const neighbour of [nearestDecided(all.slice(0, index).reverse()), nearestDecided(all.slice(index + 1))]) {
    const start = neighbour?.places[0]?.start;
    if (neighbour?.hunk.line !== undefined && start !== undefined) offsets.add(start - (neighbour.hunk.line - 1));
  }
  const hit = places.filter(({ start }) => offsets.has(start - line));
  return hit.length === 1 ? { ...placing, places: hit } : placing;
}

function nearestDecided(placings: readonly Placing[]): Placing | undefined {
  return placings.find(({ places }) => places.length === 1);
}

/** Hunks come in the order of the file, where those that are decided do. */
function betweenNeighbours(placing: Placing, index: number, all: readonly Placing[]): Placing {
  if (placing.places.length < 2 || !isInOrder(all)) return placing;
  const after = nearestDecided(all.slice(0, index).reverse())?.places[0];
  const before = nearestDecided(all.slice(index + 1))?.places[0];
  const left = placing.places.filter(
    ({ start }) => (!after || start >= after.start) && (!before || start <= before.start),
  );
  return left.length === 1 ? { ...placing, places: left } : placing;
}

function isInOrder(placings: readonly Placing[]): boolean {
  const starts = placings.flatMap(({ places }) => (places.length === 1 ? [places[0]?.start ?? 0] : []));
  return starts.every((start, index) => index === 0 || start >= (starts[index - 1] ?? 0));
}

/** More ways than that are not worth counting: two are one too many. */
const countedWays = 2;

/** So many places in all are too many to go through every way to take them. */
const mostPlaces = 2000;

/** The one way to give every hunk a place of its own, one behind the other; `undefined` where there are none or several. */
function onlyAssignment(placings: readonly Placing[]): readonly Placing[] | undefined {
  if (placings.reduce((total, { places }) => total + places.length, 0) > mostPlaces) return undefined;
  const ways = new Ways(placings);
  return ways.count(0, 0) === 1 ? ways.taken() : undefined;
}

class Ways {
  private readonly known = new Map<string, number>();

  constructor(private readonly placings: readonly Placing[]) {}

  /** How many ways there are for the hunks from `index` on, behind `line`; no more than two are told apart. */
  count(index: number, line: number): number {
    const placing = this.placings[index];
    if (!placing) return 1;
    const key = `${index}/${line}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    let ways = 0;
    for (const { start, end } of placing.places) {
      if (start >= line) ways += this.count(index + 1, end);
      if (ways >= countedWays) break;
    }
    this.known.set(key, ways);
    return ways;
  }

  taken(): readonly Placing[] {
    let line = 0;
    return this.placings.map((placing, index) => {
      const place = placing.places.find(({ start, end }) => start >= line && this.count(index + 1, end) > 0);
      line = place?.end ?? line;
      return { ...placing, places: place ? [place] : [] };
    });
  }
}
