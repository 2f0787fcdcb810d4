import { applyPatch } from 'diff';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepLineEnds } from '../../../src/core/staging/read/lineEnds';
import { numberedDiff } from '../../../src/core/staging/read/numberedDiff';
import { unifiedDiff } from '../../../src/core/staging/read/unifiedDiff';
import { anyText, numbered, pathOf } from './texts';

const path = pathOf('src/a.ts');

describe('numberedDiff', () => {
  test('numbers context and added lines by the new text', () => {
    const before = numbered('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');
    const after = numbered('a', 'b', 'c', 'd', 'E', 'new', 'f', 'g', 'h', 'i', 'j', 'k');
    expect(numberedDiff({ path, before, after }, { context: 1 })).toBe(
      [
        'src/a.ts',
        '    4   d',
        '      - e',
        '    5 + E',
        '    6 + new',
        '    7   f',
        '      …',
        '   12   k',
        '      - l',
      ].join('\n'),
    );
  });

  test('says that a file is new or deleted', () => {
    expect(numberedDiff({ path, before: null, after: 'a\n' })).toBe('src/a.ts (new file, 1 line)\n    1 + a');
    expect(numberedDiff({ path, before: 'a\nb\n', after: null })).toBe(
      'src/a.ts (deleted, 2 lines)\n      - a\n      - b',
    );
  });

  test('says where a file was moved from', () => {
    const movedFrom = pathOf('old/a.ts');
    expect(numberedDiff({ path, movedFrom, before: 'a\n', after: 'b\n' })).toBe(
      'src/a.ts (moved from old/a.ts)\n      - a\n    1 + b',
    );
    expect(numberedDiff({ path, movedFrom, before: 'a\n', after: 'a\n' })).toBe(
      'src/a.ts (moved from old/a.ts, text unchanged)',
    );
  });

  test('says what lines can’t show: line ends and the final newline', () => {
    expect(numberedDiff({ path, before: 'a\nb\n', after: 'a\r\nb\r\n' })).toContain(
      '(line ends changed from LF to CRLF)',
    );
    expect(numberedDiff({ path, before: 'a\n', after: 'a' })).toContain('(the final newline was removed)');
  });

  test('leaves lines out beyond the limit and counts them', () => {
    const diff = numberedDiff({ path, before: null, after: numbered(1, 2, 3, 4) }, { limit: 20 });
    expect(diff).toBe('src/a.ts (new file, 4 lines)\n    1 + 1\n    2 + 2\n… 2 more lines of this diff left out …');
  });
});

describe('unifiedDiff', () => {
  test('reads as patches do', () => {
    expect(unifiedDiff({ path, before: 'a\nb', after: 'a\nc\n' })).toBe(
      '--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+c\n',
    );
    expect(unifiedDiff({ path, before: null, after: 'a\n' })).toBe(
      '--- /dev/null\n+++ b/src/a.ts\n@@ -0,0 +1,1 @@\n+a\n',
    );
  });

  test('has git’s words for a move', () => {
    const movedFrom = pathOf('old/a.ts');
    const headers = 'diff --git a/old/a.ts b/src/a.ts\nrename from old/a.ts\nrename to src/a.ts\n';
    expect(unifiedDiff({ path, movedFrom, before: 'a\n', after: 'b\n' })).toBe(
      `${headers}--- a/old/a.ts\n+++ b/src/a.ts\n@@ -1,1 +1,1 @@\n-a\n+b\n`,
    );
    expect(unifiedDiff({ path, movedFrom, before: 'a\n', after: 'a\n' })).toBe(headers);
  });

  test('can be applied', () => {
    fc.assert(
      fc.property(anyText, anyText, (before, after) => {
        fc.pre(before !== after);
        expect(applyPatch(before, unifiedDiff({ path, before, after }), { autoConvertLineEndings: false })).toBe(after);
      }),
    );
  });
});

describe('keepLineEnds', () => {
  test('gives lines that stayed their own line ends, and new ones the most common', () => {
    expect(keepLineEnds('a\r\nb\nc\r\n', 'a\nb\nnew\nc\n')).toBe('a\r\nb\nnew\r\nc\r\n');
    expect(keepLineEnds('a\r\n', 'a\nb')).toBe('a\r\nb');
    expect(keepLineEnds('', 'a\r\nb\n')).toBe('a\r\nb\n');
  });

  test('undoes what an editor does to line ends', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(keepLineEnds(text, text.replaceAll('\r\n', '\n'))).toBe(text);
      }),
    );
  });
});
