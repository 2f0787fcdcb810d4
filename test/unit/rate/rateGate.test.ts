import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { RateGate, type CallOutcome, type Pass } from '../../../src/adapters/rate/rateGate';
import { isLoopback, RateGates } from '../../../src/adapters/rate/rateGates';
import { VirtualTiming } from './virtualTiming';

const never = new AbortController().signal;
const answered: CallOutcome = { type: 'answered', headers: null };
const other: CallOutcome = { type: 'other', headers: null };
const limited = (headers: Readonly<Record<string, string>> = {}): CallOutcome => ({
  type: 'limited',
  headers: new Headers(headers),
});

interface Bed {
  readonly timing: VirtualTiming;
  readonly gate: RateGate;
  /** Enters; the pass is there once the gate let it through. */
  readonly enter: (signal?: AbortSignal, again?: boolean) => { pass: Pass | 'stopped' | undefined };
}

function bed(parallel: number, most = 32): Bed {
  const timing = new VirtualTiming();
  const gate = new RateGate({ timing, parallel, most });
  return {
    timing,
    gate,
    enter: (signal = never, again = false) => {
      const call: { pass: Pass | 'stopped' | undefined } = { pass: undefined };
      void gate.enter(signal, again).then((pass) => (call.pass = pass));
      return call;
    },
  };
}

function passOf({ pass }: { pass: Pass | 'stopped' | undefined }): Pass {
  if (pass === undefined || pass === 'stopped') throw new Error(`The call was not let through: ${String(pass)}`);
  return pass;
}

/** A server that takes so many calls in any minute, with a call that takes half a second. */
class LimitedServer {
  readonly taken: number[] = [];
  refused = 0;
  open = 0;
  mostOpen = 0;

  constructor(
    private readonly timing: VirtualTiming,
    private readonly perMinute: number,
    private readonly tells: boolean,
  ) {}

  async call(): Promise<CallOutcome> {
    const now = this.timing.clock.now();
    this.open++;
    this.mostOpen = Math.max(this.mostOpen, this.open);
    const recent = this.taken.filter((at) => at > now - 60_000);
    const isRefused = recent.length >= this.perMinute;
    if (isRefused) this.refused++;
    else this.taken.push(now);
    await this.timing.sleep(isRefused ? 20 : 500, never);
    this.open--;
    const headers = {
      'x-ratelimit-limit-requests': String(this.perMinute),
      'x-ratelimit-remaining-requests': String(Math.max(0, this.perMinute - recent.length - 1)),
      ...(isRefused && { 'retry-after': String(Math.ceil(((recent[0] ?? now) + 60_000 - now) / 1000)) }),
    };
    return { type: isRefused ? 'limited' : 'answered', headers: this.tells ? new Headers(headers) : null };
  }
}

async function attempt(gate: RateGate, server: LimitedServer): Promise<number> {
  for (let tries = 1; ; tries++) {
    const pass = await gate.enter(never, tries > 1);
    if (pass === 'stopped') throw new Error('Nobody stopped it.');
    const outcome = await server.call();
    pass.leave(outcome);
    if (outcome.type === 'answered') return tries;
  }
}

describe('two hundred attempts at once, on a server that takes 60 a minute', () => {
  it('are all answered, and the limit is exceeded in fewer than 1 % where the server tells it', async () => {
    const { timing, gate } = bed(4);
    const server = new LimitedServer(timing, 60, true);
    const done = Promise.all(Array.from({ length: 200 }, () => attempt(gate, server)));
    await timing.pass();
    expect(await done).toHaveLength(200);
    expect(server.taken).toHaveLength(200);
    expect(server.refused).toBeLessThan(2);
    // As fast as it goes: the last of them begins as soon as three minutes are over.
    expect(timing.clock.now()).toBeLessThan(4 * 60_000);
  });

  it('are all answered where it tells nothing, and what was open as that was found out is all that is refused', async () => {
    const { timing, gate } = bed(4);
    const server = new LimitedServer(timing, 60, false);
    const done = Promise.all(Array.from({ length: 200 }, () => attempt(gate, server)));
    await timing.pass();
    expect(await done).toHaveLength(200);
    expect(server.taken).toHaveLength(200);
    expect(server.refused).toBeLessThanOrEqual(server.mostOpen);
    expect(timing.clock.now()).toBeLessThan(6 * 60_000);
  });
});

describe('a gate', () => {
  it('lets calls through in the order in which they came, and a refused one first', async () => {
    const { timing, enter } = bed(1, 1);
    const calls = [enter(), enter(), enter()];
    await timing.pass(0);
    expect(calls.map(({ pass }) => pass !== undefined)).toEqual([true, false, false]);
    passOf(calls[0]!).leave(other);
    const again = enter(never, true);
    await timing.pass(0);
    passOf(calls[1]!).leave(other);
    await timing.pass(0);
    expect([again.pass !== undefined, calls[2]!.pass !== undefined]).toEqual([true, false]);
  });

  it('holds everybody back for as long as a refusal asks, and says once that it begins to', async () => {
    const { timing, enter } = bed(3, 3);
    const [one, two] = [enter(), enter()];
    await timing.pass(0);
    const late = enter();
    await timing.pass(0);
    expect(late.pass).toBeDefined();
    expect(passOf(one).leave(limited({ 'retry-after': '7' }))).toBe('holds');
    expect(passOf(two).leave(limited({ 'retry-after': '5' }))).toBe('as-before');
    passOf(late).leave(other);
    const next = enter();
    await timing.pass(6_999);
    expect(next.pass).toBeUndefined();
    await timing.pass(7_000);
    expect(next.pass).toBeDefined();
  });

  it('does not hold anybody for longer than anybody would wait: whoever tries next is told as well', async () => {
    const { timing, enter } = bed(1, 1);
    const first = enter();
    await timing.pass(0);
    passOf(first).leave(limited({ 'retry-after': '3600' }));
    const next = enter();
    await timing.pass(1_000);
    expect(next.pass).toBeDefined();
  });

  it('waits longer with each refusal that names no time', async () => {
    const { timing, enter } = bed(1, 1);
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      const before = timing.clock.now();
      const call = enter();
      await timing.pass();
      waits.push(timing.clock.now() - before);
      passOf(call).leave(limited());
    }
    expect(waits).toEqual([0, 375, 750, 1_500, 3_000, 6_000]);
  });

  it('halves what is open at once after a refusal, once for all that were refused together', async () => {
    const { timing, enter } = bed(8, 8);
    const first = Array.from({ length: 8 }, () => enter());
    await timing.pass(0);
    for (const call of first.slice(0, 4)) passOf(call).leave(limited());
    for (const call of first.slice(4)) passOf(call).leave(other);
    const next = Array.from({ length: 8 }, () => enter());
    await timing.pass();
    expect(next.filter(({ pass }) => pass !== undefined)).toHaveLength(4);
  });

  it('opens again, by one in each round that goes well while others wait, and never beyond its most', async () => {
    const { timing, enter } = bed(1, 3);
    const calls = Array.from({ length: 40 }, () => enter());
    let most = 0;
    for (;;) {
      await timing.pass();
      const open = calls.filter(({ pass }) => pass !== undefined && pass !== 'stopped');
      if (open.length === 0) break;
      most = Math.max(most, open.length);
      for (const call of open) {
        passOf(call).leave(answered);
        call.pass = 'stopped';
      }
    }
    expect(most).toBe(3);
  });

  it('does not let a call through that was stopped, and its place goes to the next', async () => {
    const { timing, gate, enter } = bed(1, 1);
    const stop = new AbortController();
    const [first, stopped, next] = [enter(), enter(stop.signal), enter()];
    await timing.pass(0);
    stop.abort();
    await timing.pass(0);
    expect(stopped.pass).toBe('stopped');
    passOf(first).leave(other);
    await timing.pass(0);
    expect(next.pass).toBeDefined();
    expect(gate.waiting).toBe(0);
    expect(await gate.enter(AbortSignal.abort())).toBe('stopped');
  });

  it('has no timer running once nobody waits', async () => {
    const { timing, enter } = bed(1, 1);
    const first = enter();
    await timing.pass(0);
    passOf(first).leave(limited({ 'retry-after': '30' }));
    const stop = new AbortController();
    enter(stop.signal);
    await timing.pass(0);
    expect(timing.sleeping).toBe(1);
    stop.abort();
    await timing.pass(0);
    expect(timing.sleeping).toBe(0);
  });

  it('is left once', async () => {
    const { timing, enter } = bed(1, 1);
    const call = enter();
    await timing.pass(0);
    passOf(call).leave(other);
    expect(() => passOf(call).leave(other)).toThrow('twice');
  });

  it('never has more open than it may, loses nobody, and always comes to an end', async () => {
    const outcome = fc.constantFrom<CallOutcome>(answered, other, limited(), limited({ 'retry-after': '3' }));
    const call = fc.record({ outcome, takesMs: fc.integer({ min: 0, max: 3_000 }), stops: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { maxLength: 30 }), fc.integer({ min: 1, max: 4 }), async (calls, most) => {
        const { timing, gate } = bed(most, most);
        let open = 0;
        let ended = 0;
        const done = Promise.all(
          calls.map(async ({ outcome: how, takesMs, stops }) => {
            const stop = new AbortController();
            if (stops) void timing.sleep(takesMs, never).then(() => stop.abort());
            const pass = await gate.enter(stop.signal);
            if (pass !== 'stopped') {
              expect(stop.signal.aborted).toBe(false);
              expect(++open).toBeLessThanOrEqual(most);
              await timing.sleep(takesMs, never);
              open--;
              pass.leave(how);
            }
            ended++;
          }),
        );
        await timing.pass();
        await done;
        expect(ended).toBe(calls.length);
        expect(gate.waiting).toBe(0);
        expect(timing.sleeping).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('gates to providers', () => {
  const openAi = { address: 'https://api.openai.com/v1', apiKey: 'one' };

  it('are one for each server and key', () => {
    const gates = new RateGates(new VirtualTiming());
    expect(gates.to(openAi)).toBe(gates.to({ ...openAi }));
    expect(gates.to(openAi)).not.toBe(gates.to({ ...openAi, apiKey: 'two' }));
    expect(gates.to(openAi)).not.toBe(gates.to({ ...openAi, address: 'https://example.com/v1' }));
  });

  it.each([
    ['http://127.0.0.1:11434/v1', undefined, 1],
    ['http://localhost:1234/v1', undefined, 1],
    ['http://[::1]:8000/v1', undefined, 1],
    ['https://api.openai.com/v1', undefined, 4],
    ['http://127.0.0.1:8000/v1', 6, 6],
  ])('%s with %s begins with %s at once', async (address, chosen, atOnce) => {
    const timing = new VirtualTiming();
    const gate = new RateGates(timing, () => chosen).to({ address, apiKey: '' });
    const passes: unknown[] = [];
    for (let call = 0; call < 10; call++) void gate.enter(never).then((pass) => passes.push(pass));
    await timing.pass(0);
    expect(passes).toHaveLength(atOnce);
  });

  it.each([
    ['http://127.1.2.3/v1', true],
    ['https://localhost/v1', true],
    ['https://localhost.example.com/v1', false],
    ['http://192.168.0.1/v1', false],
  ])('%s is on this machine: %s', (address, isHere) => {
    expect(isLoopback(address)).toBe(isHere);
  });
});
