import { describe, expect, it } from 'vitest';

import { tallyOfPlaywright, tallyOfVitest } from '../../testbed/testReports';

const vitestReport = {
  numPassedTests: 4,
  numFailedTests: 1,
  numPendingTests: 2,
  numTodoTests: 1,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
};

describe('tallyOfVitest', () => {
  it('takes todo for skipped', () => {
    expect(tallyOfVitest(vitestReport)).toEqual({ passed: 4, failed: 1, skipped: 3 });
  });

  it('counts a file that could not be loaded', () => {
    const broken = { ...vitestReport, testResults: [{ status: 'failed', assertionResults: [] }] };
    expect(tallyOfVitest(broken).failed).toBe(2);
  });

  it('refuses another format', () => {
    expect(() => tallyOfVitest({ passed: 4 })).toThrow('numPassedTests');
  });
});

describe('tallyOfPlaywright', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 0, skipped: 2 };

  it('reads the statistics', () => {
    expect(tallyOfPlaywright({ stats, errors: [] })).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts errors outside of tests, and never a flaky test as passed', () => {
    expect(tallyOfPlaywright({ stats: { ...stats, flaky: 1 }, errors: [{}] })).toEqual({
      passed: 3,
      failed: 3,
      skipped: 2,
    });
  });
});
