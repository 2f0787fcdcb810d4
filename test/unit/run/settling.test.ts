import { describe, expect, it } from 'vitest';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { TaskId } from '../../../src/core/plan/plan';
import { disputesOf, draftText, type Dispute } from '../../../src/core/run/disputes';
import { replay } from '../../../src/core/run/reducer';
import type { RunEvent } from '../../../src/core/run/events';
import { reviewProposal } from '../../../src/core/review/fold';
import type { Author } from '../../../src/core/staging/read/changeSet';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { alone, before, carryOutClashing, clashing, proposed, shared, startClashing } from './clashBed';
import { isAssessment, isResolving, isWorker, taskIn, writes, type Bench, type Sketch } from './harness';

const never = { ...defaultAuthority, resolve: { grant: 'never', limit: 2 } } as const;
const second = 'T2' as TaskId;
const both = 'first\nT1 was here\nT2 was here\nlast\n';

/** A run in which T2 clashes with T1 and the user is to settle it. */
async function unsettled(more: Partial<Sketch> = {}): Promise<Bench> {
  const b = await clashing(['T1', 'T2'], { authority: never, ...more });
  await carryOutClashing(b, ['T1', 'T2']);
  expect(b.status('T2')).toBe('conflict');
  return b;
}

function disputes(b: Bench): readonly Dispute[] {
  const task = b.run.state.tasks.get(second);
  return task ? disputesOf(b.run.state, task) : [];
}

async function settle(b: Bench): Promise<void> {
  expect(await b.run.settleConflict(second)).toEqual({ ok: true });
  await b.until(({ phase }) => phase === 'review');
}

function nameOf(author: Author): string {
  return author.type === 'task' ? author.taskId : author.type;
}

async function journaled({ journal, run }: Bench): Promise<readonly RunEvent[]> {
  const entries = await journal.read(run.state.runId);
  return entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
}

describe('a conflict that is the user’s', () => {
  it('has both sides, what was there before them, and the second as a start', async () => {
    const b = await unsettled();
    const [dispute] = disputes(b);
    expect(dispute).toMatchObject({
      path: shared,
      before,
      first: { path: shared, text: alone('T1') },
      second: { path: shared, text: alone('T2') },
      draft: null,
      isDecided: false,
    });
    expect(dispute && draftText(dispute)).toBe(alone('T2'));
  });

  it.each([
    ['first', alone('T1')],
    ['second', alone('T2')],
  ] as const)('is settled by the %s side, and measured then', async (take, text) => {
    const b = await unsettled();
    await b.run.draftConflict(second, shared, { take });
    expect(proposed(b)).toBe(alone('T1'));
    const measured = b.events.filter(({ type }) => type === 'proposal-measured').length;
    await settle(b);
    expect(proposed(b)).toBe(text);
    expect(b.run.state.tasks.get(second)).toMatchObject({ status: 'accepted', conflicts: [], failure: null });
    expect(b.events.filter(({ type }) => type === 'proposal-measured').length).toBeGreaterThan(measured);
    expect(b.events).toContainEqual(
      expect.objectContaining({ type: 'conflict-settled', takes: [{ path: shared, take }] }),
    );
    expect(replay(await journaled(b))?.tasks).toEqual(b.run.state.tasks);
  });

  it('is settled by the lines of both, and each keeps its author', async () => {
    const b = await unsettled();
    await b.run.draftConflict(second, shared, { take: 'both' });
    await settle(b);
    expect(proposed(b)).toBe(both);
    const authors = b.run.state.proposal.get(shared)?.steps.map(({ author }) => nameOf(author));
    expect(authors).toEqual(['T1', 'T2']);
  });

  it('is settled by a text of the user’s, and each line of it has its author', async () => {
    const b = await unsettled();
    await b.run.draftConflict(second, shared, { take: 'text', text: both.replace('last', 'mine\nlast') });
    await settle(b);
    expect(proposed(b)).toBe(both.replace('last', 'mine\nlast'));
    const [review] = reviewProposal(b.run.state.proposal, b.run.state.choices);
    const names = review?.hunks.flatMap(({ hunk }) => hunk.authors.map(nameOf));
    expect(names?.sort()).toEqual(['T1', 'T2', 'user']);
  });

  it('is not settled before each file is decided, and the newest word on a file counts', async () => {
    const b = await unsettled();
    expect(await b.run.settleConflict(second)).toMatchObject({
      ok: false,
      error: { reason: 'not-now', message: expect.stringContaining('Decide about x.ts first') as string },
    });
    await b.run.draftConflict(second, shared, { take: 'text', text: both });
    await b.run.draftConflict(second, shared, { take: 'first' });
    await settle(b);
    expect(proposed(b)).toBe(alone('T1'));
  });

  it('has to be looked at again when the first side changed after the decision; what was typed is not lost', async () => {
    const b = await unsettled();
    await b.run.draftConflict(second, shared, { take: 'text', text: both });
    await b.run.editProposal(shared, alone('T1').replace('T1 was', 'T1 was still'));
    const [dispute] = disputes(b);
    expect(dispute?.isDecided).toBe(false);
    expect(dispute && draftText(dispute)).toBe(both);
    expect((await b.run.settleConflict(second)).ok).toBe(false);
    await b.run.draftConflict(second, shared, { take: 'second' });
    await settle(b);
    expect(proposed(b)).toBe(alone('T2'));
  });

  it('needs no decision any more when the first side is gone', async () => {
    const b = await unsettled();
    await b.run.editProposal(shared, before);
    expect(disputes(b)).toEqual([]);
    await settle(b);
    expect(proposed(b)).toBe(alone('T2'));
  });

  it('brings the rest of the change along, and lets those go on that wait for the task', async () => {
    const b = await unsettled({
      tasks: [
        { id: 'T1', writeScope: [shared] },
        { id: 'T2', writeScope: [shared, 'src/T2.ts'] },
        { id: 'T3', writeScope: ['src/T3.ts'], dependsOn: ['T2'] },
      ],
      worker: (id, turn) => {
        if (id === 'T3') return writes('src/T3.ts', 'T3\n')(turn);
        if (id === 'T2' && turn === 0)
          return { calls: [{ name: 'write', arguments: { path: 'src/T2.ts', content: 'rest\n' } }] };
        return writes(shared, alone(id))(id === 'T2' ? turn - 1 : turn);
      },
      hold: (request) => isAssessment(request) && taskIn(request) !== 'T3',
    });
    expect(b.status('T3')).toBe('skipped');
    expect(b.run.state.proposal.has('src/T2.ts' as WorkspacePath)).toBe(false);
    await b.run.draftConflict(second, shared, { take: 'first' });
    await settle(b);
    expect(b.run.state.proposal.get('src/T2.ts' as WorkspacePath)?.text).toBe('rest\n');
    expect(b.status('T3')).toBe('accepted');
  });

  it('can be settled after a worker that was to merge gave up, by what both sides were', async () => {
    const b = await clashing(['T1', 'T2'], {
      resolve: () => ({ type: 'delegate', instructions: 'Both.' }),
      worker: (_id, _turn, request) =>
        isWorker(request) && JSON.stringify(request.items).includes('Merge two changes')
          ? { calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] }
          : undefined,
    });
    await carryOutClashing(b, ['T1', 'T2']);
    expect(b.status('T2')).toBe('blocked');
    await b.run.draftConflict(second, shared, { take: 'text', text: both });
    await settle(b);
    expect(b.run.state.tasks.get(second)).toMatchObject({ status: 'accepted', merging: null });
    expect(proposed(b)).toBe(both);
  });

  it('is not theirs while the lead decides', async () => {
    const b = await clashing(['T1', 'T2'], {
      resolve: () => ({ type: 'order', feedback: 'Again.' }),
      hold: (request) => isResolving(request) || isAssessment(request),
    });
    const { running } = await startClashing(b, ['T1', 'T2']);
    await b.model.waitFor(isResolving);
    expect(await b.run.draftConflict(second, shared, { take: 'first' })).toMatchObject({ ok: false });
    expect(await b.run.settleConflict(second)).toMatchObject({ ok: false });
    await b.run.stop();
    await running;
    expect(await b.run.draftConflict(second, shared, { take: 'first' })).toEqual({ ok: true });
  });

  it('leaves its drafts behind when the task is done again', async () => {
    const b = await unsettled();
    await b.run.draftConflict(second, shared, { take: 'second' });
    await b.run.retryTask(second);
    expect(b.run.state.tasks.get(second)?.drafts.size).toBe(0);
    await b.until(({ phase }) => phase === 'review');
    expect(proposed(b)).toBe(both);
  });
});

describe('what is more than lines', () => {
  const gone = (id: string, turn: number) =>
    turn === 0
      ? { calls: [{ name: 'delete', arguments: { path: shared } }] }
      : { calls: [{ name: 'finish', arguments: { summary: `${id} is through.` } }] };

  it.each([
    ['first', alone('T1')],
    ['second', null],
  ] as const)('a file that the second deletes: the %s side', async (take, text) => {
    const b = await unsettled({
      worker: (id, turn) => (id === 'T2' ? gone(id, turn) : writes(shared, alone(id))(turn)),
    });
    expect(await b.run.draftConflict(second, shared, { take: 'both' })).toMatchObject({ ok: false });
    expect(disputes(b)).toMatchObject([{ both: null, second: { text: null }, conflicts: [{ kind: 'modify-delete' }] }]);
    await b.run.draftConflict(second, shared, { take });
    await settle(b);
    expect(proposed(b)).toBe(text);
  });

  it.each([
    ['first', null],
    ['second', alone('T2')],
  ] as const)('a file that the first deleted: the %s side', async (take, text) => {
    const b = await unsettled({
      worker: (id, turn) => (id === 'T1' ? gone(id, turn) : writes(shared, alone(id))(turn)),
    });
    await b.run.draftConflict(second, shared, { take });
    await settle(b);
    expect(b.run.state.proposal.get(shared)?.text ?? null).toBe(text);
  });

  it('a file that the first deleted, with a text of the user’s', async () => {
    const b = await unsettled({
      worker: (id, turn) => (id === 'T1' ? gone(id, turn) : writes(shared, alone(id))(turn)),
    });
    await b.run.draftConflict(second, shared, { take: 'text', text: 'mine\n' });
    await settle(b);
    expect(proposed(b)).toBe('mine\n');
  });

  const moves = (to: (id: string) => string) => (id: string, turn: number) =>
    turn === 0
      ? { calls: [{ name: 'move', arguments: { from: shared, to: to(id) } }] }
      : { calls: [{ name: 'finish', arguments: { summary: `${id} is through.` } }] };

  it.each([
    ['first', 'src/T1.ts'],
    ['second', 'src/T2.ts'],
  ] as const)('a file that each moved elsewhere: the %s side', async (take, place) => {
    const b = await unsettled({ worker: moves((id) => `src/${id}.ts`) });
    const [dispute] = disputes(b);
    expect(dispute).toMatchObject({ path: 'src/T1.ts', second: { path: 'src/T2.ts' } });
    await b.run.draftConflict(second, 'src/T1.ts' as WorkspacePath, { take });
    await settle(b);
    expect([...b.run.state.proposal.values()].map(({ path, movedFrom }) => [path, movedFrom])).toEqual([
      [place, shared],
    ]);
  });

  it.each([
    ['first', 'T1\n'],
    ['second', before],
  ] as const)('a place that the first put a file and the second moves one to: the %s side', async (take, text) => {
    const place = 'src/same.ts' as WorkspacePath;
    const b = await unsettled({
      worker: (id, turn) => (id === 'T1' ? writes(place, 'T1\n')(turn) : moves(() => place)(id, turn)),
    });
    expect(disputes(b)).toMatchObject([{ path: place, first: { text: 'T1\n' }, second: { text: before } }]);
    await b.run.draftConflict(second, place, { take });
    await settle(b);
    expect(b.run.state.proposal.get(place)?.text).toBe(text);
    expect(b.run.state.proposal.get(shared)?.text ?? undefined).toBe(undefined);
  });
});
