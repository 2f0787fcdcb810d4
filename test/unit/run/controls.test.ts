import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import { exits } from '../../fakes/memoryShadow';
import { bench, carryOut, isAssessment, isWorker, taskIn, textOf, writes, type Bench, type Sketch } from './harness';

const [A, B, C] = ['A', 'B', 'C'] as const satisfies readonly string[];
const id = (task: string): TaskId => task as TaskId;
const workerOf =
  (task: string) =>
  (request: Parameters<typeof isWorker>[0]): boolean =>
    isWorker(request) && taskIn(request) === task;

async function approved(sketch: Sketch): Promise<{ readonly b: Bench; readonly done: Promise<unknown> }> {
  const b = await bench(sketch);
  await b.run.plan();
  return { b, done: b.run.approve() };
}

/** Lets all that can go on without an answer of a model go on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('a paused run', () => {
  it('begins no attempt, no turn, no gate and no call of the lead, and goes on where it stood', async () => {
    const { b, done } = await approved({ tasks: [{ id: A }, { id: B, dependsOn: [A] }], hold: isWorker });
    const call = await b.model.waitFor();
    expect(await b.run.pause()).toEqual({ ok: true, value: undefined });
    expect(b.run.state).toMatchObject({ phase: 'running', paused: true });
    call.release();
    await b.until(({ tasks }) => tasks.get(id(A))?.attempts[0]?.turns === 1);
    await settle();
    expect(b.model.requests.filter(isWorker)).toHaveLength(1);
    expect(await b.run.resume()).toEqual({ ok: true, value: undefined });
    (await b.model.waitFor()).release();
    await b.until(({ tasks }) => tasks.get(id(B))?.status === 'working');
    for (let turn = 0; turn < 2; turn++) (await b.model.waitFor()).release();
    await done;
    expect(b.run.state).toMatchObject({ phase: 'review', paused: false });
    expect([b.status(A), b.status(B)]).toEqual(['accepted', 'accepted']);
  });

  it.each([
    ['a gate', ({ type }: RunEvent) => type === 'change-set-written', 0],
    ['the lead', (event: RunEvent) => event.type === 'attempt-measured' && event.verdict.gate === 'test', 1],
  ] as const)('keeps %s from beginning', async (_name, isLast, gateRuns) => {
    const { b, done } = await approved({ tasks: [{ id: A }] });
    const subscription = b.run.onDidChange(({ event }) => {
      if (isLast(event)) void b.run.pause();
    });
    await b.until(({ paused }) => paused);
    await settle();
    subscription.dispose();
    const runs = (): number => b.shadow.ran.filter(({ tree }) => tree.has('src/A.ts')).length;
    expect([runs(), b.model.requests.filter(isAssessment).length]).toEqual([gateRuns, 0]);
    await b.run.resume();
    await done;
    expect(b.status(A)).toBe('accepted');
  });

  it('can be stopped, and is paused no more when it goes on', async () => {
    const { b, done } = await approved({ tasks: [{ id: A }], hold: isWorker });
    const call = await b.model.waitFor();
    await b.run.pause();
    call.release();
    await b.until(({ tasks }) => tasks.get(id(A))?.attempts[0]?.turns === 1);
    await b.run.stop();
    await done;
    expect(b.run.state).toMatchObject({ phase: 'stopped', paused: false });
    expect(b.model.requests.filter(isWorker)).toHaveLength(1);
  });

  it('is none where nothing is under way, or twice', async () => {
    const b = await bench({ tasks: [{ id: A }] });
    expect(await b.run.pause()).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    await carryOut(b);
    expect(await b.run.pause()).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(await b.run.resume()).toMatchObject({ ok: false, error: { reason: 'not-now' } });
  });

  it('is interrupted like any other when its window goes away', async () => {
    const { b } = await approved({ tasks: [{ id: A }], hold: (request) => isWorker(request) });
    const call = await b.model.waitFor();
    await b.run.pause();
    const again = await b.reload();
    expect(again.run.state).toMatchObject({ phase: 'interrupted', paused: false });
    call.release();
  });
});

describe('a task that the user stops', () => {
  it('ends at once, alone; what depends on it is skipped, and it can be retried', async () => {
    const { b, done } = await approved({
      tasks: [{ id: A }, { id: B }, { id: C, dependsOn: [B] }],
      hold: (request) => isWorker(request) && b.run.state.tasks.get(id(B))?.attempts.length === 1,
    });
    const other = await b.model.waitFor(workerOf(A));
    await b.model.waitFor(workerOf(B));
    expect(await b.run.stopTask(id(B))).toEqual({ ok: true, value: undefined });
    expect([b.status(A), b.status(B), b.status(C)]).toEqual(['working', 'stopped', 'skipped']);
    expect(b.model.held.map(taskIn)).toEqual([A]);
    other.release();
    (await b.model.waitFor(workerOf(A))).release();
    await done;
    expect([b.run.state.phase, b.status(A)]).toEqual(['review', 'accepted']);
    expect(await b.run.retryTask(id(B), { note: 'Mind the tests.' })).toMatchObject({ ok: true });
    await b.until(({ phase }) => phase === 'review');
    expect([b.status(B), b.status(C)]).toEqual(['accepted', 'accepted']);
    expect(textOf(b.model.requests.findLast(workerOf(B))!)).toContain('Mind the tests.');
  });

  it('does not begin, where it waits for its turn', async () => {
    const { b, done } = await approved({ tasks: [{ id: A }, { id: B }], maxWorkers: 1, hold: workerOf(A) });
    const call = await b.model.waitFor();
    expect(await b.run.stopTask(id(B))).toMatchObject({ ok: true });
    call.release();
    (await b.model.waitFor()).release();
    await done;
    expect(b.status(B)).toBe('stopped');
    expect(b.model.requests.filter(workerOf(B))).toEqual([]);
  });

  it.each([
    ['its gates run', { gate: () => new Promise<never>(() => undefined) }, 'gating'],
    ['the lead judges it', { hold: isAssessment }, 'assessing'],
    ['the lead asks the user', { assess: () => ({ type: 'abort', reason: 'No use.' }) }, 'asking'],
    ['the user is to mend a gate', { gate: () => exits(1), base: () => exits(1) }, 'held'],
  ] as const)('ends while %s', async (_name, sketch, status) => {
    const { b, done } = await approved({ tasks: [{ id: A }], ...(sketch as Partial<Sketch>) });
    await b.until(({ tasks }) => tasks.get(id(A))?.status === status);
    if (status === 'assessing') await b.model.waitFor();
    expect(await b.run.stopTask(id(A))).toMatchObject({ ok: true });
    await done;
    expect(b.run.state).toMatchObject({ phase: 'review', questions: [] });
    expect(b.status(A)).toBe('stopped');
  });

  it('is none where nothing of it is under way', async () => {
    const b = await bench({ tasks: [{ id: A }] });
    await carryOut(b);
    expect(await b.run.stopTask(id(A))).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(b.events.map(({ type }) => type)).not.toContain('task-stopped');
  });
});

describe('a word to a worker', () => {
  const loud: Sketch = {
    tasks: [{ id: A }],
    worker: (task, turn, request) =>
      textOf(request).includes('Write it loud.')
        ? writes(`src/${task}.ts`, 'LOUD\n')(JSON.stringify(request.items).includes('LOUD') ? 1 : 0)
        : writes(`src/${task}.ts`, 'quiet\n')(turn),
  };

  it('is read before its next turn, and by the lead that judges it', async () => {
    const { b, done } = await approved({
      ...loud,
      hold: (request) => isWorker(request) && b.model.requests.length < 3,
    });
    const call = await b.model.waitFor();
    expect(await b.run.tellWorker(id(A), ' Write it loud. ')).toEqual({ ok: true, value: undefined });
    call.release();
    await done;
    expect(b.run.state.proposal.get('src/A.ts' as never)?.text).toBe('LOUD\n');
    expect(b.run.state.tasks.get(id(A))?.attempts[0]?.notes).toEqual(['Write it loud.']);
    const told = b.model.requests.filter(isWorker)[1]?.items.at(-1);
    expect(told).toEqual({ type: 'user', text: 'The user, who reviews this later, says to you now:\nWrite it loud.' });
    expect(textOf(b.model.requests.find(isAssessment)!)).toContain('<data kind="note">\nWrite it loud.\n</data>');
  });

  it('is read also by one that was just done', async () => {
    const { b, done } = await approved({ ...loud, hold: isWorker });
    (await b.model.waitFor()).release();
    const last = await b.model.waitFor(({ items }) => items.length > 1);
    expect(await b.run.tellWorker(id(A), 'Write it loud.')).toMatchObject({ ok: true });
    last.release();
    for (let turn = 0; turn < 2; turn++) (await b.model.waitFor()).release();
    await done;
    expect(b.run.state.proposal.get('src/A.ts' as never)?.text).toBe('LOUD\n');
    expect(b.run.state.tasks.get(id(A))?.attempts).toHaveLength(1);
  });

  it('is kept for the attempt that takes the place of one of which nothing came', async () => {
    const { b } = await approved({ ...loud, hold: (request) => isWorker(request) && !b.run.state.paused && held });
    let held = true;
    await b.model.waitFor();
    await b.run.tellWorker(id(A), 'Write it loud.');
    held = false;
    await b.run.stopTask(id(A));
    await b.until(({ phase }) => phase === 'review');
    await b.run.retryTask(id(A), { note: 'And soon.' });
    await b.until(({ phase, tasks }) => phase === 'review' && tasks.get(id(A))?.status === 'accepted');
    expect(b.run.state.tasks.get(id(A))?.attempts[1]?.feedback).toBe('Write it loud.\n\nAnd soon.');
  });

  it('reaches nobody where no worker is at work, and is not recorded', async () => {
    const { b, done } = await approved({ tasks: [{ id: A }], hold: isAssessment });
    const call = await b.model.waitFor();
    expect(await b.run.tellWorker(id(A), 'Hello?')).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(await b.run.tellWorker(id(A), '  ')).toMatchObject({ ok: false });
    call.release();
    await done;
    expect(b.events.map(({ type }) => type)).not.toContain('worker-told');
  });
});

describe('a task that the user gives to another worker profile', () => {
  const profiles = [{ profile: 'deep', model: 'o4-mini', purpose: '' }];

  it('is stopped where it is under way, and done by that one', async () => {
    const { b, done } = await approved({ tasks: [{ id: A }], profiles, hold: ({ model }) => model === 'gpt-4.1' });
    await b.model.waitFor();
    expect(await b.run.reassignTask(id(A), 'deep', 'Think harder.')).toMatchObject({ ok: true });
    await done;
    await b.until(({ tasks }) => tasks.get(id(A))?.status === 'accepted');
    const [first, second] = b.run.state.tasks.get(id(A))?.attempts ?? [];
    expect([first?.profile, second?.profile, second?.feedback]).toEqual(['default', 'deep', 'Think harder.']);
    expect(b.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['task-stopped', 'task-reopened']));
  });

  it('has to be one that the run was started with', async () => {
    const { b, done } = await approved({ tasks: [{ id: A }], profiles, hold: isWorker });
    const call = await b.model.waitFor();
    expect(await b.run.reassignTask(id(A), 'dear')).toMatchObject({ ok: false, error: { reason: 'not-now' } });
    expect(b.status(A)).toBe('working');
    call.release();
    (await b.model.waitFor()).release();
    await done;
  });
});
