import { describe, expect, test } from 'vitest';

import { isInStep, workingRows } from '../../demo/standing';

const rows = [
  'Run: 0 of 6 tasks done, demo model · Let people set a monthly budget, and more.',
  'Wave 1, 0 of 3 accepted',
  'Task T1, Write thousands, working',
  'Task T2, Quote fields, working · editing src/csv.js',
  'Task T3, Add working budgets, measuring · gate test',
  'Task T4, Mark overspent categories, waits for T3',
];

describe('plan view and status bar', () => {
  test.each([
    ['Lead/Worker: 0 of 6 tasks done · 5.1k tok · demo model', true],
    ['Lead/Worker: 1 of 6 tasks done · 5.1k tok · demo model', false],
    ['Lead/Worker: 0 of 6 · 5.1k tok', false],
    ['', false],
  ])('agree or not: %s', (status, agree) => {
    expect(isInStep({ rows, status })).toBe(agree);
  });

  test('agree whatever stands in the words', () => {
    const run = 'Run: Plan of 6 tasks, waits for your approval, demo model · A goal.';
    const status = 'Lead/Worker: plan of 6 tasks, waits for your approval · 5.1k tok · demo model';
    expect(isInStep({ rows: [run], status })).toBe(true);
  });

  test('do not agree while the view is empty', () => {
    expect(isInStep({ rows: [], status: 'Lead/Worker: 0 of 6 tasks done · 5.1k tok' })).toBe(false);
  });
});

test('the tasks with a worker at them are told by their rows', () => {
  expect(workingRows({ rows, status: '' })).toEqual([rows[2], rows[3]]);
});
