import { describe, expect, it } from 'vitest';
import { reviewProposal } from '../../../src/core/review/fold';
import { bench, carryOut, type Bench } from './harness';

/** A run in review, all of it accepted, with a gate or a write that waits until the test lets it go on. */
async function accepted(): Promise<Bench> {
  const b = await bench({ tasks: [{ id: 'A' }] });
  await carryOut(b);
  const hunks = reviewProposal(b.run.state.proposal, b.run.state.choices).flatMap((file) => file.hunks);
  await b.run.choose(
    hunks.map(({ hunk }) => hunk.id),
    'accepted',
  );
  // Another tree than the one that was measured before, so that the gate runs for the apply.
  b.workspace.type('src/other.ts', 'x');
  return b;
}

function heldBack(): { readonly until: Promise<void>; readonly release: () => void } {
  let release = (): void => undefined;
  const until = new Promise<void>((resolve) => (release = resolve));
  return { until, release };
}

const typesOf = ({ events }: Bench): readonly string[] => events.map(({ type }) => type);

describe('an apply', () => {
  it('is one at a time', async () => {
    const b = await accepted();
    const writing = heldBack();
    b.workspace.writing = writing.until;
    const first = b.run.apply({ without: [] });
    await b.until(({ applying }) => applying);
    expect(await b.run.apply({ without: [] })).toMatchObject({
      ok: false,
      error: { reason: 'not-now', message: expect.stringContaining('An apply is under way') as string },
    });
    writing.release();
    expect(await first).toMatchObject({ ok: true });
    expect(b.workspace.applied).toHaveLength(1);
    expect(b.run.state.applying).toBe(false);
  });

  it.each(['stop', 'discard'] as const)('is called off by a %s before anything is written', async (ending) => {
    const b = await accepted();
    b.shadow.running = heldBack().until;
    const ran = b.shadow.ran.length;
    const applying = b.run.apply({ without: [] });
    await b.shadow.started(ran + 1);
    await b.run[ending]();
    expect(await applying).toEqual({
      ok: false,
      error: { reason: 'not-now', message: 'Stopped: nothing was written.' },
    });
    expect(b.workspace.applied).toEqual([]);
    expect(typesOf(b)).not.toContain('apply-started');
  });

  it('is called off by a stop that comes when the gates have passed', async () => {
    const b = await accepted();
    const gate = heldBack();
    const reading = heldBack();
    b.shadow.running = gate.until;
    const ran = b.shadow.ran.length;
    const applying = b.run.apply({ without: [] });
    await b.shadow.started(ran + 1);
    b.workspace.reading = reading.until;
    gate.release();
    await b.until(({ chosenVerdicts }) => chosenVerdicts.length > 0);
    const stopped = b.run.stop();
    reading.release();
    await stopped;
    expect(await applying).toMatchObject({ ok: false, error: { message: 'Stopped: nothing was written.' } });
    expect(b.workspace.applied).toEqual([]);
  });

  it.each(['stop', 'discard'] as const)('is waited for by a %s once it writes', async (ending) => {
    const b = await accepted();
    const writing = heldBack();
    b.workspace.writing = writing.until;
    const applying = b.run.apply({ without: [] });
    await b.until((state) => state.applying);
    let hasEnded = false;
    const ended = b.run[ending]().then(() => (hasEnded = true));
    // All that does not wait for the write has gone on by the next turn of the loop.
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect([hasEnded, typesOf(b).at(-1)]).toEqual([false, 'apply-started']);
    writing.release();
    await ended;
    expect(await applying).toMatchObject({ ok: true });
    expect(b.workspace.text('src/A.ts')).toBe('A\n');
    expect(typesOf(b).slice(typesOf(b).indexOf('apply-started'))).toEqual(
      ending === 'stop' ? ['apply-started', 'applied'] : ['apply-started', 'applied', 'run-discarded'],
    );
  });

  it('that was called off can be asked for again', async () => {
    const b = await accepted();
    const gate = heldBack();
    b.shadow.running = gate.until;
    const ran = b.shadow.ran.length;
    const applying = b.run.apply({ without: [] });
    await b.shadow.started(ran + 1);
    await b.run.stop();
    await applying;
    gate.release();
    expect(await b.run.apply({ without: [] })).toMatchObject({ ok: true });
  });
});
