import { expect, test } from 'vitest';
import { idMaker, newId, sha256 } from '../../../src/adapters/node/digest';

test('a digest is the SHA-256 of the UTF-8 bytes', () => {
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha256('ä')).not.toBe(sha256('a'));
});

test('ids sort in the order they were made, within a millisecond and when the clock steps back', () => {
  const times = [1_000, 1_000, 1_000, 5_000, 2_000, 5_001];
  const make = idMaker(() => times.shift() ?? 0);
  const ids = Array.from({ length: 6 }, make);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(6);
});

test('ids are file names: lower case letters and digits', () => expect(newId()).toMatch(/^[0-9a-z]{21}$/));
