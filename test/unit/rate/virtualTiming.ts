import type { Timing } from '../../../src/adapters/rate/timing';

interface Sleeper {
  readonly atMs: number;
  readonly order: number;
  readonly wake: () => void;
}

/** Time that stands still until a test lets it pass; sleepers wake in their order, each at its very moment. */
export class VirtualTiming implements Timing {
  private nowMs = 0;
  private slept = 0;
  private readonly sleepers = new Set<Sleeper>();

  readonly clock = { now: () => this.nowMs };

  random(): number {
    return 0.5;
  }

  /** How many sleep. */
  get sleeping(): number {
    return this.sleepers.size;
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<'elapsed' | 'stopped'> {
    if (signal.aborted) return Promise.resolve('stopped');
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        atMs: this.nowMs + delayMs,
        order: this.slept++,
        wake: () => resolve('elapsed'),
      };
      this.sleepers.add(sleeper);
      signal.addEventListener('abort', () => {
        if (this.sleepers.delete(sleeper)) resolve('stopped');
      });
    });
  }

  /** Lets time pass until nobody sleeps any more, or until this moment. */
  async pass(untilMs = Number.POSITIVE_INFINITY): Promise<void> {
    for (;;) {
      // What runs now may fall asleep before anybody wakes.
      await new Promise(setImmediate);
      const [next] = [...this.sleepers].sort((one, other) => one.atMs - other.atMs || one.order - other.order);
      if (!next || next.atMs > untilMs) break;
      this.nowMs = next.atMs;
      this.sleepers.delete(next);
      next.wake();
    }
    if (Number.isFinite(untilMs)) this.nowMs = untilMs;
  }
}
