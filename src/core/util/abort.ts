/** Thrown on the way up after a stop; caught in the one place that started the work. */
export class AbortedError extends Error {
  override readonly name = 'AbortError';
  constructor() {
    super('Stopped.');
  }
}

/** Whether something thrown is an abort, ours or the platform's. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || error.name === 'APIUserAbortError');
}

/** To be called after every await that does not take the signal itself. */
export function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new AbortedError();
}
