import type { Disposable } from '../core/util/disposable';

/** Runs an action at once when it has rested long enough, else once at the end of the interval, however often it is asked. */
export class Throttle implements Disposable {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private resting = false;
  private asked = false;

  /** `intervalMs`: the least time between two runs. */
  constructor(
    private readonly intervalMs: number,
    private readonly action: () => void,
  ) {}

  request(): void {
    if (this.resting) {
      this.asked = true;
      return;
    }
    this.resting = true;
    this.timer = setTimeout(() => {
      this.resting = false;
      if (!this.asked) return;
      this.asked = false;
      this.request();
    }, this.intervalMs);
    this.action();
  }

  dispose(): void {
    clearTimeout(this.timer);
    // What is asked of a disposed throttle is dropped.
    this.resting = true;
  }
}
