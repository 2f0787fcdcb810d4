// The adapter against a server with a limit: everybody is answered, and next to nobody is refused.
import { describe, expect, test } from 'vitest';

import { httpError } from '../../../src/adapters/demo/server/faults';
import { RateGates } from '../../../src/adapters/rate/rateGates';
import { ask, collect, doneOf, failureOf, noticesOf, startBench } from './bench';
import { FakeTiming } from './fakeTiming';

const perMinute = 60;

/** A server that takes sixty requests in any minute of this time, and says so in its headers. */
async function startLimited() {
  const timing = new FakeTiming();
  const taken: number[] = [];
  let refused = 0;
  const left = (): number => perMinute - taken.filter((at) => at > timing.clock.now() - 60_000).length;
  const bench = await startBench({
    faults: () => {
      if (left() > 0) {
        taken.push(timing.clock.now());
        return undefined;
      }
      refused++;
      return httpError(429, { retryAfterSeconds: 1 });
    },
    responseHeaders: () => ({
      'x-ratelimit-limit-requests': String(perMinute),
      'x-ratelimit-remaining-requests': String(left()),
    }),
    model: { timing, gates: new RateGates(timing, () => 16) },
  });
  return { ...bench, taken, refused: () => refused };
}

describe('a server limited to 60 requests a minute', () => {
  test('answers two hundred calls that come at once, and refuses fewer than 1 %', async () => {
    const { model, server, taken, refused } = await startLimited();
    const calls = Array.from({ length: 200 }, () => collect(model, ask('gpt-4.1')));
    for (const events of await Promise.all(calls)) doneOf(events);
    expect(taken).toHaveLength(200);
    expect(refused()).toBeLessThan(2);
    expect(server.requests).toHaveLength(200 + refused());
  }, 30_000);

  test('is asked nothing more by calls that were stopped while they waited', async () => {
    const { model, server } = await startLimited();
    const stop = new AbortController();
    const calls = Array.from({ length: 40 }, () => collect(model, ask('gpt-4.1'), stop.signal));
    await expect.poll(() => server.requests.length).toBeGreaterThan(0);
    stop.abort();
    const seen = server.requests.length;
    for (const events of await Promise.all(calls))
      if (events.at(-1)?.type === 'failed') expect(failureOf(events).reason).toBe('stopped');
    expect(server.requests.length).toBe(seen);
  });
});

describe('a refusal for the rate', () => {
  test('is told once, by the call that met it first', async () => {
    const timing = new FakeTiming();
    const { model, server } = await startBench({
      faults: (_request, index) => (index < 4 ? httpError(429) : undefined),
      model: { timing, gates: new RateGates(timing, () => 4) },
    });
    const all = await Promise.all(Array.from({ length: 4 }, () => collect(model, ask('gpt-4.1'))));
    for (const events of all) doneOf(events);
    expect(all.flatMap(noticesOf)).toEqual([
      `127.0.0.1:${server.port} limits the rate of requests. Calls to it wait for their turn.`,
    ]);
  });
});
