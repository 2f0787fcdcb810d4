import { describe, expect, it } from 'vitest';
import { textsAfter } from '../../../src/core/staging/read/changeSet';
import { changesOf, withMove, type Origins } from '../../../src/core/staging/write/moves';
import type { WorkspacePath } from '../../../src/core/util/paths';

const path = (text: string): WorkspacePath => text as WorkspacePath;
const texts = (entries: Record<string, string | null>): Map<WorkspacePath, string | null> =>
  new Map(Object.entries(entries).map(([name, text]) => [path(name), text]));
const moves = (...steps: [string, string][]): Origins =>
  steps.reduce<Origins>((origins, [from, to]) => withMove(origins, path(from), path(to)), new Map());

describe('moves of files', () => {
  it('are one change that knows where the file stood, at first', () => {
    const changes = changesOf(
      texts({ a: 'old', b: null, c: null }),
      texts({ a: null, b: null, c: 'new' }),
      moves(['a', 'b'], ['b', 'c']),
    );
    expect(changes).toEqual([{ path: 'c', before: 'old', after: 'new', movedFrom: 'a' }]);
    expect([...textsAfter(changes)]).toEqual([
      ['a', null],
      ['c', 'new'],
    ]);
  });

  it('are changes even where the text stayed', () => {
    const changes = changesOf(texts({ a: 'same', b: null }), texts({ a: null, b: 'same' }), moves(['a', 'b']));
    expect(changes).toEqual([{ path: 'b', before: 'same', after: 'same', movedFrom: 'a' }]);
  });

  it('are nothing after there and back', () => {
    expect(changesOf(texts({ a: 'x', b: null }), texts({ a: 'x', b: null }), moves(['a', 'b'], ['b', 'a']))).toEqual(
      [],
    );
  });

  it('are a new file where something was put in the old place, or stood in the new one', () => {
    expect(
      changesOf(texts({ a: 'x', b: null }), texts({ a: 'other', b: 'x' }), moves(['a', 'b'])).map(
        (change) => change.movedFrom,
      ),
    ).toEqual([undefined, undefined]);
    expect(changesOf(texts({ a: 'x', b: 'y' }), texts({ a: null, b: 'x' }), moves(['a', 'b']))).toEqual([
      { path: 'a', before: 'x', after: null },
      { path: 'b', before: 'y', after: 'x' },
    ]);
  });

  it('are a deletion where the moved file was deleted', () => {
    expect(changesOf(texts({ a: 'x', b: null }), texts({ a: null, b: null }), moves(['a', 'b']))).toEqual([
      { path: 'a', before: 'x', after: null },
    ]);
  });

  it('are no moves of what was made in the old place of another', () => {
    const changes = changesOf(
      texts({ a: 'x', b: null, c: null }),
      texts({ a: null, b: 'x', c: 'new' }),
      moves(['a', 'b'], ['a', 'c']),
    );
    expect(changes).toEqual([
      { path: 'b', before: 'x', after: 'x', movedFrom: 'a' },
      { path: 'c', before: null, after: 'new' },
    ]);
  });

  it('are no moves of files that were made in between', () => {
    expect(changesOf(texts({ a: null, b: null }), texts({ a: null, b: 'x' }), moves(['a', 'b']))).toEqual([
      { path: 'b', before: null, after: 'x' },
    ]);
  });
});
