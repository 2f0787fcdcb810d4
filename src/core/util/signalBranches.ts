import type { Disposable } from './disposable';

/**
 * Gives each of many pieces of work a signal of its own that fires with the one they share. All that a piece waits for listens on its
 * own: on the shared one there is a single listener, however many pieces there are, so what is left behind shows.
 */
export class SignalBranches implements Disposable {
  private readonly branches = new Set<AbortController>();

  constructor(private readonly shared: AbortSignal) {
    shared.addEventListener('abort', this.abortAll, { once: true });
  }

  /** Does one piece of work with a signal that lasts as long as it. Whoever brings the branch along may end that piece alone. */
  async use<T>(work: (signal: AbortSignal) => Promise<T>, branch = new AbortController()): Promise<T> {
    if (this.shared.aborted) branch.abort();
    this.branches.add(branch);
    try {
      return await work(branch.signal);
    } finally {
      this.branches.delete(branch);
    }
  }

  /** To be called when all work has ended. */
  dispose(): void {
    this.shared.removeEventListener('abort', this.abortAll);
  }

  private readonly abortAll = (): void => {
    for (const branch of this.branches) branch.abort();
  };
}
