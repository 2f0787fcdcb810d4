import { setTimeout as delay } from 'node:timers/promises';

/** What became of a bounded wait. */
export type Bounded<T> = { readonly type: 'done'; readonly value: T } | { readonly type: 'timed-out' };

/** Waits for a promise, at most so long. */
export async function atMost<T>(milliseconds: number, promise: Promise<T>): Promise<Bounded<T>> {
  const stopped = new AbortController();
  const timeout = delay(milliseconds, undefined, { signal: stopped.signal }).then(
    () => ({ type: 'timed-out' }) as const,
    () => ({ type: 'timed-out' }) as const,
  );
  try {
    return await Promise.race([promise.then((value) => ({ type: 'done', value }) as const), timeout]);
  } finally {
    stopped.abort();
  }
}
