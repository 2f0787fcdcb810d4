import { describe, expect, test } from 'vitest';
import { hunkAt, locateQuote } from '../../../src/core/review/anchor';
import { reviewFile } from '../../../src/core/review/fold';
import { numbered } from '../staging/texts';
import { choose, draw, movedTo, proposed } from './proposals';

describe('locateQuote', () => {
  const text = 'a\n  b\nc\nb\r\n';

  test('finds the nearest line that reads the same', () => {
    expect(locateQuote(text, 1, 'b')).toBe(2);
    expect(locateQuote(text, 4, '  b ')).toBe(4);
    expect(locateQuote(text, 99, 'c')).toBe(3);
  });

  test('finds nothing once the line is gone', () => {
    expect(locateQuote(text, 2, 'b2')).toBeUndefined();
  });
});

describe('hunkAt', () => {
  const file = proposed(numbered(1, 2, 3, 4, 5, 6, 7, 8), numbered(1, 'x', 3, 4, 5, 7, 8));
  const at = (line: number, letters = 'o'): string | undefined => {
    const found = hunkAt(reviewFile(file, choose(file, letters)), line);
    return found && draw(found.hunk);
  };

  test('answers the hunk that covers a line, or stands next to it', () => {
    expect([1, 2, 3, 4].map((line) => at(line))).toEqual(['1: 2 > x', '1: 2 > x', '1: 2 > x', undefined]);
    expect([5, 6].map((line) => at(line))).toEqual(['5: 6 >', '5: 6 >']);
  });

  test('finds a rejected hunk where its old lines stand', () => {
    expect(at(6, 'or')).toBe('5: 6 >');
  });

  test('answers a move at the first line, and anywhere in a file that is only moved', () => {
    const moved = movedTo('new.ts', file);
    const found = (line: number, letters = 'o'): string | undefined =>
      hunkAt(reviewFile(moved, choose(moved, letters)), line)?.hunk.kind;
    expect([1, 2, 4].map((line) => found(line))).toEqual(['move', 'edit', undefined]);
    expect(found(1, 'ro')).toBe('edit');
    const only = movedTo('new.ts', proposed('1\n2\n3\n', '1\n2\n3\n'));
    expect(hunkAt(reviewFile(only, new Map()), 3)?.hunk.kind).toBe('move');
  });

  test('answers the one hunk of a new file at any line', () => {
    const created = proposed(null, numbered(1, 2, 3));
    expect(hunkAt(reviewFile(created, new Map()), 3)?.hunk.kind).toBe('create');
  });
});
