import { expect, test } from 'vitest';
import { CappedOutput } from '../../../src/adapters/node/process/output';

test('streams are collected in the order their chunks come', () => {
  const output = new CappedOutput(100);
  const [one, other] = [output.stream(), output.stream()];
  one(Buffer.from('a'));
  other(Buffer.from('b'));
  one(Buffer.from('c'));
  expect(output.finish()).toBe('abc');
});

test('a character cut in two by a chunk is whole, also when another stream speaks in between', () => {
  const output = new CappedOutput(100);
  const [one, other] = [output.stream(), output.stream()];
  const euro = Buffer.from('€');
  one(euro.subarray(0, 1));
  other(Buffer.from('!'));
  one(euro.subarray(1));
  expect(output.finish()).toBe('!€');
});

test('a character that never ends shows as one that is broken', () => {
  const output = new CappedOutput(100);
  output.stream()(Buffer.from('€').subarray(0, 2));
  expect(output.finish()).toBe('\uFFFD');
});

test.each([1, 7, 1000])('head and tail are kept and the middle is counted, in chunks of %i', (size) => {
  const output = new CappedOutput(20);
  const write = output.stream();
  const text = `${'h'.repeat(10)}${'m'.repeat(500)}${'t'.repeat(10)}`;
  for (let at = 0; at < text.length; at += size) write(Buffer.from(text.slice(at, at + size)));
  expect(output.finish()).toBe('hhhhhhhhhh\n… 500 characters left out …\ntttttttttt');
});

test('what fits is not touched', () => {
  const output = new CappedOutput(20);
  output.stream()(Buffer.from('x'.repeat(20)));
  expect(output.finish()).toBe('x'.repeat(20));
});
