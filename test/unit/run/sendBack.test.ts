import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { reviewProposal } from '../../../src/core/review/fold';
import type { Hunk } from '../../../src/core/review/hunk';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { exits } from '../../fakes/memoryShadow';
import type { ScriptedReply } from '../../fakes/scriptedModel';
import { bench, carryOut, taskIn, textOf, writes, type Bench } from './harness';

const A = 'A' as TaskId;
const path = 'src/A.ts' as WorkspacePath;
const before = 'one\ntwo\nthree\nfour\nfive\n';
const written = 'ONE\ntwo\nthree\nfour\nFIVE\n';

/** A worker that replaces pieces of the file, whatever else stands in it, and so tells what it was shown. */
function edits(...pieces: readonly (readonly [string, string])[]): (turn: number) => ScriptedReply {
  return (turn) => {
    if (turn === 0) return { calls: [{ name: 'read', arguments: { path, fromLine: null, toLine: null } }] };
    const list = pieces.map(([search, replace]) => ({ search, replace }));
    if (turn === 1) return { calls: [{ name: 'edit', arguments: { path, edits: list } }] };
    return { calls: [{ name: 'finish', arguments: { summary: 'Done.' } }] };
  };
}

async function reject(b: Bench, fits: (hunk: Hunk) => boolean): Promise<void> {
  const hunks = reviewProposal(b.run.state.proposal, b.run.state.choices).flatMap((file) => file.hunks);
  await b.run.choose(
    hunks
      .map(({ hunk }) => hunk)
      .filter(fits)
      .map(({ id }) => id),
    'rejected',
  );
}

async function sendBack(b: Bench, words: string): Promise<void> {
  expect(await b.run.sendBack(A, words)).toEqual({ ok: true, value: undefined });
  await b.until(({ phase }) => phase === 'review');
}

const shownIn = ({ run }: Bench): string | null | undefined =>
  reviewProposal(run.state.proposal, run.state.choices).find((file) => file.path === path)?.proposed;
const startsWith = (text: string) => (hunk: Hunk) => hunk.proposedLines[0] === text;

describe('a task sent back after one of its hunks was rejected', () => {
  it('is accepted; the rejected hunk stays rejected, and none of its text comes back', async () => {
    const b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) =>
        textOf(request).includes('number three') ? edits(['three', 'THREE'])(turn) : writes(path, written)(turn),
    });
    await carryOut(b);
    await reject(b, startsWith('ONE\n'));
    await sendBack(b, 'number three as well');
    expect(b.status('A')).toBe('accepted');
    expect(shownIn(b)).toBe('one\ntwo\nTHREE\nfour\nFIVE\n');
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    expect(file?.hunks.map(({ choice }) => choice)).toEqual(['rejected', 'open', 'open']);
    const trees = b.shadow.ran.map(({ tree }) => tree.get(path));
    expect(trees).toEqual([written, 'one\ntwo\nTHREE\nfour\nFIVE\n']);
  });

  it('may put something else where the rejected hunk was, each time it is asked to', async () => {
    const b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) => {
        const word = ['uno', 'un'].find((candidate) => textOf(request).includes(`say ${candidate};`));
        return word ? edits(['one', word])(turn) : writes(path, written)(turn);
      },
    });
    await carryOut(b);
    for (const [rejected, word] of [
      ['ONE\n', 'uno'],
      ['uno\n', 'un'],
    ] as const) {
      await reject(b, startsWith(rejected));
      await sendBack(b, `say ${word};`);
      expect(b.status('A')).toBe('accepted');
      expect(shownIn(b)).toBe(`${word}\ntwo\nthree\nfour\nFIVE\n`);
    }
  });

  it('is not given the rejected text by its retry, and is told that the rest is there', async () => {
    let assessments = 0;
    const b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) => {
        if (textOf(request).includes('and four')) return edits(['four', 'FOUR'])(turn);
        return textOf(request).includes('number three') ? edits(['three', 'THREE'])(turn) : writes(path, written)(turn);
      },
      assess: () => (++assessments === 2 ? { type: 'retry', feedback: 'and four' } : { type: 'accept' }),
    });
    await carryOut(b);
    await reject(b, startsWith('ONE\n'));
    await sendBack(b, 'number three as well');
    expect(b.status('A')).toBe('accepted');
    expect(shownIn(b)).toBe('one\ntwo\nTHREE\nFOUR\nFIVE\n');
    const starts = b.model.requests
      .filter((request) => request.schema === undefined && request.items.length === 1 && taskIn(request) === 'A')
      .map((request) => textOf(request).includes('Its changes are in your copy'));
    expect(starts).toEqual([false, true, true]);
    const read = b.model.requests.filter((request) => request.items.length > 3).map(textOf);
    expect(read.filter((text) => text.includes('number three') && text.includes('ONE'))).toEqual([]);
  });

  it('may write its rejected new file again', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) => writes(path, textOf(request).includes('second') ? 'second\n' : 'first\n')(turn),
    });
    await carryOut(b);
    await reject(b, ({ kind }) => kind === 'create');
    await sendBack(b, 'second');
    expect(b.status('A')).toBe('accepted');
    expect(shownIn(b)).toBe('second\n');
  });

  it('goes on from what the user typed after an apply, also on the same lines', async () => {
    const b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) =>
        textOf(request).includes('louder') ? edits(['typed', 'TYPED'])(turn) : writes(path, written)(turn),
    });
    await carryOut(b);
    const [file] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    await b.run.choose(
      file!.hunks.map(({ hunk }) => hunk.id),
      'accepted',
    );
    expect((await b.run.apply({ without: [] })).ok).toBe(true);
    const typed = written.replace('two', 'typed');
    b.workspace.type(path, typed);
    await sendBack(b, 'louder');
    expect(b.status('A')).toBe('accepted');
    expect(shownIn(b)).toBe(typed.replace('typed', 'TYPED'));
  });

  it('is measured on what the proposal then shows', async () => {
    const b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      gate: (tree) => exits(tree.get(path)?.includes('ONE') === true && tree.get(path)?.includes('THREE') ? 1 : 0),
      worker: (_task, turn, request) =>
        textOf(request).includes('number three') ? edits(['three', 'THREE'])(turn) : writes(path, written)(turn),
    });
    await carryOut(b);
    await reject(b, startsWith('ONE\n'));
    await sendBack(b, 'number three as well');
    expect(b.status('A')).toBe('accepted');
    expect(b.run.state.proposalVerdicts).toMatchObject([{ gate: 'test', outcome: 'passed' }]);
  });
});
