import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import { SignalBranches } from '../../../src/core/util/signalBranches';

/** Resolves when the signal fires. */
function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

describe('SignalBranches', () => {
  it('stops all pieces of work with one listener on what they share', async () => {
    const shared = new AbortController();
    const branches = new SignalBranches(shared.signal);
    const pieces = Array.from({ length: 20 }, () => branches.use(fired));
    expect(getEventListeners(shared.signal, 'abort')).toHaveLength(1);
    shared.abort();
    await Promise.all(pieces);
  });

  it('starts a piece as stopped when it comes too late', async () => {
    const shared = new AbortController();
    shared.abort();
    const branches = new SignalBranches(shared.signal);
    await expect(branches.use(async ({ aborted }) => aborted)).resolves.toBe(true);
  });

  it('leaves no listener behind, and stops nobody afterwards', async () => {
    const shared = new AbortController();
    const branches = new SignalBranches(shared.signal);
    const signal = await branches.use(async (own) => own);
    branches.dispose();
    expect(getEventListeners(shared.signal, 'abort')).toHaveLength(0);
    shared.abort();
    expect(signal.aborted).toBe(false);
  });
});
