import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import { MemoryJournalStore } from '../../fakes/memoryJournal';
import { bench, carryOut, isWorker, taskIn, textOf, writes, type Bench } from './harness';

const A = 'A' as TaskId;

async function journaled(b: Bench): Promise<readonly RunEvent[]> {
  const entries = await b.journal.read(b.run.state.runId);
  return entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
}

/** A run that met a defect of ours while a task was at work. */
async function defective(): Promise<Bench> {
  const b = await bench({
    tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }],
    worker: () => {
      throw new Error('Boom.');
    },
  });
  await b.run.plan();
  expect(await b.run.approve()).toMatchObject({ ok: false, error: { reason: 'defect' } });
  return b;
}

describe('a run with a defect of ours', () => {
  it('says so in its state and in its journal, and leaves no task at work', async () => {
    const b = await defective();
    expect(b.run.state).toMatchObject({ phase: 'failed', failure: { reason: 'defect' } });
    expect([b.status('A'), b.status('B')]).toEqual(['stopped', 'stopped']);
    const events = await journaled(b);
    expect(events.at(-1)).toMatchObject({ type: 'run-failed', failure: { reason: 'defect' } });
    expect(replay(events)).toEqual(b.run.state);
    expect(b.events.filter(({ type }) => type === 'run-failed')).toHaveLength(1);
  });

  it('can be discarded, and its journal says that, too', async () => {
    const b = await defective();
    await b.run.discard();
    expect(b.run.state.phase).toBe('discarded');
    expect(b.events.at(-1)).toEqual({ type: 'run-discarded' });
    expect((await journaled(b)).at(-1)).toEqual({ at: 0, type: 'run-discarded' });
  });

  it('is logged when it comes after the command that led to it has had its answer', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      worker: (_task, turn, request) => {
        if (textOf(request).includes('louder')) throw new Error('Boom.');
        return writes('src/A.ts', 'A\n')(turn);
      },
    });
    await carryOut(b);
    expect(await b.run.sendBack(A, 'louder')).toEqual({ ok: true, value: undefined });
    await b.until(({ phase }) => phase === 'failed');
    await b.logged(/halted by a defect of Lead\/Worker: Boom\./);
  });
});

describe('a run whose journal cannot be written', () => {
  it('can be discarded all the same', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], journal: new MemoryJournalStore(6) });
    await b.run.plan();
    expect(await b.run.approve()).toMatchObject({ ok: false, error: { reason: 'journal' } });
    expect(b.run.state.phase).toBe('failed');
    await b.run.discard();
    expect(b.run.state.phase).toBe('discarded');
    expect(b.events.at(-1)).toEqual({ type: 'run-discarded' });
  });

  it('is left though the journal fails no sooner than at the discarding', async () => {
    const b = await bench({ tasks: [{ id: 'A' }] });
    await carryOut(b);
    b.journal.room = 0;
    await b.run.discard();
    expect(b.run.state.phase).toBe('discarded');
    expect(b.events.at(-1)).toEqual({ type: 'run-discarded' });
  });
});

describe('a stop while the lead plans', () => {
  it('leaves no plan to approve, though the answer comes with it', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], hold: (request) => !isWorker(request) && taskIn(request) === '' });
    const planned = b.run.plan();
    const call = await b.model.waitFor();
    call.release();
    await b.run.stop();
    expect(await planned).toMatchObject({ ok: false, error: { reason: 'model-stopped' } });
    expect(b.run.state).toMatchObject({ phase: 'stopped', plan: null });
  });
});
