import { describe, expect, it } from 'vitest';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { TaskId } from '../../../src/core/plan/plan';
import type { RunEvent } from '../../../src/core/run/events';
import { replay } from '../../../src/core/run/reducer';
import { bench, carryOut, isAssessment, isWorker, type Bench, type Sketch } from './harness';

const deep = { profile: 'deep', model: 'o4-mini', purpose: 'hard tasks' };
const toDeep = { type: 'reassign', profile: 'deep', feedback: 'Think of the edge cases.' };

/** One task whose first attempt the lead wants somebody else to do over. */
function sketch(more: Partial<Sketch> = {}): Sketch {
  return {
    tasks: [{ id: 'A' }],
    profiles: [deep],
    assess: (_task, times) => (times === 0 ? toDeep : { type: 'accept' }),
    ...more,
  };
}

const taskA = 'A' as TaskId;

/** What a later reader of the journal finds. */
async function journaled({ journal, run }: Bench): Promise<readonly RunEvent[]> {
  const entries = await journal.read(run.state.runId);
  return entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
}

describe('a task that is reassigned', () => {
  it('goes to the model of the other profile, with the feedback, and each attempt says who made it', async () => {
    const b = await bench(sketch());
    await carryOut(b);
    const asked = b.model.requests.filter(isWorker).map(({ model }) => model);
    expect([...new Set(asked)]).toEqual(['gpt-4.1', 'o4-mini']);
    expect(b.run.state.tasks.get(taskA)).toMatchObject({
      status: 'accepted',
      profile: 'deep',
      retries: 0,
      attempts: [
        { profile: 'default', models: [{ configured: 'gpt-4.1', returned: 'gpt-4.1' }] },
        { profile: 'deep', feedback: 'Think of the edge cases.', models: [{ configured: 'o4-mini' }] },
      ],
    });
    expect(replay(await journaled(b))?.tasks).toEqual(b.run.state.tasks);
  });

  it('never goes back to a profile that had it already: the lead can not even say so', async () => {
    const b = await bench(
      sketch({
        assess: (_task, times) =>
          times === 0 ? toDeep : { type: 'reassign', profile: 'default', feedback: 'Back again.' },
      }),
    );
    await carryOut(b);
    expect(b.status('A')).toBe('failed');
    const last = b.model.requests.findLast(isAssessment);
    expect(JSON.stringify(last?.schema?.schema)).not.toContain('reassign');
    expect(last?.instructions).toContain('- reassign a task to another worker profile: no');
  });

  it('does not replay when the journal names another profile than the lead did', async () => {
    const b = await bench(sketch());
    await carryOut(b);
    const forged = (await journaled(b)).map((event) =>
      event.type === 'attempt-reassigned' ? { ...event, profile: 'default' } : event,
    );
    expect(() => replay(forged)).toThrow(/reassign of attempt 1 on A is not allowed/);
  });

  it('waits for the user where the table says so', async () => {
    const authority = { ...defaultAuthority, reassign: { grant: 'ask', limit: null } } as const;
    const b = await bench(sketch({ authority }));
    const done = carryOut(b);
    const { questions } = await b.until((state) => state.questions.length > 0);
    expect(questions[0]?.decision).toEqual(toDeep);
    expect(b.status('A')).toBe('asking');
    await b.run.answer(questions[0]?.questionId ?? '', true);
    await done;
    expect(b.run.state.tasks.get(taskA)?.profile).toBe('deep');
  });
});

describe('a task that names its profile in the plan', () => {
  it('starts with that profile, and one that the user did not list goes back to the lead', async () => {
    const b = await bench(sketch({ tasks: [{ id: 'A', profile: 'deep' }], assess: () => ({ type: 'accept' }) }));
    await carryOut(b);
    expect(b.run.state.tasks.get(taskA)?.attempts).toMatchObject([{ profile: 'deep' }]);
    const [planning] = b.model.requests;
    expect(planning?.instructions).toContain('  - deep: o4-mini, hard tasks');
    expect(JSON.stringify(planning?.schema?.schema)).toContain('"enum":["deep"]');

    const unknown = await bench(sketch({ tasks: [{ id: 'A', profile: 'huge' }] }));
    expect(await unknown.run.plan()).toMatchObject({
      ok: false,
      error: { reason: 'plan-invalid', message: expect.stringContaining('tasks[0].profile') as string },
    });
  });
});

describe('a task that the lead leaves to the user', () => {
  it('fails in the words of the lead and can be retried; nothing of it is proposed', async () => {
    const b = await bench(sketch({ assess: () => ({ type: 'leave', reason: 'The goal contradicts itself.' }) }));
    await carryOut(b);
    expect(b.run.state.tasks.get(taskA)).toMatchObject({
      status: 'failed',
      failure: { reason: 'left', message: 'The lead leaves this task to you: The goal contradicts itself.' },
    });
    expect(b.run.state.proposal.size).toBe(0);
    expect(await b.run.retryTask(taskA)).toEqual({ ok: true });
  });
});
