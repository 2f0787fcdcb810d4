import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { replaceExactly, type EditFailure } from '../../../src/core/staging/write/searchReplace';
import { anyText, numbered } from './texts';

function replaced(text: string, ...edits: readonly (readonly [string, string])[]): string | EditFailure {
  const result = replaceExactly(
    text,
    edits.map(([search, replace]) => ({ search, replace })),
  );
  return result.ok ? result.value : result.error;
}

describe('replaceExactly', () => {
  test('replaces what stands in the file once', () => {
    expect(replaced('let a = 1;\nlet b = 2;\n', ['b = 2', 'b = 3'])).toBe('let a = 1;\nlet b = 3;\n');
    expect(replaced('$a\n', ['$a', '$& $1 $$'])).toBe('$& $1 $$\n');
  });

  test('applies edits in order, each to what the ones before it left', () => {
    expect(replaced('a\n', ['a', 'b'], ['b', 'c'])).toBe('c\n');
    expect(replaced('a\na\n', ['a\na', 'b\na'], ['a', 'c'])).toBe('b\nc\n');
  });

  test('adds no blank line and takes none where search and replacement end in a newline', () => {
    expect(replaced('a\nb\nc\n', ['b\n', 'B\n'])).toBe('a\nB\nc\n');
    expect(replaced('a\nb\nc\n', ['b\n', ''])).toBe('a\nc\n');
    expect(replaced('a\nb', ['b', 'B'])).toBe('a\nB');
  });

  test('brings line ends of the edit to the file’s own', () => {
    expect(replaced('a\r\nb\r\nc\r\n', ['a\nb\n', 'a\nx\nb\n'])).toBe('a\r\nx\r\nb\r\nc\r\n');
    expect(replaced('a\nb\n', ['a\r\nb', 'a\r\nc'])).toBe('a\nc\n');
    expect(replaced('a\r\nb\nc\r\nd\r\n', ['b\nc', 'B\nnew\nC'])).toBe('a\r\nB\nnew\r\nC\r\nd\r\n');
  });

  test('skips an edit that replaces a text by itself', () => {
    expect(replaced('a\n', ['nowhere', 'nowhere'], ['a', 'b'])).toBe('b\n');
  });

  test('writes the whole text of an empty file, and refuses an empty search in any other', () => {
    expect(replaced('', ['', 'new\n'])).toBe('new\n');
    expect(replaced('a\n', ['', 'new\n'])).toMatchObject({ reason: 'empty-search', edit: 1 });
  });

  test('names every place of an ambiguous search, overlapping ones too', () => {
    const failure = replaced('x\na\nb\nx\na\nb\n', ['a\nb', 'c']);
    expect(failure).toMatchObject({
      reason: 'ambiguous',
      places: [
        { startLine: 2, endLine: 3 },
        { startLine: 5, endLine: 6 },
      ],
    });
    expect((failure as EditFailure).message).toContain('2 places, at lines 2–3, lines 5–6');
    expect(replaced('aaa', ['aa', 'b'])).toMatchObject({ reason: 'ambiguous' });
  });

  test.each([
    [
      'indentation',
      'function f() {\n  return one + two;\n}\n',
      '    return one + two;\n}',
      'Line 2 differs in its indentation: 2 spaces in the file, 4 spaces in the search.',
    ],
    [
      'white space at the end',
      'alpha beta  \ngamma delta\n',
      'alpha beta\ngamma delta',
      'Line 1 differs in white space at its end.',
    ],
    ['case', 'const Value = 1;\n', 'const value = 1;', 'Line 1 differs in upper and lower case.'],
    [
      'a word',
      'return first + second;\n',
      'return first + third;',
      'Line 1 differs: the search text has `return first + third;` there.',
    ],
    ['a missing final newline', 'alpha\nbeta', 'beta\n', 'It reads the same but for a line end'],
  ])('shows the nearest text and that it differs in %s', (_, text, search, difference) => {
    const failure = replaced(text, [search, 'x']) as EditFailure;
    expect(failure.reason).toBe('not-found');
    expect(failure.message).toContain(difference);
    expect(failure.places).toHaveLength(1);
  });

  test('shows nothing where nothing is like the search', () => {
    expect(replaced('alpha\nbeta\n', ['entirely(different)', 'x'])).toMatchObject({ reason: 'not-found', places: [] });
  });

  test('changes nothing when one edit is refused, and says which', () => {
    expect(replaced('a\n', ['a', 'b'], ['zzz', 'c'])).toMatchObject({ reason: 'not-found', edit: 2 });
  });

  test('keeps every character outside the replaced text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.string(), (before, after, replacement) => {
        const replace = replacement.replaceAll('\r', '');
        const result = replaceExactly(`${before}<unique>${after}`, [{ search: '<unique>', replace }]);
        expect(result.ok).toBe(true);
        if (!result.ok) return;
        expect(result.value.startsWith(before)).toBe(true);
        expect(result.value.endsWith(after)).toBe(true);
        expect(result.value.slice(before.length, result.value.length - after.length).replaceAll('\r\n', '\n')).toBe(
          replace,
        );
      }),
    );
  });

  test('lets nothing through but the exact text', () => {
    expect(replaced(numbered('a', '  b'), ['\tb', 'c'])).toMatchObject({ reason: 'not-found' });
    expect(replaced('a…b\n', ['a...b', 'c'])).toMatchObject({ reason: 'not-found' });
  });
});
