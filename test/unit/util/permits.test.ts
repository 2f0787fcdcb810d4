import { describe, expect, it } from 'vitest';
import { AbortedError } from '../../../src/core/util/abort';
import { Permits } from '../../../src/core/util/permits';

const never = new AbortController().signal;

/** Work that ends when the test says so. */
function held(): { readonly work: () => Promise<void>; readonly end: () => void } {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { work: () => ended, end: () => end() };
}

describe('Permits', () => {
  it('hands a freed permit to the longest waiter, even when a newcomer asks in the same moment', async () => {
    const permits = new Permits(1);
    const order: string[] = [];
    const first = held();
    const running = permits.use(never, first.work);
    const waiting = permits.use(never, async () => void order.push('waiter'));
    first.end();
    const newcomer = permits.use(never, async () => void order.push('newcomer'));
    await Promise.all([running, waiting, newcomer]);
    expect(order).toEqual(['waiter', 'newcomer']);
    expect(permits.idle).toBe(1);
  });

  it('never has more holders than its capacity', async () => {
    const permits = new Permits(3);
    let holders = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      most = Math.max(most, ++holders);
      await Promise.resolve();
      holders--;
    };
    await Promise.all(Array.from({ length: 20 }, () => permits.use(new AbortController().signal, work)));
    expect(most).toBe(3);
    expect(permits.idle).toBe(3);
  });

  it('lets a waiter go when it is stopped, and skips it afterwards', async () => {
    const permits = new Permits(1);
    const first = held();
    const running = permits.use(never, first.work);
    const stop = new AbortController();
    const stopped = permits.use(stop.signal, async () => 'ran');
    const next = permits.use(never, async () => 'ran');
    stop.abort();
    await expect(stopped).rejects.toBeInstanceOf(AbortedError);
    first.end();
    await running;
    await expect(next).resolves.toBe('ran');
  });

  it('gives the permit back when the work throws', async () => {
    const permits = new Permits(1);
    await expect(permits.use(never, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(permits.idle).toBe(1);
  });
});
