import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { bench, isWorker, taskIn, textOf, writes, type Bench, type Sketch } from './harness';

const T = (id: string): TaskId => id as TaskId;

/** A chain of three and two tasks beside it, on one worker. */
const tasks = [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }, { id: 'C', dependsOn: ['B'] }, { id: 'X' }, { id: 'Y' }];

function picture(b: Bench): string {
  return [...b.run.state.tasks.values()].map(({ task, status }) => `${task.id} ${status}`).join(', ');
}

/** Stopped while X was at work: A is accepted, and the others have not begun. */
async function stoppedAtX(sketch: Partial<Sketch> = {}): Promise<Bench> {
  let isStopped = false;
  const hold = (request: Parameters<typeof taskIn>[0]): boolean =>
    !isStopped && isWorker(request) && taskIn(request) === 'X';
  const b = await bench({ tasks, maxWorkers: 1, hold, ...sketch });
  await b.run.plan();
  const approved = b.run.approve();
  await b.model.waitFor();
  await b.until((state) => state.tasks.get(T('A'))?.status === 'accepted');
  await b.run.stop();
  await approved;
  isStopped = true;
  expect(b.run.state.phase).toBe('stopped');
  return b;
}

async function reviewed(b: Bench): Promise<string> {
  await b.until(({ phase }) => phase === 'review');
  return picture(b);
}

describe('after a stop', () => {
  it('what had not begun is stopped as well', async () => {
    expect(picture(await stoppedAtX())).toBe('A accepted, B stopped, C stopped, X stopped, Y stopped');
  });

  it('a retry runs that task and no other', async () => {
    const b = await stoppedAtX();
    expect(await b.run.retryTask(T('Y'))).toEqual({ ok: true, value: undefined });
    expect(await reviewed(b)).toBe('A accepted, B stopped, C stopped, X stopped, Y accepted');
  });

  it('a retry runs what the task needs, too', async () => {
    const b = await stoppedAtX();
    await b.run.retryTask(T('C'));
    expect(await reviewed(b)).toBe('A accepted, B accepted, C accepted, X stopped, Y stopped');
  });

  it('sending an accepted task back runs that one', async () => {
    const b = await stoppedAtX();
    await b.run.sendBack(T('A'), 'once more');
    expect(await reviewed(b)).toBe('A accepted, B stopped, C stopped, X stopped, Y stopped');
    expect(b.run.state.tasks.get(T('A'))?.attempts).toHaveLength(2);
  });

  it('everything that was stopped can go on at once', async () => {
    const b = await stoppedAtX();
    expect(await b.run.retryStopped()).toEqual({ ok: true, value: undefined });
    expect(await reviewed(b)).toBe('A accepted, B accepted, C accepted, X accepted, Y accepted');
    expect(await b.run.retryStopped()).toMatchObject({ ok: false, error: { reason: 'not-now' } });
  });

  it('a task that needs one which did not make it says so, and stays as it is', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B', dependsOn: ['A'] }, { id: 'X' }],
      maxWorkers: 1,
      worker: (task, turn) =>
        task === 'A'
          ? { calls: [{ name: 'blocked', arguments: { reason: 'No.' } }] }
          : writes(`src/${task}.ts`, '')(turn),
      hold: (request) => isWorker(request) && taskIn(request) === 'X',
    });
    await b.run.plan();
    const approved = b.run.approve();
    await b.model.waitFor();
    await b.run.stop();
    await approved;
    expect(picture(b)).toBe('A blocked, B stopped, X stopped');
    expect(await b.run.retryTask(T('B'))).toMatchObject({
      ok: false,
      error: { message: 'B needs A, which did not make it. Retry that first.' },
    });
    expect(picture(b)).toBe('A blocked, B stopped, X stopped');
  });
});

describe('after an abort that the user agreed to', () => {
  it('a retry runs that task and no other', async () => {
    let hopeless = true;
    const b = await bench({
      tasks,
      maxWorkers: 1,
      assess: () => (hopeless ? { type: 'abort', reason: 'Hopeless.' } : { type: 'accept' }),
    });
    b.run.onDidChange(({ event }) => {
      if (event.type === 'question-asked') void b.run.answer(event.questionId, true);
    });
    await b.run.plan();
    await b.run.approve();
    expect(b.run.state.phase).toBe('aborted');
    expect(picture(b)).toMatch(/^(\w stopped(, )?)+$/);
    hopeless = false;
    const sent = b.model.requests.length;
    await b.run.retryTask(T('Y'));
    expect(await reviewed(b)).toBe('A stopped, B stopped, C stopped, X stopped, Y accepted');
    expect(new Set(b.model.requests.slice(sent).map((request) => textOf(request) && taskIn(request)))).toEqual(
      new Set(['Y']),
    );
  });

  it('what takes its time to end is waited for, and the event loop turns meanwhile', async () => {
    const b = await bench({ tasks: [{ id: 'A' }] });
    let ended = 0;
    let begun = 0;
    let bothBegan: () => void = () => undefined;
    // On the workspace as it is, and on what the attempt made of it.
    const both = new Promise<void>((resolve) => (bothBegan = resolve));
    b.shadow.run = async (_command, signal) => {
      if (++begun === 2) bothBegan();
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
      // As a process does, which the system ends.
      await new Promise(setImmediate);
      ended++;
      return { type: 'stopped' };
    };
    await b.run.plan();
    const approved = b.run.approve();
    await both;
    await b.run.stop();
    await approved;
    expect([ended, b.run.state.phase]).toEqual([2, 'stopped']);
  });
});
