import { describe, expect, it } from 'vitest';

import type { PlanRow } from '../../../../src/ui/plan/row';
import { RowStore, type RowChanges } from '../../../../src/ui/plan/rowStore';

function row(id: string, description: string, children: readonly PlanRow[] = []): PlanRow {
  return {
    type: 'task',
    runId: 'R1',
    id,
    label: id,
    description,
    icon: { id: 'x' },
    context: 'task',
    spoken: id,
    tooltip: () => description,
    click: null,
    expanded: false,
    children,
  };
}

const ids = (changes: RowChanges): unknown => (changes === 'all' ? 'all' : changes.map((each) => each.id));

describe('the row store', () => {
  it('names only the rows that changed, and hands out the same objects', () => {
    const store = new RowStore();
    expect(store.update([row('a', '1', [row('a1', '1')]), row('b', '1')])).toBe('all');
    const [first] = store.roots;
    const changes = store.update([row('a', '1', [row('a1', '2')]), row('b', '1')]);
    expect(ids(changes)).toEqual(['a1']);
    expect(store.roots[0]).toBe(first);
    expect(first?.children[0]?.description).toBe('2');
    expect(first?.children[0]?.tooltip()).toBe('2');
  });

  it('says nothing when nothing changed', () => {
    const store = new RowStore();
    store.update([row('a', '1')]);
    expect(store.update([row('a', '1')])).toEqual([]);
  });

  it('names the parent when its children are others, and everything when the top is', () => {
    const store = new RowStore();
    store.update([row('a', '1', [row('a1', '1')])]);
    expect(ids(store.update([row('a', '1', [row('a1', '1'), row('a2', '1')])]))).toEqual(['a']);
    expect(ids(store.update([row('b', '1'), row('a', '1')]))).toBe('all');
  });

  it('passes over a part that is made of the very same rows', () => {
    const store = new RowStore();
    const same = row('a', '1', [row('a1', '1')]);
    store.update([same, row('b', '1')]);
    expect(ids(store.update([same, row('b', '2')]))).toEqual(['b']);
    expect(store.find('a1')?.description).toBe('1');
  });

  it.each([
    ['later', 'a', 'b'],
    ['earlier', 'b', 'a'],
  ])('follows a row to a %s parent and forgets what went with its old one', (_where, from, to) => {
    const inside = [row('x', '1'), row('y', '1', [row('z', '1')])];
    const tree = (parent: string, children: readonly PlanRow[]): readonly PlanRow[] =>
      ['a', 'b'].map((name) => row(name, '1', name === parent ? children : []));
    const store = new RowStore();
    store.update(tree(from, inside));
    store.update(tree(to, [row('x', '1')]));
    const moved = store.find('x');
    expect(moved && store.parentOf(moved)?.id).toBe(to);
    expect([store.find('y'), store.find('z')]).toEqual([undefined, undefined]);
  });

  it('knows parents, and forgets rows that went', () => {
    const store = new RowStore();
    store.update([row('a', '1', [row('a1', '1')])]);
    const child = store.find('a1');
    expect(child && store.parentOf(child)?.id).toBe('a');
    store.update([row('a', '1')]);
    expect(store.find('a1')).toBeUndefined();
  });
});
