import { retryAfterMs } from '../rate/limits';
import { longestHoldMs } from '../rate/rateGate';
import type { CallError } from './callError';
import { isWorthRepeating } from './errorTable';
import type { Timing } from '../rate/timing';

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/** How long to wait before a failed call is sent again, in milliseconds; `null` when it should not be. */
export function delayBeforeRepeat(error: CallError, repeatsSoFar: number, timing: Timing): number | null {
  if (!isWorthRepeating(error)) return null;
  // Spread over the upper half, so that workers refused together don't come back together.
  const jitter = 0.5 + timing.random() / 2;
  const ownMs = Math.min(firstDelayMs * 2 ** repeatsSoFar, longestDelayMs) * jitter;
  const askedMs = retryAfterMs(error.headers, timing.clock.now());
  if (askedMs === null) return ownMs;
  return askedMs > longestHoldMs ? null : Math.max(askedMs, ownMs);
}

/** Whether a provider asks for a longer pause than anybody would sit through. */
export function asksTooLong({ headers }: CallError, { clock }: Timing): boolean {
  return (retryAfterMs(headers, clock.now()) ?? 0) > longestHoldMs;
}
