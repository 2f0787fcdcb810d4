import { AbortedError } from './abort';

interface Waiter {
  grant(): void;
}

/**
 * A counting semaphore that hands a freed permit straight to the longest waiter. Waking a waiter and letting it check again
 * would allow a newcomer to steal the permit.
 */
export class Permits {
  private readonly waiters: Waiter[] = [];
  private free: number;

  /** `capacity`: how many holders at once, at least one. */
  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1)
      throw new RangeError(`Permits need a capacity of at least 1, not ${capacity}.`);
    this.free = capacity;
  }

  /** How many permits nobody holds. */
  get idle(): number {
    return this.free;
  }

  /** Runs `work` while holding a permit; rejects with {@link AbortedError} when the signal fires before it got one. */
  async use<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.acquire(signal);
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  private async acquire(signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new AbortedError();
    if (this.free > 0) {
      this.free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiter = {
        grant: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.waiters.splice(this.waiters.indexOf(waiter), 1);
        reject(new AbortedError());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiters.push(waiter);
    });
  }

  private release(): void {
    const next = this.waiters.shift();
    if (next) next.grant();
    else this.free++;
  }
}
