import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyDelta, deltaBetween } from '../../../src/core/staging/read/textDelta';
import { anyFile, numbered } from './texts';

test('gives any text back, from plain JSON', () => {
  fc.assert(
    fc.property(anyFile, anyFile, (before, after) => {
      const read = JSON.parse(JSON.stringify(deltaBetween(before, after))) as ReturnType<typeof deltaBetween>;
      expect(applyDelta(before, read)).toBe(after);
    }),
    { numRuns: 500 },
  );
});

test('is as small as the change', () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => index);
  const before = numbered(...lines);
  const after = numbered(...lines.with(2_500, -1));
  expect(deltaBetween(before, after)).toEqual({ pieces: [[before.indexOf('2500\n'), '2500'.length, '-1']] });
  expect(deltaBetween(before, before)).toEqual({ pieces: [] });
  expect(deltaBetween(before, null)).toEqual({ whole: null });
});
