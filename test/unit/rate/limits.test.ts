import { describe, expect, it } from 'vitest';

import { durationMs, retryAfterMs, statedLimits } from '../../../src/adapters/rate/limits';

describe('durations', () => {
  it.each([
    ['1s', 1_000],
    ['6m0s', 360_000],
    ['20ms', 20],
    ['1.5s', 1_500],
    ['1h2m3s', 3_723_000],
    ['1d', 86_400_000],
    ['7', 7_000],
    [' 2s ', 2_000],
    ['', null],
    ['soon', null],
    ['1x', null],
    ['-1s', null],
  ])('%j are %s ms', (text, ms) => {
    expect(durationMs(text)).toBe(ms);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:00:12 GMT' }, 12_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 00:00:00 GMT' }, 0],
    [{ 'retry-after': '7', 'retry-after-ms': '20' }, 20],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
  ])('%j is %s ms', (headers, ms) => {
    expect(retryAfterMs(new Headers(headers), now)).toBe(ms);
  });
});

describe('what a provider states', () => {
  it('is read from its headers', () => {
    const headers = new Headers({
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '1s',
      'x-ratelimit-remaining-tokens': '149984',
      'x-ratelimit-reset-tokens': '6m0s',
    });
    expect(statedLimits(headers)).toEqual({
      requestsPerMinute: 60,
      requestsLeft: 0,
      requestsResetMs: 1_000,
      tokensLeft: 149_984,
      tokensResetMs: 360_000,
    });
  });

  it('is nothing where there are none', () => {
    expect(new Set(Object.values(statedLimits(null)))).toEqual(new Set([null]));
    expect(new Set(Object.values(statedLimits(new Headers({ 'x-ratelimit-limit-requests': 'many' }))))).toEqual(
      new Set([null]),
    );
  });
});
