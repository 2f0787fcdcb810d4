import { describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import type { ReviewedHunk } from '../../../src/core/review/hunk';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { numbered } from '../staging/texts';
import { bench, carryOut, isWorker, taskIn, writes, type Bench, type Sketch } from './harness';

const path = 'src/A.ts' as WorkspacePath;
const before = numbered(1, 2, 3, 4, 5, 6, 7);
const after = numbered(1, 'x', 3, 'y', 5, 'z', 7);

async function inReview(sketch: Partial<Sketch> = {}): Promise<Bench> {
  const b = await bench({
    files: { [path]: before },
    tasks: [{ id: 'A' }],
    worker: (_task, turn) => writes(path, after)(turn),
    ...sketch,
  });
  await carryOut(b);
  return b;
}

const hunksOf = ({ run }: Bench): readonly ReviewedHunk[] =>
  reviewProposal(run.state.proposal, run.state.choices).flatMap(({ hunks }) => hunks);

const picture = (b: Bench): readonly string[] =>
  hunksOf(b).map(({ hunk, choice, clash }) => {
    const lines = [hunk.baseLines, hunk.proposedLines].map((part) => part.join('').trimEnd()).join(' > ');
    return `${hunk.baseStart}: ${lines} ${choice}${clash ? ' !' : ''}`;
  });

async function choose(b: Bench, index: number, choice: 'accepted' | 'rejected'): Promise<void> {
  expect(await b.run.choose([hunksOf(b)[index]!.hunk.id], choice)).toMatchObject({ ok: true });
}

function type(b: Bench, text: string): void {
  b.workspace.type(path, text);
  b.watch.touch(path);
}

async function paused(b: Bench): Promise<void> {
  b.watch.rest();
  expect(await b.run.catchUp()).toMatchObject({ ok: true });
}

const rebases = ({ events }: Bench): readonly RunEvent[] => events.filter((event) => event.type === 'file-rebased');

/** What a reload would make of the journal. */
async function replayed(b: Bench): Promise<ReturnType<typeof replay>> {
  const read = await b.journal.read(b.run.state.runId);
  if (!read.ok) throw new Error(read.error.message);
  return replay(read.value.entries as RunEvent[]);
}

describe('typing in a file under review', () => {
  it('moves the review along: choices beside it stay, and a hunk in the way is open and marked', async () => {
    const b = await inReview();
    await choose(b, 0, 'accepted');
    await choose(b, 1, 'rejected');
    type(b, numbered('new', 1, 2, 3, 4, 5, 'user', 7));
    await paused(b);
    expect(picture(b)).toEqual(['2: 2 > x accepted', '4: 4 > y rejected', '6: user > z open !']);
    type(b, numbered('new', 1, 'user', 3, 4, 5, 'user', 7));
    await paused(b);
    expect(picture(b)).toEqual(['2: user > x open !', '4: 4 > y rejected', '6: user > z open !']);
  });

  it('comes to nothing when it is taken back, also of what the user typed just like the proposal', async () => {
    const b = await inReview();
    await choose(b, 0, 'accepted');
    await choose(b, 1, 'rejected');
    const was = b.run.state.proposal.get(path);
    type(b, numbered(1, 'x', 3, 'user', 5, 'user', 7));
    await paused(b);
    expect(picture(b)).toEqual(['5: user > z open !']);
    type(b, before);
    await paused(b);
    expect(b.run.state.proposal.get(path)).toBe(was);
    expect(picture(b)).toEqual(['1: 2 > x accepted', '3: 4 > y rejected', '5: 6 > z open']);
    expect(b.run.state.origins.size).toBe(0);
  });

  it('lets a later choice stand, whatever is typed elsewhere and taken back', async () => {
    const b = await inReview();
    type(b, numbered(1, 'user', 3, 4, 5, 6, 7));
    await paused(b);
    await choose(b, 0, 'accepted');
    expect(picture(b)[0]).toBe('1: user > x accepted !');
    type(b, numbered(1, 'user', 3, 4, 5, 6, 7, 8));
    await paused(b);
    expect(picture(b)[0]).toBe('1: user > x accepted !');
    expect((await b.run.apply({ without: [] })).ok).toBe(true);
    expect(b.workspace.text(path)).toBe(numbered(1, 'x', 3, 4, 5, 6, 7, 8));
  });

  it('is one event when they pause, told as differences, and gives the same state from the journal', async () => {
    const lines = Array.from({ length: 500 }, (_, index) => `a line that is not so short, number ${index}`);
    const b = await inReview({
      files: { [path]: numbered(...lines) },
      worker: (_task, turn) => writes(path, numbered(...lines.with(100, 'proposed')))(turn),
    });
    for (const typed of ['t', 'ty', 'typ', 'typed']) type(b, numbered(...lines.with(400, typed)));
    expect(rebases(b)).toEqual([]);
    await paused(b);
    expect(rebases(b)).toHaveLength(1);
    expect(JSON.stringify(rebases(b)[0]).length).toBeLessThan(1_000);
    type(b, numbered(...lines.with(100, 'mine').with(400, 'typed')));
    await paused(b);
    const state = await replayed(b);
    expect(state?.proposal).toEqual(b.run.state.proposal);
    expect(state?.choices).toEqual(b.run.state.choices);
    expect(state?.origins).toEqual(b.run.state.origins);
  });

  it('is taken over before a choice, and a hunk that it changed has to be looked at again', async () => {
    const b = await inReview();
    const [first, second] = hunksOf(b).map(({ hunk }) => hunk.id);
    type(b, numbered(1, 'user', 3, 4, 5, 6, 7));
    expect(await b.run.choose([first!], 'accepted')).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(picture(b)[0]).toBe('1: user > x open !');
    expect(await b.run.choose([second!], 'accepted')).toMatchObject({ ok: true });
    expect(picture(b)[1]).toBe('3: 4 > y accepted');
  });

  it('is taken over before an apply, which writes nothing when lines of what it would write were changed', async () => {
    const b = await inReview();
    await choose(b, 0, 'accepted');
    await choose(b, 2, 'accepted');
    // Nobody has heard of it: the disk tells late.
    b.workspace.type(path, numbered(1, 'user', 3, 4, 5, 6, 7));
    expect(await b.run.apply({ without: [] })).toMatchObject({
      ok: false,
      error: { reason: 'clash', message: expect.stringContaining('src/A.ts, line 2') as string, paths: [path] },
    });
    expect(b.workspace.applied).toEqual([]);
    expect(picture(b)).toEqual(['1: user > x open !', '3: 4 > y open', '5: 6 > z accepted']);
    // Said once: what is accepted now is what was shown.
    expect((await b.run.apply({ without: [] })).ok).toBe(true);
    expect(b.workspace.text(path)).toBe(numbered(1, 'user', 3, 4, 5, 'z', 7));
    expect(picture(b)).toEqual(['1: user > x open !', '3: 4 > y open']);
  });

  it('asks again for what the user deleted or created themselves', async () => {
    const b = await inReview();
    await choose(b, 0, 'accepted');
    b.workspace.files.delete(path);
    b.watch.touch(path);
    await paused(b);
    expect(hunksOf(b)).toMatchObject([{ hunk: { kind: 'create' }, choice: 'open', clash: { kind: 'modify-delete' } }]);
    type(b, before);
    await paused(b);
    expect(picture(b)).toEqual(['1: 2 > x accepted', '3: 4 > y open', '5: 6 > z open']);
  });

  it('keeps a mixed file from changing in every line because the editor made its line ends uniform', async () => {
    const mixed = '1\n2\r\n3\n4\n';
    const b = await inReview({
      files: { [path]: mixed },
      worker: (_task, turn) => writes(path, '1\n2\r\n3\nfour\n')(turn),
    });
    type(b, mixed.replaceAll('\r\n', '\n'));
    await paused(b);
    expect(rebases(b)).toEqual([]);
    type(b, 'one\n2\n3\n4\n');
    await paused(b);
    expect(b.run.state.proposal.get(path)).toMatchObject({ base: 'one\n2\r\n3\n4\n', text: 'one\n2\r\n3\nfour\n' });
  });
});

describe('what is no typing', () => {
  it('is what an apply writes itself', async () => {
    const b = await inReview();
    await choose(b, 0, 'accepted');
    let release = (): void => undefined;
    b.workspace.writing = new Promise<void>((resolve) => (release = resolve));
    const applying = b.run.apply({ without: [] });
    await b.until((state) => state.applying);
    // Half written, and told by the editor.
    type(b, numbered(1, 'x', 3, 4, 5, 6, 7));
    b.watch.rest();
    await b.run.catchUp();
    expect(rebases(b)).toEqual([]);
    release();
    expect((await applying).ok).toBe(true);
    await b.run.catchUp();
    expect(rebases(b)).toEqual([]);
    expect(picture(b)).toEqual(['3: 4 > y open', '5: 6 > z open']);
  });

  it('is a file that is not proposed, or not any more', async () => {
    const b = await inReview();
    expect([...b.watch.followed]).toEqual([path]);
    await b.run.discard();
    expect([...b.watch.followed]).toEqual([]);
  });

  it('is what was being read when the run ended', async () => {
    const b = await inReview();
    let release = (): void => undefined;
    b.workspace.reading = new Promise<void>((resolve) => (release = resolve));
    type(b, numbered(1, 2, 3, 'user', 5, 6, 7));
    const catchingUp = b.run.catchUp();
    await b.run.discard();
    release();
    await catchingUp;
    expect(b.events.at(-1)?.type).toBe('run-discarded');
  });
});

describe('typing while workers are at it', () => {
  it('beside what a worker changes merges with it, in a file that is proposed already', async () => {
    const b = await bench({
      files: { [path]: before },
      tasks: [
        { id: 'A', writeScope: [path] },
        { id: 'B', writeScope: [path], dependsOn: ['A'] },
      ],
      worker: (task, turn) =>
        writes(path, task === 'A' ? numbered(1, 'x', 3, 4, 5, 6, 7) : numbered(1, 'x', 3, 4, 5, 'z', 7))(turn),
      hold: (request) => isWorker(request) && taskIn(request) === 'B',
    });
    await b.run.plan();
    const approved = b.run.approve();
    const held = await b.model.waitFor();
    type(b, numbered(1, 2, 3, 'user', 5, 6, 7));
    await paused(b);
    expect(picture(b)).toEqual(['1: 2 > x open']);
    held.release();
    for (;;) {
      const ended = await Promise.race([approved.then(() => undefined), b.model.waitFor()]);
      if (!ended) break;
      ended.release();
    }
    expect(b.run.state.phase).toBe('review');
    expect(picture(b)).toEqual(['1: 2 > x open', '5: 6 > z open']);
    expect(b.run.state.proposal.get(path)?.base).toBe(numbered(1, 2, 3, 'user', 5, 6, 7));
  });

  it('in a file that a worker has read already shows once its change is merged, although nobody listened before', async () => {
    const b = await bench({
      files: { [path]: before },
      tasks: [{ id: 'A' }],
      worker: (_task, turn) => writes(path, after)(turn),
      hold: (request) => !isWorker(request) && request.schema?.name === 'assessment',
    });
    await b.run.plan();
    const approved = b.run.approve();
    const held = await b.model.waitFor();
    type(b, numbered(1, 2, 3, 'user', 5, 6, 7));
    held.release();
    await approved;
    await b.until(({ proposal }) => proposal.get(path)?.base === numbered(1, 2, 3, 'user', 5, 6, 7));
    expect(picture(b)).toEqual(['1: 2 > x open', '3: user > y open !', '5: 6 > z open']);
  });
});

describe('typing in the proposed text', () => {
  it('is merged with a rebase that came between', async () => {
    const b = await inReview();
    type(b, numbered('new', 1, 2, 3, 4, 5, 6, 7));
    await paused(b);
    const typed = numbered(1, 'x', 3, 'y', 5, 'z', 'mine');
    expect((await b.run.editProposal(path, typed, after)).ok).toBe(true);
    expect(b.run.state.proposal.get(path)?.text).toBe(numbered('new', 1, 'x', 3, 'y', 5, 'z', 'mine'));
    expect(await b.run.editProposal(path, numbered('other', 1), after)).toMatchObject({ ok: false });
  });
});
