import { throwIfAborted } from '../../../core/util/abort';

/** How many file operations are on their way at once: enough to keep a disk busy, too few to run out of open files. */
const width = 16;

/** Does `work` on every item, some at a time, until done, the first error, or abort. */
export async function concurrently<T>(
  items: Iterable<T>,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < queue.length) {
      throwIfAborted(signal);
      const item = queue[next++];
      if (item !== undefined) await work(item);
    }
  };
  // All lanes are waited for even when one fails: nothing may still be writing when the caller goes on.
  const ends = await Promise.allSettled(Array.from({ length: Math.min(width, queue.length) }, lane));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
