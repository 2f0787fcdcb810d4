import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeTexts } from '../../../src/core/staging/write/merge';
import { mergeBoth } from '../../../src/core/staging/write/mergeBoth';

const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { maxLength: 8 });
const text = words.map((lines) => lines.map((line) => `${line}\n`).join(''));

function linesOf(of: string): readonly string[] {
  return of.split('\n').filter((line) => line !== '');
}

describe('the lines of both sides', () => {
  it.each([
    ['two insertions in one place', 'a\nz\n', 'a\none\nz\n', 'a\ntwo\nz\n', 'a\none\ntwo\nz\n'],
    ['two ways to write one line', 'a\nb\nc\n', 'a\none\nc\n', 'a\ntwo\nc\n', 'a\none\ntwo\nc\n'],
    ['what both came to, once', 'a\nb\nc\n', 'a\nsame\none\nc\n', 'a\nsame\ntwo\nc\n', 'a\nsame\none\ntwo\nc\n'],
    ['a last line without its end', 'a', 'one', 'two', 'one\ntwo'],
    ['what does not clash, as ever', 'a\nb\nc\n', 'A\nb\nc\n', 'a\nb\nC\n', 'A\nb\nC\n'],
  ])('%s', (_name, ...[base, ours, theirs, expected]) => {
    expect(mergeBoth(base, ours, theirs)).toBe(expected);
  });

  it.each([
    [null, 'one\n', 'two\n'],
    ['a\n', null, 'two\n'],
    ['a\n', 'one\n', null],
    ['a\nb\n', 'a\r\nb\r\n', 'a\nc\n'],
  ])('cannot be had of %j, %j and %j', (base, ours, theirs) => {
    expect(mergeBoth(base, ours, theirs)).toBeUndefined();
  });

  it('are all there that a side wrote, and a merge that is clean is the same one', () => {
    fc.assert(
      fc.property(text, text, text, (base, ours, theirs) => {
        const both = mergeBoth(base, ours, theirs) ?? '';
        const merged = mergeTexts(base, ours, theirs);
        if (merged.type === 'clean') expect(both).toBe(merged.text);
        for (const side of [ours, theirs]) {
          const fresh = linesOf(side).filter((line) => !linesOf(base).includes(line));
          for (const line of fresh) expect(linesOf(both)).toContain(line);
        }
      }),
    );
  });
});
