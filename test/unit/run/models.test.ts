import { expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import type { ScriptedReply } from '../../fakes/scriptedModel';
import { bench, carryOut, writes } from './harness';

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
