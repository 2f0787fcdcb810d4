import { CancellationTokenSource, type CancellationToken } from 'vscode';

/** Runs work that wants the editor's token under our signal. */
export async function withToken<T>(
  signal: AbortSignal,
  work: (token: CancellationToken) => PromiseLike<T>,
): Promise<T> {
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await work(source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
