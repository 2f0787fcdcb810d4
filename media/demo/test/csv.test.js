import assert from 'node:assert/strict';
import test from 'node:test';
import { toCsv } from '../src/csv.js';

const lunch = { date: '2025-04-01', category: 'food', cents: 990, note: 'lunch' };

test('writes a header and one line for each expense', () => {
  assert.equal(toCsv([lunch]), 'date,category,amount,note\n2025-04-01,food,9.90,lunch\n');
});

test('writes refunds as negative numbers', () => {
  assert.match(toCsv([{ ...lunch, cents: -250 }]), /,-2\.50,/);
});
