import { AbortedError } from '../util/abort';

/** Work that waits for the user, by key. Waiting ends with an answer or with a stop, never by itself. */
export class Holds<Answer> {
  private readonly waiting = new Map<string, (answer: Answer) => void>();

  /** Waits for the answer; rejects with {@link AbortedError} when stopped. */
  wait(key: string, signal: AbortSignal): Promise<Answer> {
    if (signal.aborted) return Promise.reject(new AbortedError());
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.waiting.delete(key);
        signal.removeEventListener('abort', onAbort);
      };
      const onAbort = (): void => {
        end();
        reject(new AbortedError());
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiting.set(key, (answer) => {
        end();
        resolve(answer);
      });
    });
  }

  /** Gives the answer; false when nobody waits under that key. */
  answer(key: string, answer: Answer): boolean {
    const waiter = this.waiting.get(key);
    waiter?.(answer);
    return waiter !== undefined;
  }
}
