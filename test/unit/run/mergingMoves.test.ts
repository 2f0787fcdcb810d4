import { describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import type { FileChange } from '../../../src/core/staging/read/changeSet';
import { byTask } from '../review/proposals';
import { numbered, pathOf } from '../staging/texts';
import { MergeBed } from './mergeBed';

const base = numbered(1, 2, 3, 4, 5);
const mine = numbered(1, 'x', 3, 4, 5);
const other = numbered(1, 2, 3, 4, 'y');
const both = numbered(1, 'x', 3, 4, 'y');

const deletion = `0: ${base.trimEnd()} >`;

const change = (path: string, before: string | null, after: string | null): FileChange => ({
  path: pathOf(path),
  before,
  after,
});
const move = (from: string, to: string, before = base, after = before): FileChange => ({
  ...change(to, before, after),
  movedFrom: pathOf(from),
});

describe('a move that is merged into the proposal', () => {
  it('is one file: at its new place for whoever comes later, a choice beside those on its text', () => {
    const bed = new MergeBed().merge('T1', [move('a.ts', 'b.ts', base, mine)]);
    expect(bed.files).toEqual(['b.ts < a.ts: from a.ts (open); 1: 2 > x (open)']);
    expect(bed.shown).toEqual({ 'a.ts': null, 'b.ts': mine });
    bed.choose('from a.ts', 'rejected');
    expect(bed.shown).toEqual({ 'a.ts': mine });
    bed.choose('1: 2 > x', 'rejected');
    expect(bed.shown).toEqual({});
    bed.choose('from a.ts', 'accepted');
    expect(bed.shown).toEqual({ 'a.ts': null, 'b.ts': base });
  });

  it('names who moved the file, and who wrote its lines', () => {
    const bed = new MergeBed().merge('T1', [change('a.ts', base, mine)]).merge('T2', [move('a.ts', 'b.ts', mine)]);
    const [review] = reviewProposal(bed.state.proposal, bed.state.choices);
    expect(review?.hunks.map(({ hunk }) => hunk.authors)).toEqual([[byTask('T2')], [byTask('T1')]]);
  });

  it('takes along what is proposed for the file, and the choices on it', () => {
    const bed = new MergeBed()
      .merge('T1', [change('a.ts', base, both)])
      .choose('1: 2 > x', 'accepted')
      .choose('4: 5 > y', 'rejected')
      .merge('T2', [move('a.ts', 'b.ts', mine)]);
    expect(bed.files).toEqual(['b.ts < a.ts: from a.ts (open); 1: 2 > x (accepted); 4: 5 > y (rejected)']);
    expect([...bed.state.proposal.keys()]).toEqual(['b.ts']);
  });

  it('is followed by changes of those who saw the file in its old place, also after a second move', () => {
    const once = new MergeBed().merge('T1', [move('a.ts', 'b.ts')]);
    expect(once.merge('T2', [change('a.ts', base, mine)], 'early').shown).toEqual({ 'a.ts': null, 'b.ts': mine });
    const twice = new MergeBed().merge('T1', [move('a.ts', 'b.ts')]).merge('T2', [move('b.ts', 'c.ts')]);
    expect(twice.files).toEqual(['c.ts < a.ts: from a.ts (open)']);
    expect(twice.merge('T3', [change('b.ts', base, mine)], 'early').shown).toEqual({ 'a.ts': null, 'c.ts': mine });
    expect(twice.merge('T4', [change('a.ts', base, other)], 'early').shown).toEqual({ 'a.ts': null, 'c.ts': both });
  });

  it('follows a file that is proposed anew, which has no other place to be moved from', () => {
    const bed = new MergeBed().merge('T1', [change('n.ts', null, base)]).merge('T2', [move('n.ts', 'm.ts')]);
    expect(bed.files).toEqual([`m.ts: 0:  > ${base.trimEnd()} (open)`]);
    expect(bed.merge('T3', [change('n.ts', base, mine)], 'early').shown).toEqual({ 'm.ts': mine });
  });

  it('is none any more when the file is moved back or deleted', () => {
    const back = new MergeBed()
      .merge('T1', [move('a.ts', 'b.ts', base, mine)])
      .merge('T2', [move('b.ts', 'a.ts', mine)]);
    expect(back.files).toEqual(['a.ts: 1: 2 > x (open)']);
    const gone = new MergeBed().merge('T1', [move('a.ts', 'b.ts')]).merge('T2', [change('b.ts', base, null)]);
    expect(gone.shown).toEqual({ 'a.ts': null });
    expect([...gone.state.proposal.keys()]).toEqual(['a.ts']);
  });

  it.each([
    ['two places', [move('a.ts', 'c.ts')], 'rename-rename: a.ts: T1 moved it to b.ts, T2 moved it to c.ts'],
    ['a deletion', [change('a.ts', base, null)], 'rename-delete: a.ts: T1 moved it to b.ts, T2 deleted it'],
    ['a new file in its place', [change('b.ts', null, 'n\n')], 'both-created: b.ts: T1 and T2 each put a file there'],
    ['another file moved there', [move('c.ts', 'b.ts')], 'both-created: b.ts: T1 and T2 each put a file there'],
  ])('clashes with %s, and stays as it was', (_, changes, words) => {
    const bed = new MergeBed().merge('T1', [move('a.ts', 'b.ts')]);
    expect(bed.merge('T2', changes, 'early').conflicts).toEqual([words]);
    expect(bed.files).toEqual(['b.ts < a.ts: from a.ts (open)']);
  });

  it('clashes with an earlier deletion of the file, and merges with the very same move', () => {
    const bed = new MergeBed().merge('T1', [change('a.ts', base, null)]);
    expect(bed.merge('T2', [move('a.ts', 'b.ts')], 'early').conflicts).toEqual([
      'rename-delete: a.ts: T1 deleted it, T2 moved it to b.ts',
    ]);
    const same = new MergeBed().merge('T1', [move('a.ts', 'b.ts', base, mine)]);
    expect(same.merge('T2', [move('a.ts', 'b.ts', base, other)], 'early').shown).toEqual({
      'a.ts': null,
      'b.ts': both,
    });
  });

  it('becomes a file gone and a file made where another one is put into the old place', () => {
    const bed = new MergeBed().merge('T1', [move('a.ts', 'b.ts')]).merge('T2', [change('a.ts', null, 'new\n')]);
    expect(bed.shown).toEqual({ 'a.ts': 'new\n', 'b.ts': base });
    expect(bed.files.map((line) => line.split(':')[0])).toEqual(['a.ts', 'b.ts']);
    expect(bed.merge('T3', [change('a.ts', base, mine)], 'early').conflicts).not.toEqual([]);
  });

  it('is a file gone and a file made where the workspace has a file in the new place that is deleted', () => {
    const bed = new MergeBed().merge('T1', [change('b.ts', 'b\n', null)]).merge('T2', [move('a.ts', 'b.ts')]);
    expect(bed.shown).toEqual({ 'a.ts': null, 'b.ts': base });
    expect(bed.files.every((line) => !line.includes('<'))).toBe(true);
    const swapped = new MergeBed().merge('T1', [move('b.ts', 'c.ts', 'b\n')]).merge('T2', [move('a.ts', 'b.ts')]);
    expect(swapped.shown).toEqual({ 'a.ts': null, 'b.ts': base, 'c.ts': 'b\n' });
  });
});

describe('a rejected deletion', () => {
  it('gives way to a move of the file', () => {
    const bed = new MergeBed().merge('T1', [change('a.ts', base, null)]).choose(deletion, 'rejected');
    expect(bed.merge('T2', [move('a.ts', 'b.ts')]).files).toEqual(['b.ts < a.ts: from a.ts (open)']);
  });

  it('is open at once when the file is deleted again, and another one made in its place', () => {
    const bed = new MergeBed().merge('T1', [change('a.ts', base, null)]).choose(deletion, 'rejected');
    bed.merge('T2', [move('a.ts', 'b.ts')]).merge('T3', [change('b.ts', base, null), change('a.ts', null, mine)]);
    expect(bed.shown).toEqual({ 'a.ts': mine });
  });
});

describe('a rejected move', () => {
  const rejected = (): MergeBed => new MergeBed().merge('T1', [move('a.ts', 'b.ts')]).choose('from a.ts', 'rejected');

  it('stays rejected while the file is edited where it stands', () => {
    const bed = rejected().merge('T2', [change('a.ts', base, mine)]);
    expect(bed.files).toEqual(['b.ts < a.ts: from a.ts (rejected); 1: 2 > x (open)']);
    expect(bed.shown).toEqual({ 'a.ts': mine });
    expect(bed.merge('T3', [change('a.ts', mine, null)]).shown).toEqual({ 'a.ts': null });
  });

  it('is asked about again when it is made again, and gives way to another one', () => {
    expect(rejected().merge('T2', [move('a.ts', 'b.ts')]).files).toEqual(['b.ts < a.ts: from a.ts (open)']);
    expect(rejected().merge('T2', [move('a.ts', 'c.ts')]).files).toEqual(['c.ts < a.ts: from a.ts (open)']);
  });

  it('takes changes back to the old place of those who saw the file in the new one', () => {
    const bed = rejected().merge('T2', [change('b.ts', base, mine)]);
    expect(bed.files).toEqual(['b.ts < a.ts: from a.ts (rejected); 1: 2 > x (open)']);
    expect(bed.shown).toEqual({ 'a.ts': mine });
    expect(bed.merge('T3', [change('b.ts', base, null)]).conflicts).toEqual([
      'rename-delete: b.ts: T1 moved it to a.ts, T2 deleted it',
    ]);
    expect(bed.merge('T4', [move('b.ts', 'c.ts')]).conflicts).toEqual([
      'rename-rename: b.ts: T1 moved it to a.ts, T2 moved it to c.ts',
    ]);
    expect(bed.merge('T5', [move('b.ts', 'a.ts')]).shown).toEqual({ 'a.ts': mine });
  });

  it('gives way to a file that comes to stand where it would have led', () => {
    const bed = rejected().merge('T2', [change('a.ts', base, mine), change('b.ts', null, 'new\n')]);
    expect(bed.shown).toEqual({ 'a.ts': mine, 'b.ts': 'new\n' });
    expect(bed.files).toEqual(['a.ts: 1: 2 > x (open)', 'b.ts: 0:  > new (open)']);
    const moved = rejected().merge('T2', [move('c.ts', 'b.ts', 'c\n')]);
    expect(moved.shown).toEqual({ 'b.ts': 'c\n', 'c.ts': null });
  });

  it('builds on what the user typed in the workspace meanwhile', () => {
    const typed = numbered(1, 2, 3, 'typed', 5);
    const bed = rejected();
    expect(bed.merge('T2', [change('a.ts', typed, `${typed}more\n`)]).shown).toEqual({ 'a.ts': `${typed}more\n` });
    expect(bed.state.proposal.get(pathOf('b.ts'))?.base).toBe(typed);
  });
});
