import { describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { draw } from '../review/proposals';
import { numbered } from '../staging/texts';
import { bench, carryOut, type Bench } from './harness';

const from = 'src/old.ts' as WorkspacePath;
const to = 'src/new.ts' as WorkspacePath;
const before = numbered(1, 2, 3, 4, 5);
const after = numbered(1, 'x', 3, 4, 5);

/** A run whose review shows a file that was moved and, unless told otherwise, changed. */
async function inReview(text = after): Promise<Bench> {
  const calls = [
    { name: 'move', arguments: { from, to } },
    { name: 'write', arguments: { path: to, content: text } },
    { name: 'finish', arguments: { summary: 'Moved it.' } },
  ];
  const b = await bench({
    files: { [from]: before },
    tasks: [{ id: 'A', writeScope: [from, to] }],
    worker: (_, turn) => ({ calls: calls.slice(turn, turn + 1) }),
  });
  await carryOut(b);
  return b;
}

/** `src/new.ts from src/old.ts: 2: 2 > x accepted !` */
const picture = ({ run }: Bench): readonly string[] =>
  reviewProposal(run.state.proposal, run.state.choices).flatMap(({ path, hunks }) =>
    hunks.map(({ hunk, choice, clash }) => `${path} ${draw(hunk)} ${choice}${clash ? ' !' : ''}`),
  );

async function accept({ run }: Bench): Promise<void> {
  const ids = reviewProposal(run.state.proposal, run.state.choices).flatMap(({ hunks }) =>
    hunks.map(({ hunk }) => hunk.id),
  );
  expect(await run.choose(ids, 'accepted')).toMatchObject({ ok: true });
}

/** The user's file has this text now, and they have paused. */
async function has(b: Bench, text: string | null): Promise<void> {
  if (text === null) b.workspace.files.delete(from);
  else b.workspace.files.set(from, text);
  b.watch.touch(from);
  b.watch.rest();
  expect(await b.run.catchUp()).toMatchObject({ ok: true });
}

async function replayed(b: Bench): Promise<void> {
  const read = await b.journal.read(b.run.state.runId);
  expect(read.ok && replay(read.value.entries as RunEvent[])).toEqual(b.run.state);
}

describe('typing in a file that the proposal moves', () => {
  it('moves its review along: the move and the hunks beside it keep their choices', async () => {
    const b = await inReview();
    await accept(b);
    expect([...b.watch.followed]).toEqual([from]);
    await has(b, numbered('new', 1, 2, 3, 4, 5));
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts accepted', 'src/new.ts 2: 2 > x accepted']);
    await replayed(b);
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(Object.fromEntries(b.workspace.files)).toEqual({ [to]: numbered('new', 1, 'x', 3, 4, 5) });
  });

  it('marks the hunk in the way, and leaves the move as it was chosen', async () => {
    const b = await inReview();
    await accept(b);
    await has(b, numbered(1, 'user', 3, 4, 5));
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts accepted', 'src/new.ts 1: user > x open !']);
    await replayed(b);
  });

  it('is in a file that only moves, too', async () => {
    const b = await inReview(before);
    await accept(b);
    await has(b, numbered('new', 1, 2, 3, 4, 5));
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts accepted']);
    expect(b.run.state.proposal.get(to)?.text).toBe(numbered('new', 1, 2, 3, 4, 5));
  });

  it('lets what was chosen count again when the user brings back a file that they had deleted', async () => {
    const b = await inReview();
    await accept(b);
    await has(b, null);
    expect(picture(b)).toEqual([`src/new.ts 0:  > ${after.trimEnd()} open !`]);
    await replayed(b);
    await has(b, before);
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts accepted', 'src/new.ts 1: 2 > x accepted']);
    expect(b.run.state.origins.size).toBe(0);
    await replayed(b);
  });

  it('goes on where a choice was made meanwhile', async () => {
    const b = await inReview();
    await has(b, numbered('new', 1, 2, 3, 4, 5));
    await accept(b);
    await has(b, numbered('new', 'er', 1, 2, 3, 4, 5));
    expect(picture(b)).toEqual(['src/new.ts from src/old.ts accepted', 'src/new.ts 3: 2 > x accepted']);
    await replayed(b);
  });
});
