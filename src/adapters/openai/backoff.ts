import type { CallError, HeaderLookup } from './callError';
import { isWorthRepeating } from './errorTable';
import type { Timing } from './timing';

const firstDelayMs = 500;
const longestDelayMs = 8_000;

/** A provider that asks for a longer pause is not waited for: the user is told instead. */
const longestObeyedMs = 60_000;

/** How long to wait before a failed call is sent again, in milliseconds; `null` when it should not be. */
export function delayBeforeRepeat(error: CallError, repeatsSoFar: number, timing: Timing): number | null {
  if (!isWorthRepeating(error)) return null;
  // Spread over the upper half, so that workers refused together don't come back together.
  const jitter = 0.5 + timing.random() / 2;
  const ownMs = Math.min(firstDelayMs * 2 ** repeatsSoFar, longestDelayMs) * jitter;
  const askedMs = retryAfterMs(error.headers, timing.clock.now());
  if (askedMs === null) return ownMs;
  return askedMs > longestObeyedMs ? null : Math.max(askedMs, ownMs);
}

/** Reads Retry-After, in seconds or as a date, and its finer cousin in milliseconds; `null` when absent or unreadable. */
export function retryAfterMs(headers: HeaderLookup | null, nowMs: number): number | null {
  const fine = Number.parseFloat(headers?.get('retry-after-ms') ?? '');
  if (Number.isFinite(fine)) return Math.max(0, fine);
  const header = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(?:\.\d+)?$/.test(header)) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? null : Math.max(0, dateMs - nowMs);
}
