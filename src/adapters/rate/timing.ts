import type { Clock } from '../../core/ports/services';

/** Time as the adapter needs it: one object, so that tests decide when anything happens. */
export interface Timing {
  readonly clock: Clock;
  /** Waits that many milliseconds; a fired signal ends the wait at once. Never rejects. */
  sleep(delayMs: number, signal: AbortSignal): Promise<'elapsed' | 'stopped'>;
  /** A number from 0 up to 1, for jitter. */
  random(): number;
}

/** The time of this machine. */
export const systemTiming: Timing = {
  clock: { now: () => Date.now() },
  random: () => Math.random(),
  sleep: (delayMs, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) {
        resolve('stopped');
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        resolve('stopped');
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort);
        resolve('elapsed');
      }, delayMs);
      signal.addEventListener('abort', onAbort, { once: true });
    }),
};
