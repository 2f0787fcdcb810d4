import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { exits } from '../../fakes/memoryShadow';
import { bench, carryOut, isAssessment, textOf, type Bench, type Sketch } from './harness';

const A = 'A' as TaskId;

/** The repository's own test is red, whatever anybody does; the lead accepts as soon as no verdict forbids it. */
const red: Sketch = {
  tasks: [{ id: 'A' }],
  gate: () => exits(1, 'red before the run'),
  assess: (_task, _times, request) =>
    textOf(request).includes('test (required): failed') && !textOf(request).includes('was refused')
      ? { type: 'retry', feedback: 'mend the test' }
      : { type: 'accept' },
};

const waive = ({ run }: Bench): Promise<unknown> => run.waiveGate('test', 'it was red before the run');

describe('a gate that is red for every attempt', () => {
  it('fails the task, and lets it pass once the user has waived it and retries', async () => {
    const b = await bench(red);
    await carryOut(b);
    expect(b.status('A')).toBe('failed');
    expect(await waive(b)).toEqual({ ok: true, value: undefined });
    await b.run.retryTask(A);
    await b.until(({ phase }) => phase === 'review');
    expect(b.status('A')).toBe('accepted');
    const last = textOf(b.model.requests.filter(isAssessment).at(-1)!);
    expect(last).toContain('test (optional): failed');
    expect(last).toContain('The user waived this gate for the whole run: it was red before the run');
    expect(last).toContain('red before the run');
  });

  it('counts no more for an attempt that is assessed after the waiver', async () => {
    const b = await bench({ ...red, assess: () => ({ type: 'accept' }), hold: isAssessment });
    await b.run.plan();
    const approved = b.run.approve();
    const call = await b.model.waitFor();
    await waive(b);
    call.release();
    await approved;
    expect(b.status('A')).toBe('accepted');
    expect(b.run.state.tasks.get(A)?.attempts[0]?.refusals).toEqual([]);
  });
});

it('the write scope, and what was never configured, cannot be waived', async () => {
  const b = await bench(red);
  await carryOut(b);
  for (const gate of ['scope', 'patch', 'commands', 'lint']) {
    expect(await b.run.waiveGate(gate, 'why not')).toMatchObject({ ok: false, error: { reason: 'not-now' } });
  }
  expect(b.run.state.waivers.size).toBe(0);
});
