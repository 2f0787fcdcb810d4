import { AbortedError } from '../../../core/util/abort';

/** Lends out a fixed set of things, one holder each; a returned one goes straight to whoever has waited longest. */
export class SlotPool<T> {
  private readonly waiters: ((item: T) => void)[] = [];
  private readonly free: T[];

  constructor(items: readonly T[]) {
    this.free = [...items].reverse();
  }

  /** Waits for a free one; rejects with {@link AbortedError} when the signal fires first. */
  async acquire(signal: AbortSignal): Promise<T> {
    if (signal.aborted) throw new AbortedError();
    const item = this.free.pop();
    if (item !== undefined) return item;
    return new Promise<T>((resolve, reject) => {
      const grant = (granted: T): void => {
        signal.removeEventListener('abort', onAbort);
        resolve(granted);
      };
      const onAbort = (): void => {
        this.waiters.splice(this.waiters.indexOf(grant), 1);
        reject(new AbortedError());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiters.push(grant);
    });
  }

  /** Gives one back. The last one returned is lent first: it is the warmest. */
  release(item: T): void {
    const next = this.waiters.shift();
    if (next) next(item);
    else this.free.push(item);
  }
}
