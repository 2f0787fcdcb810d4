import { describe, expect, it } from 'vitest';

import type { HunkId } from '../../../../src/core/review/hunk';
import { reviewsOf } from '../../../../src/ui/review/reviewsOf';
import { nextInFile, walkHunks, type Direction } from '../../../../src/ui/review/walk';
import { at, proposed, stateOf } from './fakeRun';

const state = stateOf([
  proposed('a', '1\n2\n3\n4\n', 'one\n2\n3\nfour\n'),
  proposed('b', '1\n2\n', '1\n2\n3\n'),
  proposed('c', '1\n', '1\n'),
]);

function from(path: string, line: number, direction: Direction): string {
  const hunk = walkHunks(reviewsOf(state), { path: at(path), line }, direction);
  return hunk ? `${hunk.hunk.path}:${hunk.proposedLine}` : 'none';
}

describe('walking over open changes', () => {
  it('goes down a file, on to the next one, and around', () => {
    expect(from('a', 0, 'next')).toBe('a:3');
    expect(from('a', 3, 'next')).toBe('b:2');
    expect(from('b', 2, 'next')).toBe('a:0');
  });

  it('goes the same way back', () => {
    expect(from('b', 2, 'previous')).toBe('a:3');
    expect(from('a', 2, 'previous')).toBe('a:0');
    expect(from('a', 0, 'previous')).toBe('b:2');
  });

  it('passes what is decided, and ends when all is', () => {
    const ids = reviewsOf(state).flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk.id));
    const decided = (count: number): typeof state => ({
      ...state,
      choices: new Map<HunkId, 'accepted'>(ids.slice(0, count).map((id) => [id, 'accepted'])),
    });
    expect(walkHunks(reviewsOf(decided(2)), undefined, 'next')?.hunk.path).toBe('b');
    expect(walkHunks(reviewsOf(decided(3)), undefined, 'next')).toBeUndefined();
  });

  it('stays in the file after a decision, and starts at its top again', () => {
    const [a] = reviewsOf(state);
    expect(nextInFile(a!, 1)?.proposedLine).toBe(3);
    expect(nextInFile(a!, 4)?.proposedLine).toBe(0);
  });
});
