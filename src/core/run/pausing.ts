import type { TaskId } from '../plan/plan';
import { Holds } from './holds';

/** Keeps what would begin from beginning while the run is paused. What has begun is not told. */
export class PauseGate {
  private readonly held = new Holds<void>();
  private readonly keys = new Set<string>();
  private last = 0;

  constructor(private readonly isPaused: () => boolean) {}

  /** Resolves at once, or when the run goes on; rejects with an abort after a stop. `onHeld` hears that it waits. */
  async passed(signal: AbortSignal, onHeld: () => void = () => undefined): Promise<void> {
    while (this.isPaused()) {
      const key = String(++this.last);
      this.keys.add(key);
      onHeld();
      try {
        await this.held.wait(key, signal);
      } finally {
        this.keys.delete(key);
      }
    }
  }

  /** To be called once the run goes on. */
  release(): void {
    for (const key of [...this.keys]) this.held.answer(key, undefined);
  }
}

/** What is said of a task that would begin something. */
export const pausedWords = (taskId: TaskId) => ({ role: 'worker', taskId, text: 'paused' }) as const;
