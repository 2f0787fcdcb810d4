import { describe, expect, test, vi } from 'vitest';

import { SilenceWatch } from '../../../src/adapters/openai/silenceWatch';
import { systemTiming } from '../../../src/adapters/rate/timing';

/** Time that stands still until told to move on; no wait ends but by it. */
function withFakeTimers(): void {
  vi.useFakeTimers();
}

describe('the time of this machine', () => {
  test('a wait elapses, or ends with the signal and leaves no timer', async () => {
    withFakeTimers();
    const elapsed = systemTiming.sleep(1000, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await elapsed).toBe('elapsed');

    const stop = new AbortController();
    const ended = systemTiming.sleep(1000, stop.signal);
    stop.abort();
    expect(await ended).toBe('stopped');
    expect(await systemTiming.sleep(1000, stop.signal)).toBe('stopped');
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});

describe('the watch over silence', () => {
  test('counts from what was heard last, fires once, and not after its end', async () => {
    withFakeTimers();
    const silences: number[] = [];
    const options = { limitMs: 100, timing: systemTiming, onSilence: () => silences.push(Date.now()) };
    const start = Date.now();
    const watch = new SilenceWatch(options);
    await vi.advanceTimersByTimeAsync(80);
    watch.heard();
    await vi.advanceTimersByTimeAsync(99);
    expect(silences).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(silences).toEqual([start + 180]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(silences).toHaveLength(1);

    const ended = new SilenceWatch(options);
    ended.dispose();
    await vi.advanceTimersByTimeAsync(1000);
    expect(silences).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
    vi.useRealTimers();
  });
});
