// A whole run against a server that has nothing but Chat Completions, and takes neither strict tools nor streams there.
import { expect, it, onTestFinished } from 'vitest';

import { httpError } from '../../../src/adapters/demo/server/faults';
import { startModelServer } from '../../../src/adapters/demo/server/modelServer';
import { makeEngine } from '../../bench/engineBed';
import { fileOf, taskAfter } from '../../bench/job';
import { teamScript } from '../../bench/team';
import { adapterTo } from '../../bench/teamServer';

it('a run is carried out over Chat Completions alone', async () => {
  const server = await startModelServer({
    script: teamScript,
    requireKey: false,
    faults: ({ protocol, tools }) => {
      if (protocol === 'responses') return httpError(404, { message: '404 page not found' });
      return tools.some(({ strict }) => strict)
        ? { ...httpError(404, { message: 'strict: extra fields not permitted' }), status: 422 }
        : undefined;
    },
  });
  onTestFinished(() => server.close());
  const tasks = [taskAfter('T1'), taskAfter('T2', ['T1'])];
  const run = await makeEngine({ tasks, model: adapterTo(server), maxWorkers: 2 });
  const approved = await run.approve();
  expect(approved.ok).toBe(true);
  await run.stop();

  expect([...run.state.tasks.values()].map(({ status }) => status)).toEqual(['accepted', 'accepted']);
  for (const { id } of tasks) {
    const text = run.state.proposal.get(fileOf(id))?.text ?? '';
    expect(text).toMatch(/^export const first = 1;[\s\S]*export const last = 1;\n$/);
  }
  const refused = server.requests.filter(({ request }) => request.protocol === 'responses');
  // Each model is asked in vain once, and never again.
  expect(refused.length).toBeLessThanOrEqual(2);
  expect(server.requests.length).toBeGreaterThan(10);
});
