import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbortedError, isAbort } from '../../../src/core/util/abort';
import { Permits } from '../../../src/core/util/permits';

/** What is done with permits, step by step; `pick` chooses a holder or a waiter. */
interface Step {
  readonly type: 'ask' | 'end' | 'stop';
  readonly pick: number;
  /** Whether everything comes to rest before the next step. */
  readonly settles: boolean;
}

const anySteps = fc.array(
  fc.record({
    type: fc.constantFrom('ask' as const, 'ask' as const, 'end' as const, 'stop' as const),
    pick: fc.nat(20),
    settles: fc.boolean(),
  }),
  { minLength: 5, maxLength: 40 },
);

type PermitsLike = Pick<Permits, 'use' | 'idle'>;

interface Asker {
  readonly number: number;
  readonly stop: AbortController;
  readonly end: () => void;
  readonly done: Promise<void>;
}

/** Takes the steps and tells what was wrong with how permits were handed out. */
async function violationsOf(
  make: (capacity: number) => PermitsLike,
  capacity: number,
  steps: readonly Step[],
): Promise<readonly string[]> {
  const wrong: string[] = [];
  const permits = make(capacity);
  let waiting: Asker[] = [];
  let holding: Asker[] = [];
  const ask = (number: number): void => {
    let end = (): void => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const stop = new AbortController();
    const work = async (): Promise<void> => {
      if (waiting[0] !== asker) wrong.push(`${number} was served before ${waiting[0]?.number ?? 'anybody asked'}`);
      waiting = waiting.filter((other) => other !== asker);
      holding = [...holding, asker];
      if (holding.length > capacity) wrong.push(`${holding.length} hold ${capacity} permits`);
      await ended;
      holding = holding.filter((other) => other !== asker);
    };
    // Whoever gets a permit at once does so before the call is over.
    const done = Promise.resolve()
      .then(() => permits.use(stop.signal, work))
      .catch((error: unknown) => {
        if (!isAbort(error)) throw error;
      });
    const asker: Asker = { number, stop, end, done };
    waiting = [...waiting, asker];
  };
  const rest = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const look = (): void => {
    if (waiting.length > 0 && holding.length < capacity) wrong.push(`${waiting.length} wait while a permit is free`);
  };
  for (const [number, step] of steps.entries()) {
    if (step.type === 'ask') ask(number);
    if (step.type === 'end') holding[step.pick % holding.length]?.end();
    if (step.type === 'stop') {
      await rest();
      const stopped = waiting[step.pick % waiting.length];
      waiting = waiting.filter((other) => other !== stopped);
      stopped?.stop.abort();
    }
    if (!step.settles) continue;
    await rest();
    look();
  }
  while (await rest().then(() => holding.length > 0)) {
    look();
    for (const asker of holding) asker.end();
  }
  if (waiting.length > 0) wrong.push(`${waiting.length} were never served`);
  else if (permits.idle !== capacity) wrong.push(`${permits.idle} of ${capacity} permits came back`);
  return wrong;
}

/** A semaphore that can be made wrong in the ways that semaphores are. */
class Flawed implements PermitsLike {
  private queue: (() => void)[] = [];
  idle: number;

  constructor(
    capacity: number,
    private readonly flaw: 'newest first' | 'woken to look again' | 'one too many' | 'lost with a stopped waiter',
  ) {
    this.idle = flaw === 'one too many' ? capacity + 1 : capacity;
  }

  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    while (this.idle === 0) {
      await new Promise<void>((resolve) => this.queue.push(resolve));
      if (signal.aborted) throw new AbortedError();
      if (this.flaw !== 'woken to look again') break;
    }
    if (this.idle > 0) this.idle--;
    try {
      return await work();
    } finally {
      const next = this.flaw === 'newest first' ? this.queue.pop() : this.queue.shift();
      if (!next || this.flaw === 'woken to look again') this.idle++;
      next?.();
    }
  }
}

const anyCapacity = fc.integer({ min: 1, max: 4 });

describe('permits', () => {
  it('go first in, first out, to no more than there are, and all come back', async () => {
    await fc.assert(
      fc.asyncProperty(anyCapacity, anySteps, async (capacity, steps) => {
        expect(await violationsOf((count) => new Permits(count), capacity, steps)).toEqual([]);
      }),
    );
  });

  it.each([
    { flaw: 'newest first', seen: /was served before/ },
    { flaw: 'woken to look again', seen: /was served before/ },
    { flaw: 'one too many', seen: /hold . permits/ },
    { flaw: 'lost with a stopped waiter', seen: /wait while a permit is free|never served|came back/ },
  ] as const)('are seen to be wrong when they are $flaw', async ({ flaw, seen }) => {
    const fits = fc.asyncProperty(anyCapacity, anySteps, async (capacity, steps) => {
      const violations = await violationsOf((count) => new Flawed(count, flaw), capacity, steps);
      return !violations.some((violation) => seen.test(violation));
    });
    expect(await fc.check(fits, { endOnFailure: true })).toMatchObject({ failed: true });
  });
});
