import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/core/util/result';
import { ReadOnlyRun } from '../../../src/core/run/readOnlyRun';
import { proposed, stateOf } from '../ui/review/fakeRun';

const state = stateOf([proposed('src/a.ts', 'a\n', 'b\n')]);
const why = { why: 'open in another window', message: 'Act on it there.' };

describe('a run that is only looked at', () => {
  it('shows its state, and says of every act why not', async () => {
    const run = new ReadOnlyRun(state, why);
    expect(run.state).toBe(state);
    const acts = [
      ...[run.approve, run.pause, run.retryStopped, run.settleConflict, run.choose, run.editProposal],
      ...[run.sendBack, run.apply, run.undo, run.planUndo, run.answer, run.waiveGate, run.stopTask, run.tellWorker],
    ];
    for (const act of acts)
      expect(await act()).toEqual({ ok: false, error: { reason: 'not-now', message: why.message } });
    expect(await run.resume()).toMatchObject({ ok: false });
    await run.discard();
    expect(run.state).toBe(state);
  });

  it('goes on here where that can be', async () => {
    const run = new ReadOnlyRun(state, { ...why, takeOver: async () => ok(undefined) });
    expect(await run.resume()).toEqual(ok(undefined));
  });
});
