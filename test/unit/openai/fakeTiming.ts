import type { Timing } from '../../../src/adapters/rate/timing';

/** Waits up to a minute pass at once and are written down; longer ones last until {@link FakeTiming.passLongWaits}. */
export class FakeTiming implements Timing {
  readonly waits: number[] = [];
  private readonly longWaits = new Set<() => void>();
  private nowMs = Date.parse('2026-01-01T00:00:00Z');

  readonly clock = { now: () => this.nowMs };

  /** Half of the jitter's range. */
  random(): number {
    return 0.5;
  }

  sleep(delayMs: number, signal: AbortSignal): Promise<'elapsed' | 'stopped'> {
    if (signal.aborted) return Promise.resolve('stopped');
    if (delayMs <= 60_000) {
      this.waits.push(delayMs);
      this.nowMs += delayMs;
      return Promise.resolve('elapsed');
    }
    return new Promise((resolve) => {
      const pass = (): void => {
        this.longWaits.delete(pass);
        this.nowMs += delayMs;
        resolve('elapsed');
      };
      this.longWaits.add(pass);
      signal.addEventListener('abort', () => {
        this.longWaits.delete(pass);
        resolve('stopped');
      });
    });
  }

  /** How many long waits are under way: watches over connections. */
  get watching(): number {
    return this.longWaits.size;
  }

  /** Lets the time of all long waits pass. */
  passLongWaits(): void {
    for (const pass of [...this.longWaits]) pass();
  }
}
