import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Throttle } from '../../../src/ui/throttle';

describe('a throttle', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs at once, then at most once per interval, and never loses the last request', () => {
    const action = vi.fn();
    const throttle = new Throttle(250, action);
    for (let request = 0; request < 1000; request++) throttle.request();
    expect(action).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(250);
    expect(action).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(10_000);
    expect(action).toHaveBeenCalledTimes(2);
    throttle.request();
    expect(action).toHaveBeenCalledTimes(3);
  });

  it('does nothing any more once disposed', () => {
    const action = vi.fn();
    const throttle = new Throttle(250, action);
    throttle.request();
    throttle.request();
    throttle.dispose();
    throttle.request();
    vi.advanceTimersByTime(1000);
    expect(action).toHaveBeenCalledTimes(1);
  });
});
