import assert from 'node:assert/strict';
import test from 'node:test';
import { formatAmount, parseAmount } from '../src/money.js';

test('reads amounts as cents', () => {
  assert.equal(parseAmount('12.50'), 1250);
  assert.equal(parseAmount(' 7 '), 700);
  assert.equal(parseAmount('-3.99'), -399);
});

test('refuses what is no amount', () => {
  for (const text of ['', 'ten', '1.5', '1.234', '--2']) {
    assert.throws(() => parseAmount(text), RangeError);
  }
});

test('writes cents with two digits', () => {
  assert.equal(formatAmount(1250), '12.50');
  assert.equal(formatAmount(7), '0.07');
  assert.equal(formatAmount(-399), '-3.99');
});

test('reads back what it writes', () => {
  for (const cents of [0, 7, 1250, -399, 123456, 9876543210]) {
    assert.equal(parseAmount(formatAmount(cents)), cents);
  }
});
