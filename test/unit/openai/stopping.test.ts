import { describe, expect, test } from 'vitest';

import { httpError } from '../../../src/adapters/demo/server/faults';
import { HeldAnswers } from '../../../src/adapters/demo/server/heldAnswers';
import type { Timing } from '../../../src/adapters/rate/timing';
import type { ChatEvent } from '../../../src/core/ports/chatModel';
import { always, ask, collect, failureOf, startBench, type Bench } from './bench';
import { FakeTiming } from './fakeTiming';

/** Resolves when the server sees its client go. */
function goneFrom({ server }: Bench, index = 0): Promise<void> {
  const { signal } = server.requests[index]!.request;
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

describe('a stop', () => {
  test('amid a stream closes the connection and ends in "stopped"', async () => {
    const bench = await startBench({ faults: always({ type: 'stall-stream', afterEvents: 5 }) });
    const stop = new AbortController();
    const events: ChatEvent[] = [];
    for await (const event of bench.model.respond(ask('gpt-4.1'), stop.signal)) {
      events.push(event);
      stop.abort();
    }
    expect(events[0]!.type).toBe('text-delta');
    expect(failureOf(events)).toEqual({ reason: 'stopped', message: 'Stopped.', retryable: false });
    await goneFrom(bench);
    expect(bench.server.requests).toHaveLength(1);
  });

  test('before the answer has begun closes the connection', async () => {
    const held = new HeldAnswers();
    const bench = await startBench({ latency: held.latency });
    const stop = new AbortController();
    const events = collect(bench.model, ask('gpt-4.1'), stop.signal);
    await held.waitFor();
    stop.abort();
    expect(failureOf(await events).reason).toBe('stopped');
    await goneFrom(bench);
    expect(bench.server.requests).toHaveLength(1);
  });

  test('before the call sends nothing', async () => {
    const { model, server } = await startBench();
    expect(failureOf(await collect(model, ask('gpt-4.1'), AbortSignal.abort())).reason).toBe('stopped');
    expect(server.requests).toHaveLength(0);
  });

  test('while waiting to repeat ends the wait and sends nothing more', async () => {
    const stop = new AbortController();
    const fake = new FakeTiming();
    const timing: Timing = {
      clock: fake.clock,
      random: () => 0.5,
      sleep: (delayMs, signal) => {
        if (delayMs === 30_000) stop.abort();
        return fake.sleep(delayMs, signal);
      },
    };
    const { model, server } = await startBench({
      faults: always(httpError(429, { retryAfterSeconds: 30 })),
      model: { timing },
    });
    expect(failureOf(await collect(model, ask('gpt-4.1'), stop.signal)).reason).toBe('stopped');
    expect(server.requests).toHaveLength(1);
  });

  test('is not needed by a reader who leaves: the connection closes', async () => {
    const bench = await startBench({ faults: always({ type: 'stall-stream', afterEvents: 5 }) });
    for await (const event of bench.model.respond(ask('gpt-4.1'), new AbortController().signal)) {
      if (event.type === 'text-delta') break;
    }
    await goneFrom(bench);
    expect(bench.timing.watching).toBe(0);
  });
});

describe('silence', () => {
  test.each([
    ['gpt-4.1', 120],
    ['o3', 300],
  ])('of %s is borne for %d seconds', async (name, seconds) => {
    const bench = await startBench({ faults: always({ type: 'stall-stream', afterEvents: 0 }) });
    const arrived = new Promise((resolve) => bench.server.onDidReceive(resolve));
    const events = collect(bench.model, ask(name));
    await arrived;
    bench.timing.passLongWaits();
    const failure = failureOf(await events);
    expect(failure).toMatchObject({ reason: 'interrupted', retryable: true });
    expect(failure.message).toContain(`sent nothing for ${seconds} seconds`);
    await goneFrom(bench);
    expect(bench.server.requests).toHaveLength(1);
  });
});
