import type { ScriptedRequest } from './modelScript';

/** Delays an answer: by so many milliseconds, or until a promise resolves. */
export type Latency = (request: ScriptedRequest) => number | Promise<void>;

/** Picks requests. */
export type RequestFilter = (request: ScriptedRequest) => boolean;

/** A request that has arrived and waits for its release. */
export interface HeldAnswer {
  readonly request: ScriptedRequest;
  release(): void;
}

/**
 * Holds every answer until a test lets it go, so that the test decides the order in which models answer. Its `latency`
 * goes into the options of the server. A request whose client goes away is held no longer.
 */
export class HeldAnswers {
  private readonly waiting = new Set<HeldAnswer>();
  private readonly watchers = new Set<(answer: HeldAnswer) => void>();
  private isOpen = false;

  readonly latency = (request: ScriptedRequest): Promise<void> =>
    new Promise((resolve) => {
      if (this.isOpen || request.signal.aborted) {
        resolve();
        return;
      }
      const release = (): void => {
        this.waiting.delete(answer);
        request.signal.removeEventListener('abort', release);
        resolve();
      };
      const answer: HeldAnswer = { request, release };
      this.waiting.add(answer);
      request.signal.addEventListener('abort', release, { once: true });
      for (const watcher of [...this.watchers]) watcher(answer);
    });

  /** The requests that wait now, in the order of their arrival. */
  get held(): readonly ScriptedRequest[] {
    return [...this.waiting].map((answer) => answer.request);
  }

  /** Resolves with the first waiting request that fits, at once or when it arrives. */
  waitFor(fits: RequestFilter = () => true): Promise<HeldAnswer> {
    const present = [...this.waiting].find((answer) => fits(answer.request));
    if (present) return Promise.resolve(present);
    return new Promise((resolve) => {
      const watcher = (answer: HeldAnswer): void => {
        if (!fits(answer.request)) return;
        this.watchers.delete(watcher);
        resolve(answer);
      };
      this.watchers.add(watcher);
    });
  }

  /** Resolves when so many requests wait at the same time. */
  async waitForCount(count: number): Promise<readonly ScriptedRequest[]> {
    if (this.waiting.size < count) {
      await this.waitUntil(() => this.waiting.size >= count);
    }
    return this.held;
  }

  /** Lets the answers to all waiting requests that fit go, and tells how many. */
  release(fits: RequestFilter = () => true): number {
    const released = [...this.waiting].filter((answer) => fits(answer.request));
    for (const answer of released) answer.release();
    return released.length;
  }

  /** Lets everything go, now and from now on. */
  open(): void {
    this.isOpen = true;
    this.release();
  }

  private waitUntil(holds: () => boolean): Promise<HeldAnswer> {
    return new Promise((resolve) => {
      const watcher = (answer: HeldAnswer): void => {
        if (!holds()) return;
        this.watchers.delete(watcher);
        resolve(answer);
      };
      this.watchers.add(watcher);
    });
  }
}
