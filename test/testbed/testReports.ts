import type { Tally } from './tally';

/** Counts Vitest's JSON report (Jest's format). A file that could not be loaded has no tests in it and counts as one failure. */
export function tallyOfVitest(report: unknown): Tally {
  const passed = numberAt(report, 'numPassedTests');
  const failed = numberAt(report, 'numFailedTests');
  const skipped = numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests');
  const brokenFiles = brokenFilesOf(report);
  return { passed, failed: failed + brokenFiles, skipped };
}

/** Counts Playwright's JSON report. An error outside of tests (a file that does not load) counts as one failure. */
export function tallyOfPlaywright(report: unknown): Tally {
  const stats = fieldOf(report, 'stats');
  const errors = fieldOf(report, 'errors');
  const outside = Array.isArray(errors) ? errors.length : 0;
  return {
    passed: numberAt(stats, 'expected'),
    // There are no retries, so a flaky test can only be one that was counted wrong: it does not pass.
    failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky') + outside,
    skipped: numberAt(stats, 'skipped'),
  };
}

function brokenFilesOf(report: unknown): number {
  const files = fieldOf(report, 'testResults');
  if (!Array.isArray(files)) throw new Error('The report of Vitest has no testResults.');
  return files.filter((file: unknown) => {
    const tests = fieldOf(file, 'assertionResults');
    return fieldOf(file, 'status') === 'failed' && Array.isArray(tests) && tests.length === 0;
  }).length;
}

function numberAt(value: unknown, name: string): number {
  const found = fieldOf(value, name);
  if (typeof found !== 'number') throw new Error(`The test report has no number "${name}".`);
  return found;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
