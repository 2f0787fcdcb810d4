import type { Disposable } from './disposable';

/** Subscribes a listener; disposing the answer unsubscribes it. */
export type Event<T> = (listener: (value: T) => void) => Disposable;

/** A synchronous event source. A listener that throws is reported and does not keep the others from hearing. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<(value: T) => void>();

  /** `onError` hears what a listener threw. */
  constructor(private readonly onError: (error: unknown) => void) {}

  readonly event: Event<T> = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => void this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(value);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  dispose(): void {
    this.listeners.clear();
  }
}
