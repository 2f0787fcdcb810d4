import { describe, expect, it } from 'vitest';
import { maxLines, maxReadLength, selectLines } from '../../../src/core/agent/selectLines';

function shown(text: string, fromLine: number | null = null, toLine: number | null = null): string {
  const selected = selectLines(text, fromLine, toLine);
  return selected.ok ? selected.value : `refused: ${selected.error}`;
}

describe('what one read shows', () => {
  it.each([
    ['', null, null, '(the file is empty)'],
    ['a\nb\n', null, null, 'a\nb\n'],
    ['a\r\nb', 1, 2, 'a\r\nb'],
    ['a\nb\nc', 2, 3, '(lines 2 to 3 of 3)\nb\nc'],
    ['a\nb\nc', 0, 1, '(lines 1 to 1 of 3)\na'],
    ['a\nb\nc', 2, 99, '(lines 2 to 3 of 3)\nb\nc'],
    ['a', 2, null, 'refused: The file has only 1 line.'],
  ])('of %j from %s to %s is %j', (text, from, to, expected) => {
    expect(shown(text, from, to)).toBe(expected);
  });

  it('of a file of 10 MB is any range of it, and says which', () => {
    const count = 200_000;
    const text = Array.from({ length: count }, (_, index) => `${index + 1}: ${'x'.repeat(44)}`).join('\n');
    expect(text.length).toBeGreaterThan(10_000_000);
    const start = shown(text);
    expect(start).toMatch(new RegExp(`^\\(lines 1 to ${maxLines} of ${count}\\)\n1: x`));
    expect(shown(text, 150_000, 150_001)).toMatch(/^\(lines 150000 to 150001 of 200000\)\n150000: x+\n150001: x+$/);
    expect(shown(text, count)).toMatch(/^\(lines 200000 to 200000 of 200000\)\n200000: x+$/);
  });

  it('ends before the line that is too much', () => {
    const line = 'y'.repeat(maxReadLength / 4);
    expect(shown([line, line, line, line].join('\n'))).toBe(`(lines 1 to 3 of 4)\n${[line, line, line].join('\n')}`);
    expect(shown([line, line, line].join('\n'))).toBe([line, line, line].join('\n'));
  });

  it('of a line that is too long is its beginning, in whole characters', () => {
    const line = `${'z'.repeat(maxReadLength - 1)}\u{1F600}tail`;
    expect(shown(`${line}\nnext`)).toBe(
      `(line 1 of 2, its first ${maxReadLength} of ${line.length} characters)\n${'z'.repeat(maxReadLength - 1)}`,
    );
    expect(shown(`${line}\nnext`, 2)).toBe('(lines 2 to 2 of 2)\nnext');
  });
});
