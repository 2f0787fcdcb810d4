import { retryAfterMs, statedLimits, type HeaderLookup } from './limits';
import type { Timing } from './timing';

/** How a call ended, as far as the provider's limits go. */
export interface CallOutcome {
  /** `limited`: refused for its rate, or because the provider is overloaded. `other`: says nothing of limits. */
  readonly type: 'answered' | 'limited' | 'other';
  readonly headers: HeaderLookup | null;
}

/** A call that was let through, until it is reported how it ended. */
export interface Pass {
  /** Must be called once, however the call ended. Answers whether the gate begins to hold calls back with this one. */
  leave(outcome: CallOutcome): 'holds' | 'as-before';
}

/** How a gate begins. */
export interface RateGateOptions {
  readonly timing: Timing;
  /** Calls at once to begin with, and never more than `most`. */
  readonly parallel: number;
  readonly most: number;
}

interface Waiter {
  readonly grant: () => void;
}

const windowMs = 60_000;
/** A limit that was found out by refusals, and not told, is tried anew after this: accounts are raised, and others share them. */
const learntLifeMs = 600_000;
const firstPauseMs = 500;
const longestPauseMs = 8_000;
/** A provider that asks for a longer pause is not waited for. */
export const longestHoldMs = 60_000;

/**
 * Lets calls to one provider through, first come, first served, as fast as the provider takes them. Whoever asks: a refusal holds all
 * of them back, so that workers who were refused together do not come back together.
 *
 * Three bounds hold at once. How many calls are open: grows by one in each round that went well and is halved by a refusal, as in TCP
 * (additive increase, multiplicative decrease: Chiu and Jain, 1989). How many began within the last minute: as the headers state, or as
 * many as were let pass before a refusal. And no call begins before the time that a Retry-After names.
 */
export class RateGate {
  private readonly queue: Waiter[] = [];
  /** When calls of the last minute began, the oldest first. */
  private begun: number[] = [];
  private open = 0;
  private limit: number;
  private perMinute: { readonly requests: number; readonly untilMs: number } | null = null;
  private heldUntilMs = 0;
  private refusals = 0;
  /** Refusals of calls that began before it say what is known. */
  private lastCutMs = Number.NEGATIVE_INFINITY;
  private alarm: AbortController | undefined;

  constructor(private readonly options: RateGateOptions) {
    this.limit = Math.min(options.parallel, options.most);
  }

  /** How many calls wait. */
  get waiting(): number {
    return this.queue.length;
  }

  /**
   * Resolves when a call may begin; `stopped` as soon as the signal fires, and then nothing was taken. `again` is a call that was let
   * through before and refused: it goes first.
   */
  async enter(signal: AbortSignal, again = false): Promise<Pass | 'stopped'> {
    if (signal.aborted) return 'stopped';
    const isGranted = await new Promise<boolean>((resolve) => {
      const waiter: Waiter = {
        grant: () => {
          signal.removeEventListener('abort', onAbort);
          resolve(true);
        },
      };
      const onAbort = (): void => {
        this.queue.splice(this.queue.indexOf(waiter), 1);
        resolve(false);
        // With nobody left to wake no timer need run on.
        this.letThrough();
      };
      signal.addEventListener('abort', onAbort, { once: true });
      if (again) this.queue.unshift(waiter);
      else this.queue.push(waiter);
      this.letThrough();
    });
    return isGranted ? this.pass() : 'stopped';
  }

  private pass(): Pass {
    const beganMs = this.now();
    let isOver = false;
    return {
      leave: (outcome) => {
        if (isOver) throw new Error('A call left the gate twice.');
        isOver = true;
        this.open--;
        const held = this.hear(outcome, beganMs);
        this.letThrough();
        return held;
      },
    };
  }

  private hear({ type, headers }: CallOutcome, beganMs: number): 'holds' | 'as-before' {
    const stated = statedLimits(headers);
    const now = this.now();
    if (stated.requestsPerMinute !== null && stated.requestsPerMinute > 0)
      this.perMinute = { requests: stated.requestsPerMinute, untilMs: Number.POSITIVE_INFINITY };
    if (stated.requestsLeft === 0) this.hold(now + Math.min(stated.requestsResetMs ?? 0, windowMs));
    if (stated.tokensLeft === 0) this.hold(now + Math.min(stated.tokensResetMs ?? 0, windowMs));
    if (type === 'other') return 'as-before';
    if (type === 'answered') {
      this.refusals = 0;
      // Growing without having been full would tell nothing of what the provider takes.
      if (this.queue.length > 0) this.limit = Math.min(this.options.most, this.limit + 1 / this.limit);
      return 'as-before';
    }
    const wasHolding = now < this.heldUntilMs || this.refusals > 0;
    const retryAfter = retryAfterMs(headers, now) ?? 0;
    // Nobody would sit through more: the caller is told instead, and so is whoever tries next.
    const asked = retryAfter > longestHoldMs ? 0 : retryAfter;
    this.refusals++;
    const jitter = 0.5 + this.options.timing.random() / 2;
    const own = Math.min(firstPauseMs * 2 ** (this.refusals - 1), longestPauseMs) * jitter;
    this.hold(now + Math.max(asked, own));
    if (beganMs > this.lastCutMs) {
      this.lastCutMs = now;
      this.limit = Math.max(1, this.limit / 2);
      this.learn(now);
    }
    return wasHolding ? 'as-before' : 'holds';
  }

  /** What was let pass within a minute before the refusal is what the provider takes, where it does not say. */
  private learn(now: number): void {
    if (this.perMinute !== null && this.perMinute.untilMs === Number.POSITIVE_INFINITY) return;
    const passed = this.begunWithin(now) - this.open - 1;
    // A handful says nothing of a minute: the pause and fewer calls at once must do.
    if (passed < 5) return;
    const requests = Math.min(passed, this.perMinute?.requests ?? Number.POSITIVE_INFINITY);
    this.perMinute = { requests, untilMs: now + learntLifeMs };
  }

  private hold(untilMs: number): void {
    this.heldUntilMs = Math.max(this.heldUntilMs, untilMs);
  }

  private letThrough(): void {
    this.alarm?.abort();
    this.alarm = undefined;
    while (this.queue.length > 0 && this.open < Math.max(1, Math.floor(this.limit))) {
      const waitMs = this.untilNext();
      if (waitMs > 0) {
        this.wake(waitMs);
        return;
      }
      this.open++;
      this.begun.push(this.now());
      this.queue.shift()?.grant();
    }
  }

  /** How long no call may begin, in milliseconds. */
  private untilNext(): number {
    const now = this.now();
    if (now < this.heldUntilMs) return this.heldUntilMs - now;
    const begun = this.begunWithin(now);
    if (this.perMinute && now >= this.perMinute.untilMs) this.perMinute = null;
    const most = this.perMinute?.requests ?? Number.POSITIVE_INFINITY;
    if (begun < most) return 0;
    // As many as are allowed began within a minute: the next may once the oldest of those is a minute ago.
    return (this.begun.at(-most) ?? now) + windowMs - now;
  }

  private begunWithin(now: number): number {
    const first = this.begun.findIndex((at) => at > now - windowMs);
    this.begun = first < 0 ? [] : this.begun.slice(first);
    return this.begun.length;
  }

  private wake(delayMs: number): void {
    const alarm = new AbortController();
    this.alarm = alarm;
    void this.options.timing.sleep(delayMs, alarm.signal).then((ending) => {
      if (ending === 'elapsed' && this.alarm === alarm) this.letThrough();
    });
  }

  private now(): number {
    return this.options.timing.clock.now();
  }
}
