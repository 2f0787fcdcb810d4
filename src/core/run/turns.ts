import { AbortedError } from '../util/abort';
import type { WorkspacePath } from '../util/paths';

interface Waiting {
  readonly holder: string;
  readonly paths: ReadonlySet<WorkspacePath>;
  grant(): void;
}

/**
 * Turns on files, first come, first served: who has one is alone with its files. Conflicts in one file are settled one after the
 * other, each on the result of the one before, or each would only clash with the next.
 */
export class Turns {
  private readonly held = new Map<string, ReadonlySet<WorkspacePath>>();
  private waiting: readonly Waiting[] = [];

  /**
   * Waits until nobody who came before has a turn on, or waits for, any of these files. Whoever takes another turn gives the first one
   * back. Answers whether it had to wait; rejects with {@link AbortedError} when stopped.
   */
  async take(holder: string, paths: readonly WorkspacePath[], signal: AbortSignal): Promise<'at-once' | 'waited'> {
    if (signal.aborted) throw new AbortedError();
    this.giveBack(holder);
    const wanted = new Set(paths);
    if (this.isFree(wanted, this.waiting)) {
      this.held.set(holder, wanted);
      return 'at-once';
    }
    await new Promise<void>((resolve, reject) => {
      const waiter: Waiting = {
        holder,
        paths: wanted,
        grant: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      const onAbort = (): void => {
        this.waiting = this.waiting.filter((other) => other !== waiter);
        this.grantNext();
        reject(new AbortedError());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting = [...this.waiting, waiter];
    });
    return 'waited';
  }

  /** Gives a turn back; whoever holds none gives none. */
  giveBack(holder: string): void {
    if (this.held.delete(holder)) this.grantNext();
  }

  private grantNext(): void {
    const before: Waiting[] = [];
    for (const waiter of this.waiting) {
      if (this.isFree(waiter.paths, before)) {
        this.held.set(waiter.holder, waiter.paths);
        waiter.grant();
      } else before.push(waiter);
    }
    this.waiting = before;
  }

  private isFree(paths: ReadonlySet<WorkspacePath>, before: readonly Waiting[]): boolean {
    const taken = [...this.held.values(), ...before.map((waiter) => waiter.paths)];
    return !taken.some((others) => [...paths].some((path) => others.has(path)));
  }
}
