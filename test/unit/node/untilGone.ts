import { expect, vi } from 'vitest';

import { isGone } from './processState';

const patienceMs = 10_000;

/** Waits until a process has ended: a kill that was sent takes the system a moment. Fails when it goes on. */
export async function untilGone(processId: number): Promise<void> {
  await vi.waitFor(() => expect(isGone(processId)).toBe(true), patienceMs);
}
