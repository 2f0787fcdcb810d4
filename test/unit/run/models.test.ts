import { expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import type { ScriptedReply } from '../../fakes/scriptedModel';
import { bench, carryOut, isWorker, taskIn, writes } from './harness';

it('remembers every model that answered, also when the right one answers after it', async () => {
  const b = await bench({
    tasks: [{ id: 'A' }],
    worker: (_task, turn): ScriptedReply => {
      const reply = writes('src/A.ts', 'A\n')(turn);
      return turn === 0 ? { ...reply, model: 'another' } : reply;
    },
  });
  await carryOut(b);
  const [attempt] = b.run.state.tasks.get('A' as TaskId)?.attempts ?? [];
  expect(attempt?.models.map(({ returned }) => returned)).toEqual(['another', 'gpt-4.1']);
  // Asked to plan and to assess, and named once.
  expect(b.run.state.leadModels).toEqual([{ configured: 'o3', returned: 'o3' }]);
});

it('prices each call by the model that answered it, and says how much has no price', async () => {
  const b = await bench({
    tasks: [{ id: 'A' }],
    prices: { 'gpt-4.1': { input: 1000, cached: 1000, output: 10_000 } },
    worker: (_task, turn): ScriptedReply => {
      const reply = writes('src/A.ts', 'A\n')(turn);
      return turn === 0 ? { ...reply, model: 'another' } : reply;
    },
  });
  await carryOut(b);
  // Every answer takes 100 tokens in and 10 out: one by another model, one by gpt-4.1; and the lead's has no price.
  expect(b.run.state.cost.worker.dollars).toBeCloseTo((100 * 1000 + 10 * 10_000) / 1_000_000, 10);
  expect(b.run.state.cost.worker.unpriced).toBe(110);
  expect(b.run.state.cost.lead).toEqual({ dollars: 0, unpriced: 220 });
});

it('has a worker think as hard as its profile says, and keeps that for when the run is taken up again', async () => {
  const b = await bench({
    tasks: [{ id: 'A', profile: 'deep' }, { id: 'B' }],
    profiles: [{ profile: 'deep', model: 'o4-mini', purpose: '', effort: 'high' }],
  });
  await carryOut(b);
  const efforts = (task: string): unknown =>
    new Set(
      b.model.requests.filter((request) => isWorker(request) && taskIn(request) === task).map(({ effort }) => effort),
    );
  expect(efforts('A')).toEqual(new Set(['high']));
  expect(efforts('B')).toEqual(new Set([undefined]));
  expect(b.run.state.setup.profiles).toMatchObject([{ name: 'deep', effort: 'high' }]);
});
