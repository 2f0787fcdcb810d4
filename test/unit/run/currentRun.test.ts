import { describe, expect, it } from 'vitest';

import { CurrentRun } from '../../../src/core/run/currentRun';
import type { RunChange } from '../../../src/core/run/run';
import { FakeRun, proposed, stateOf } from '../ui/review/fakeRun';

function opened(): {
  readonly current: CurrentRun;
  readonly heard: (string | undefined)[];
  readonly heardAny: (string | undefined)[];
} {
  const current = new CurrentRun((error) => {
    throw error;
  });
  const heard: (string | undefined)[] = [];
  const heardAny: (string | undefined)[] = [];
  const note = (list: (string | undefined)[]) => (change: RunChange | undefined) => {
    list.push(change && `${change.state.runId} ${change.event.type}`);
  };
  current.onDidChange(note(heard));
  current.onDidChangeAny(note(heardAny));
  return { current, heard, heardAny };
}

/** A run of that id in review. */
function run(runId: string): FakeRun {
  return new FakeRun({ ...stateOf([proposed('src/a.ts', 'a\n', 'b\n')]), runId });
}

describe('the open runs of a window', () => {
  it('are shown one at a time, the newest first; an event of another one reaches those who listen to all', () => {
    const { current, heard, heardAny } = opened();
    const [one, other] = [run('one'), run('other')];
    current.add(one);
    current.add(other);
    expect([current.get(), current.all]).toEqual([other, [one, other]]);
    heard.length = 0;
    heardAny.length = 0;

    one.merge(proposed('src/b.ts', null, 'b\n'));
    other.merge(proposed('src/c.ts', null, 'c\n'));
    expect(heard).toEqual(['other run-finished']);
    expect(heardAny).toEqual(['one run-finished', 'other run-finished']);
  });

  it('can be shown by their ids, and are found by them', () => {
    const { current, heard } = opened();
    const [one, other] = [run('one'), run('other')];
    current.add(one);
    current.add(other);
    heard.length = 0;
    expect([current.show('one'), current.get()]).toEqual([true, one]);
    expect(heard).toEqual([undefined]);
    expect([current.show('one'), current.show('none')]).toEqual([true, false]);
    expect(heard).toEqual([undefined]);
    expect([current.byId('other'), current.byId('none')]).toEqual([other, undefined]);
  });

  it('close by themselves when they are discarded, and another one takes the place of the one that was shown', () => {
    const { current, heard, heardAny } = opened();
    const [one, other, third] = [run('one'), run('other'), run('third')];
    for (const each of [one, other, third]) current.add(each);
    heard.length = 0;
    heardAny.length = 0;
    one.end();
    expect([current.get(), current.all, heard, heardAny]).toEqual([third, [other, third], [], [undefined]]);
    third.end();
    expect([current.get(), current.all, heard]).toEqual([other, [other], [undefined]]);
    other.end();
    expect([current.get(), current.all]).toEqual([undefined, []]);

    other.merge(proposed('src/b.ts', null, 'b\n'));
    expect(heardAny.filter((each) => each !== undefined)).toEqual([]);
  });

  it('give way to one that is set in the place of the one that is shown', () => {
    const { current } = opened();
    const [one, other, third] = [run('one'), run('other'), run('third')];
    current.add(one);
    current.add(other);
    current.set(third);
    expect([current.get(), current.all]).toEqual([third, [one, third]]);
    current.set(undefined);
    expect([current.get(), current.all]).toEqual([one, [one]]);
  });
});
