import assert from 'node:assert/strict';
import test from 'node:test';
import { monthlyReport } from '../src/report.js';

const expenses = [
  { date: '2025-03-03', category: 'food', cents: 18400, note: 'groceries' },
  { date: '2025-03-09', category: 'travel', cents: 4200, note: 'train home' },
  { date: '2025-03-21', category: 'food', cents: 5150, note: 'dinner' },
  { date: '2025-04-01', category: 'food', cents: 990, note: 'lunch' },
];

test('sums a month by category', () => {
  const report = monthlyReport('2025-03', expenses);
  assert.match(report, /^food +235\.50$/m);
  assert.match(report, /^travel +42\.00$/m);
  assert.match(report, /^total +277\.50$/m);
});

test('knows no month but the one asked for', () => {
  assert.match(monthlyReport('2025-04', expenses), /^total +9\.90$/m);
  assert.match(monthlyReport('2025-05', expenses), /^total +0\.00$/m);
});
