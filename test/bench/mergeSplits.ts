import { splitLines } from '../../src/core/util/text';
import { editsBy, type Algorithm } from './mergeAlgorithms';
import type { Triple } from './mergeGit';

/** How many ways to deal the changes of a version out to two sides. */
const dealings = 3;

/**
 * Merges with known truth: the changes of a real version, as one algorithm finds them, are dealt out to two sides at random, so that
 * merging them must give the version back. A single change makes no merge.
 */
export function splitChanges(algorithm: Algorithm, before: string, after: string): readonly Triple[] {
  const [lines, changed] = [splitLines(before), splitLines(after)];
  const edits = editsBy(algorithm, lines, changed);
  if (edits.length < 2) return [];
  return Array.from({ length: dealings }, (_, dealing) => {
    const random = randomOf(dealing * 7919 + edits.length);
    const sides = edits.map((_edit, index) => (index < 2 ? index : random() < 0.5 ? 0 : 1));
    const withEdits = (side: number): string => {
      const result: string[] = [];
      let position = 0;
      edits.forEach((edit, index) => {
        if (sides[index] !== side) return;
        result.push(...lines.slice(position, edit.beforeStart), ...changed.slice(edit.afterStart, edit.afterEnd));
        position = edit.beforeEnd;
      });
      return [...result, ...lines.slice(position)].join('');
    };
    return { base: before, ours: withEdits(0), theirs: withEdits(1), truth: after };
  });
}

/** The same numbers on every machine (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
