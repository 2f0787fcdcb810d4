import { describe, expect, it } from 'vitest';

import { closingLine, failureOf, parseSuiteTally, parseTally, type HeightResult } from '../../testbed/tally';

function height(name: string, counts: Partial<HeightResult['tally']>, succeeded = true): HeightResult {
  return { name, tally: { passed: 0, failed: 0, skipped: 0, ...counts }, succeeded };
}

describe('failureOf', () => {
  it('lets a height stand that ran and passed', () => {
    expect(failureOf(height('unit', { passed: 3, skipped: 1 }))).toBeUndefined();
  });

  it('fails a height that ran nothing, even when its runner is content', () => {
    expect(failureOf(height('host', {}))).toBe('host: no test ran');
  });

  it('fails a height that only skipped', () => {
    expect(failureOf(height('e2e', { skipped: 7 }))).toBe('e2e: no test ran');
  });

  it('fails a height with a failed test', () => {
    expect(failureOf(height('unit', { passed: 3, failed: 1 }))).toBe('unit: 1 tests failed');
  });

  it('fails a height whose runner failed beside its tests', () => {
    expect(failureOf(height('e2e', { passed: 3 }, false))).toBe('e2e: the runner failed, though no test did');
  });
});

describe('a height that cannot run on this machine', () => {
  const unavailable: HeightResult = { ...height('e2e', { skipped: 1 }), unavailable: 'There is no editor for it.' };

  it('is no failure, and shows in the closing line', () => {
    expect(failureOf(unavailable)).toBeUndefined();
    expect(closingLine([height('unit', { passed: 1 }), unavailable])).toBe('1 passed, 0 failed, 1 skipped');
  });
});

describe('closingLine', () => {
  it('adds up all heights', () => {
    const heights = [height('unit', { passed: 10, failed: 1 }), height('host', { passed: 5 })];
    expect(closingLine(heights)).toBe('15 passed, 1 failed');
  });

  it('speaks of skipped tests only when there are some', () => {
    expect(closingLine([height('unit', { passed: 1, skipped: 2 })])).toBe('1 passed, 0 failed, 2 skipped');
  });

  it('counts nothing as nothing', () => {
    expect(closingLine([])).toBe('0 passed, 0 failed');
  });
});

describe('parseTally', () => {
  it('refuses what is no tally', () => {
    expect(() => parseTally({ passed: 1, failed: '0', skipped: 0 })).toThrow('no tally');
    expect(() => parseTally(null)).toThrow('no tally');
  });
});

describe('the tally of a suite', () => {
  const counts = { passed: 3, failed: 0, skipped: 0 };

  it('counts one that was cut off as a failure more, unless it has one', () => {
    expect(parseSuiteTally({ ...counts, ended: true })).toEqual(counts);
    expect(parseSuiteTally(counts)).toEqual({ ...counts, failed: 1 });
    expect(parseSuiteTally({ ...counts, failed: 2 })).toEqual({ ...counts, failed: 2 });
  });
});
