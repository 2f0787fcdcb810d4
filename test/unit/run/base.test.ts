import { describe, expect, it } from 'vitest';
import { exits } from '../../fakes/memoryShadow';
import type { TaskId } from '../../../src/core/plan/plan';
import { reviewProposal } from '../../../src/core/review/fold';
import { bench, carryOut, isAssessment, isWorker, testGate, textOf } from './harness';

const A = 'A' as TaskId;
const old = 'src/old.ts(3,1): error TS1: It was always wrong.';
const same = 'src/old.ts(9,1): error TS1: It was always wrong.';
const worse = `${same}\nsrc/A.ts(1,1): error TS2: This is new.`;
const accept = { assess: () => ({ type: 'accept' }) };

describe('the base', () => {
  it('is measured once per run, beside the workers, and is in no worker’s way', async () => {
    const b = await bench({ tasks: [{ id: 'A' }, { id: 'B' }], hold: isWorker, base: () => exits(1, old) });
    await b.run.plan();
    const approved = b.run.approve();
    // Both workers are asked while the base is measured, and shown red before either has answered.
    const calls = [await b.model.waitFor(), await b.model.waitFor()];
    await b.until(({ baseVerdicts }) => baseVerdicts.length === 1);
    expect(b.run.state.baseVerdicts[0]).toMatchObject({ gate: 'test', outcome: 'failed' });
    expect(b.run.state.tasks.get(A)?.status).toBe('working');
    await b.run.stop();
    for (const call of calls) call.release();
    await approved;
    expect(b.shadow.ranOnBase).toHaveLength(1);
    await b.run.retryTask(A);
    await b.model.waitFor();
    expect(b.shadow.ranOnBase).toHaveLength(1);
    await b.run.stop();
  });

  it('is not measured without gates', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], gates: [] });
    await carryOut(b);
    expect(b.run.state.baseVerdicts).toEqual([]);
    expect(b.shadow.ranOnBase).toEqual([]);
  });
});

describe('an attempt on a red base', () => {
  it('that adds nothing is accepted, and its verdict stays failed', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], base: () => exits(2, old), gate: () => exits(2, same), ...accept });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
    const [attempt] = b.run.state.tasks.get(A)?.attempts ?? [];
    expect(attempt?.verdicts.find(({ gate }) => gate === 'test')?.outcome).toBe('failed');
    const heard = textOf(b.model.requests.find(isAssessment)!);
    expect(heard).toContain('test (required): failed, exit code 2, as before the run: nothing it finds is new');
  });

  it('that adds a problem is not accepted, and the lead hears which one is new', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], base: () => exits(2, old), gate: () => exits(2, worse), ...accept });
    await carryOut(b);
    expect(b.status('A')).toBe('failed');
    const heard = textOf(b.model.requests.find(isAssessment)!);
    expect(heard).toContain('test (required): failed, exit code 2; not there before the run:');
    expect(heard).toContain('<data kind="new problems">\nsrc/A.ts:1 This is new.\n</data>');
  });

  it('whose failure can’t be compared waits for the user, who waives or mends; nobody sends the worker back', async () => {
    const b = await bench({
      tasks: [{ id: 'A' }],
      base: () => exits(1, 'it broke'),
      gate: () => exits(1, 'it broke'),
      ...accept,
    });
    await b.run.plan();
    const approved = b.run.approve();
    await b.until(({ tasks }) => tasks.get(A)?.status === 'held');
    expect(b.model.requests.some(isAssessment)).toBe(false);
    await b.run.waiveGate('test', 'it breaks on this machine');
    await approved;
    expect(b.status('A')).toBe('accepted');
    expect(b.run.state.tasks.get(A)?.attempts).toHaveLength(1);
  });

  it('is not applied before the user has waived what is red, new or not', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], base: () => exits(2, old), gate: () => exits(2, same), ...accept });
    await carryOut(b);
    const [file] = b.run.state.proposal.values();
    expect(file?.path).toBe('src/A.ts');
    const hunks = reviewProposal(b.run.state.proposal, b.run.state.choices).flatMap((review) => review.hunks);
    await b.run.choose(
      hunks.map(({ hunk }) => hunk.id),
      'accepted',
    );
    const refused = await b.run.apply({ without: [] });
    expect(refused).toMatchObject({
      ok: false,
      error: { reason: 'gate-red', message: expect.stringContaining('test (failed, as before the run)') as string },
    });
    await b.run.waiveGate('test', 'it was red before');
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
  });

  it('of a gate that is not required holds nothing up', async () => {
    const gates = [{ ...testGate, required: false }];
    const b = await bench({
      tasks: [{ id: 'A' }],
      gates,
      base: () => exits(1, 'x'),
      gate: () => exits(1, 'x'),
      ...accept,
    });
    await carryOut(b);
    expect(b.status('A')).toBe('accepted');
  });
});
