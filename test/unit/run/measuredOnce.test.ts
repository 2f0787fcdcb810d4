import { describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import { exits } from '../../fakes/memoryShadow';
import { bench, carryOut, type Bench } from './harness';

/** Accepts the hunks of one file, or of all. */
async function accept({ run }: Bench, path?: string): Promise<void> {
  const files = reviewProposal(run.state.proposal, run.state.choices);
  const hunks = files.filter((file) => path === undefined || file.path === path).flatMap((file) => file.hunks);
  await run.choose(
    hunks.map(({ hunk }) => hunk.id),
    'accepted',
  );
}

describe('the same tree', () => {
  it('is measured once, as an attempt, as the merged proposal and as what was accepted', async () => {
    const b = await bench({ tasks: [{ id: 'A' }] });
    await carryOut(b);
    await accept(b);
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.shadow.ran).toHaveLength(1);
    const measured = b.events.flatMap((event) =>
      event.type === 'proposal-measured' ? [event.subject] : event.type === 'attempt-measured' ? ['attempt'] : [],
    );
    expect(measured.toSorted()).toEqual(['attempt', 'attempt', 'attempt', 'base', 'chosen', 'proposal']);
  });

  it('is measured once though it is red, when the user waived the gate', async () => {
    const b = await bench({ tasks: [{ id: 'A' }], gate: () => exits(1, 'red'), assess: () => ({ type: 'accept' }) });
    await b.run.plan();
    await b.run.waiveGate('test', 'known');
    await b.run.approve();
    await accept(b);
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.shadow.ran).toHaveLength(1);
  });

  it('is measured again when an apply was told that it is red, and is asked for again', async () => {
    let isMended = false;
    const b = await bench({
      tasks: [{ id: 'A' }, { id: 'B' }],
      maxWorkers: 1,
      gate: (tree) => exits(!isMended && tree.has('src/other.ts') ? 1 : 0),
    });
    await carryOut(b);
    b.workspace.type('src/other.ts', 'red');
    await accept(b, 'src/A.ts');
    const before = b.shadow.ran.length;
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: false, error: { reason: 'gate-red' } });
    expect(b.shadow.ran).toHaveLength(before + 1);
    isMended = true;
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
    expect(b.shadow.ran).toHaveLength(before + 2);
  });
});
