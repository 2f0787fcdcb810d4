// Files that are no text, through a whole run: deleted, moved, replaced, measured, applied and brought back.
import { describe, expect, it } from 'vitest';
import { hunksOf } from '../../../src/core/review/hunks';
import { shownText, standInFor } from '../../../src/core/staging/read/standIn';
import { exits } from '../../fakes/memoryShadow';
import type { ScriptedToolCall } from '../../fakes/scriptedModel';
import { bench, carryOut, isAssessment, textOf, type Bench } from './harness';

const standIn = (size: number): string => standInFor({ why: 'binary', size, digest: String(size).repeat(64) });
const files = { 'old.png': standIn(1), 'away.png': standIn(2), 'logo.png': standIn(3), 'src/A.ts': 'a\n' };
const calls: readonly ScriptedToolCall[] = [
  { name: 'delete', arguments: { path: 'old.png' } },
  { name: 'move', arguments: { from: 'away.png', to: 'img/away.png' } },
  { name: 'write', arguments: { path: 'logo.png', content: '<svg/>\n' } },
];

async function carriedOut(): Promise<Bench> {
  const b = await bench({
    files,
    tasks: [{ id: 'A', writeScope: ['**'] }],
    worker: (_task, turn) =>
      turn === 0 ? { calls } : { calls: [{ name: 'finish', arguments: { summary: 'Tidied.' } }] },
    gate: (tree) => exits(tree.get('img/away.png') === standIn(2) && !tree.has('old.png') ? 0 : 1),
  });
  await carryOut(b);
  expect(b.status('A')).toBe('accepted');
  return b;
}

const all = (b: Bench) => [...b.run.state.proposal.values()].flatMap((file) => hunksOf(file).map(({ id }) => id));

describe('files that are no text', () => {
  it('are measured with the bytes where they are to stand, and told to the lead in words', async () => {
    const b = await carriedOut();
    const told = textOf(b.model.requests.find(isAssessment)!);
    expect(told).toContain('img/away.png (moved from away.png, text unchanged)');
    expect(told).toContain(shownText(standIn(1)));
    expect(told).not.toContain('\0');
  });

  it('are one choice each, written as chosen and brought back by undo', async () => {
    const b = await carriedOut();
    expect(all(b)).toHaveLength(3);
    await b.run.choose(all(b), 'accepted');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual({
      'img/away.png': standIn(2),
      'logo.png': '<svg/>\n',
      'src/A.ts': 'a\n',
    });
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual(files);
  });

  it('stay as they are where the change is rejected', async () => {
    const b = await carriedOut();
    await b.run.choose(all(b), 'rejected');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'nothing-chosen' } });
    expect(Object.fromEntries(b.workspace.files)).toEqual(files);
  });

  it('stay known by their bytes where another task puts a new file in the place that one was moved from', async () => {
    const trees: (string | undefined)[][] = [];
    const b = await bench({
      files: { 'logo.png': standIn(3) },
      tasks: [
        { id: 'A', writeScope: ['**'] },
        { id: 'B', writeScope: ['**'], dependsOn: ['A'] },
      ],
      worker: (task, turn) => {
        if (turn > 0) return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
        return task === 'A'
          ? { calls: [{ name: 'move', arguments: { from: 'logo.png', to: 'img/logo.png' } }] }
          : { calls: [{ name: 'write', arguments: { path: 'logo.png', content: '<svg/>\n' } }] };
      },
      gate: (tree) => {
        trees.push(['img/logo.png', 'logo.png'].map((path) => tree.get(path)));
        return exits(0);
      },
    });
    await carryOut(b);
    expect(['A', 'B'].map((task) => b.status(task))).toEqual(['accepted', 'accepted']);
    expect(trees).toContainEqual([standIn(3), undefined]);
    expect(trees.at(-1)).toEqual([standIn(3), '<svg/>\n']);
    await b.run.choose(all(b), 'accepted');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual({ 'img/logo.png': standIn(3), 'logo.png': '<svg/>\n' });
    expect(await b.run.undo({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual({ 'logo.png': standIn(3) });
  });

  it('clash as a whole with what the user made of them meanwhile', async () => {
    const b = await carriedOut();
    await b.run.choose(all(b), 'accepted');
    for (const [path, size] of [
      ['logo.png', 9],
      ['old.png', 8],
    ] as const) {
      b.workspace.type(path, standIn(size));
      b.watch.touch(path);
    }
    await b.run.catchUp();
    for (const path of ['logo.png', 'old.png']) {
      expect(b.run.state.proposal.get(path as never)?.clashes).toHaveLength(1);
    }
    await b.run.apply({ without: [] });
    expect(b.workspace.text('logo.png')).toBe(standIn(9));
    expect(b.workspace.text('old.png')).toBe(standIn(8));
  });
});
