import type { Event } from '../../../core/util/emitter';
import { Emitter } from '../../../core/util/emitter';
import type { ApiError } from './apiError';
import type { ScriptedRequest } from './modelScript';

/** A well-formed request that has arrived, whether it was then answered or not. */
export interface RecordedRequest {
  /** Its place in the order of arrival, from 0. */
  readonly index: number;
  readonly request: ScriptedRequest;
  /** Milliseconds on the clock of `performance.now()`. */
  readonly arrivedAtMs: number;
  /** Estimated from the size of the prompt. */
  readonly inputTokens: number;
  /** Set when the server turned it down without asking the script. */
  readonly refusal: ApiError | undefined;
}

/** Keeps what has arrived, in order. */
export class RequestLog {
  private readonly recorded: RecordedRequest[] = [];
  private readonly received = new Emitter<RecordedRequest>((error) => {
    // A listener that throws is a bug of the one who listens: it must not change the answer, nor go unheard.
    queueMicrotask(() => {
      throw error;
    });
  });

  readonly requests: readonly RecordedRequest[] = this.recorded;
  readonly onDidReceive: Event<RecordedRequest> = this.received.event;

  add(details: Omit<RecordedRequest, 'index' | 'arrivedAtMs'>): RecordedRequest {
    const entry = { index: this.recorded.length, arrivedAtMs: performance.now(), ...details };
    this.recorded.push(entry);
    this.received.fire(entry);
    return entry;
  }
}
