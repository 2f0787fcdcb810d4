import { createTwoFilesPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { drawn, hunks, operations, refusal, refused, text } from './parsed';

const header = ['--- a/src/a.ts', '+++ b/src/a.ts'];
const diff = (...lines: readonly string[]): string => text(...header, ...lines, '');
const scripts = (source: string, path?: string): readonly (readonly string[])[] =>
  hunks(source, path).map(({ script }) => drawn(script));

describe('unified diffs', () => {
  test('hunks have lines, a hint and no heading', () => {
    expect(operations(diff('@@ -3,3 +3,3 @@ function a() {', ' x', '-y', '+z', ' w'))).toMatchObject([
      { type: 'patch', path: 'src/a.ts', hunks: [{ line: 3, anchors: [], atEnd: false }] },
    ]);
  });

  test('wrong and missing counts and numbers are no failure', () => {
    for (const line of ['@@ -9,99 +1,2 @@', '@@ -9 +9 @@', '@@ -9,1 +9,1 @@', '@@ -9,0 +9,0 @@', '@@ ... @@', '@@'])
      expect(scripts(diff(line, ' x', '-y', '+z', ' w', '@@ @@', '-v'))).toEqual([[' x', '-y', '+z', ' w'], ['-v']]);
    expect(hunks(diff('@@ -X,Y +X,Y @@', '-y'))[0]).toMatchObject({ anchors: [] });
    expect(hunks(diff('@@ -X,Y +X,Y @@', '-y'))[0]).not.toHaveProperty('line');
  });

  test('a hunk without old lines comes behind the line it names', () => {
    expect(hunks(diff('@@ -4,0 +5,1 @@', '+x'))[0]?.line).toBe(5);
    expect(hunks(diff('@@ -0,0 +1,1 @@', '+x'))[0]?.line).toBe(1);
  });

  test('an anchor without numbers is one', () => {
    expect(hunks(diff('@@ class A @@', '-y'))[0]?.anchors).toEqual(['class A']);
  });

  test('changed lines that begin like a header are lines, unless a hunk follows them', () => {
    expect(scripts(diff('@@ @@', ' x', '--- a comment', '+++ b', ' y'))).toEqual([
      [' x', '--- a comment', '+++ b', ' y'],
    ]);
    const files = operations(diff('@@ @@', '-x', '--- a/b.ts', '+++ b/b.ts', '@@ @@', '-y'));
    expect(files.map(({ path }) => path)).toEqual(['src/a.ts', 'b.ts']);
  });

  test('lines that the counts lack are lines even before the next hunk', () => {
    expect(scripts(diff('@@ -1,2 +1,2 @@', ' x', '--- y', '+++ z', '@@ -9 +9 @@', '-v'))).toEqual([
      [' x', '--- y', '+++ z'],
      ['-v'],
    ]);
  });

  test('context may have lost its leading space, and blank lines theirs', () => {
    const [hunk] = hunks(diff('@@ -1,4 +1,4 @@', 'x', '', '  y', '-z', '+w'));
    expect(drawn(hunk?.script)).toEqual([' x', ' ', '  y', '-z', '+w']);
    expect(drawn(hunk?.alternate)).toEqual([' x', ' ', '   y', '-z', '+w']);
  });

  test('blank lines at the edges of a hunk are its own where the counts say so', () => {
    expect(scripts(diff('@@ -1,3 +1,2 @@', '', '-x', ''))).toEqual([[' ', '-x', ' ']]);
    expect(scripts(diff('@@ @@', '', '-x', ''))).toEqual([['-x']]);
  });

  test('lines without a newline end the file', () => {
    const none = '\\ No newline at end of file';
    const endings = (...lines: readonly string[]): unknown => {
      const [hunk] = hunks(diff('@@ -1 +1 @@', ...lines));
      return [hunk?.finalNewline, hunk?.atEnd, drawn(hunk?.script)];
    };
    expect(endings('-a', none, '+b')).toEqual([true, true, ['-a', '+b']]);
    expect(endings('-a', '+b', none)).toEqual([false, true, ['-a', '+b']]);
    expect(endings('-a', none, '+b', none)).toEqual([false, true, ['-a', '+b']]);
    expect(endings('+b', ' a', none)).toEqual([false, true, ['+b', ' a']]);
    expect(endings('-a', '+b')).toEqual([undefined, false, ['-a', '+b']]);
  });

  test('words behind a full hunk are no lines', () => {
    expect(scripts(diff('@@ -1,2 +1,2 @@', ' x', '-y', '+z', '', 'This renames y:', '- as you said'))).toEqual([
      [' x', '-y', '+z'],
    ]);
    expect(scripts(diff('@@ @@', ' x', '-y', '+z', '', 'This renames y.'))).toEqual([[' x', '-y', '+z']]);
  });

  test('changes behind a full hunk are lines: the counts were wrong', () => {
    expect(scripts(diff('@@ -1,1 +1,1 @@', '-y', '+z', 'x', '+w'))).toEqual([['-y', '+z', ' x', '+w']]);
  });

  test('the signature of a mail is no removal', () => {
    expect(scripts(diff('@@ -1,1 +1,1 @@', '-y', '+z', '-- ', '2.39.1'))).toEqual([['-y', '+z']]);
  });

  test('hunks without a header are for the file of the call', () => {
    expect(operations(text('@@ -1 +1 @@', '-x', '+y'), 'c.ts')).toMatchObject([{ type: 'patch', path: 'c.ts' }]);
    expect(refused(text('@@ -1 +1 @@', '-x', '+y'))).toBe('no-path 1');
  });

  test('hunks without a header in a further fence are for the file before', () => {
    const source = text(
      '```diff',
      diff('@@ -1 +1 @@', '-x').trimEnd(),
      '```',
      'And:',
      '```diff',
      '@@ -5 +5 @@',
      '-y',
      '```',
    );
    expect(operations(source, 'c.ts').map(({ path }) => path)).toEqual(['src/a.ts', 'src/a.ts']);
  });

  test('a fence that says it is a diff needs neither header nor hunk', () => {
    expect(operations(text('src/b.ts', '```diff', ' x', '-y', '+z', '```'), 'c.ts')).toMatchObject([
      { type: 'patch', path: 'src/b.ts', hunks: [{ script: [{ line: 'x' }, { line: 'y' }, { line: 'z' }] }] },
    ]);
  });

  test('several files, with words and other headers between', () => {
    const source = text(
      'Two files:',
      'Index: a.ts',
      '===================================================================',
      '--- a.ts\t(revision 3)',
      '+++ a.ts\t(working copy)',
      '@@ -1 +1 @@',
      '-x',
      '+y',
      'Index: b.ts',
      '===================================================================',
      '--- b.ts',
      '+++ b.ts',
      '@@ -1 +1 @@',
      '-x',
      '+y',
    );
    expect(operations(source)).toMatchObject([
      { path: 'a.ts', hunks: [{ script: [{ line: 'x' }, { line: 'y' }] }] },
      { path: 'b.ts', hunks: [{ script: [{ line: 'x' }, { line: 'y' }] }] },
    ]);
  });

  test('a header that is said again goes on with its file, and begins anew where its numbers do', () => {
    const again = (first: number, second: number): number =>
      operations(diff(`@@ -${first} +${first} @@`, '-x', ...header, `@@ -${second} +${second} @@`, '-y')).length;
    expect(again(1, 9)).toBe(1);
    expect(again(9, 1)).toBe(2);
  });
});

describe('the paths of a diff', () => {
  const pathOf = (old: string, fresh: string): string | undefined =>
    operations(text(`--- ${old}`, `+++ ${fresh}`, '@@ -1 +1 @@', '-x'))[0]?.path;

  test.each([
    ['a/x.ts', 'b/x.ts', 'x.ts'],
    ['x.ts', 'x.ts', 'x.ts'],
    ['a/x.ts', 'a/x.ts', 'a/x.ts'],
    ['i/x.ts', 'w/x.ts', 'x.ts'],
    ['a/x.ts\t2024-01-01 10:00:00 +0000', 'b/x.ts\t2024-01-01 10:00:00 +0000', 'x.ts'],
    ['x.ts 2024-01-01 10:00:00.000 +0000', 'x.ts 2024-01-01 10:00:01.000 +0000', 'x.ts'],
    ['x.ts.orig', 'x.ts', 'x.ts'],
    ['a/my file.ts', 'b/my file.ts', 'my file.ts'],
    ['"a/\\303\\244 \\"x\\".ts"', '"b/\\303\\244 \\"x\\".ts"', 'ä "x".ts'],
  ])('--- %s, +++ %s is %s', (old, fresh, path) => {
    expect(pathOf(old, fresh)).toBe(path);
  });

  test('one of both lines is enough', () => {
    expect(operations(text('--- a/x.ts', '@@ -1 +1 @@', '-x'))[0]?.path).toBe('x.ts');
    expect(operations(text('+++ b/x.ts', '@@ -1 +1 @@', '-x'))[0]?.path).toBe('x.ts');
  });

  test('two different ones are refused without a rename', () => {
    expect(refused(text('--- a/x.ts', '+++ b/y.ts', '@@ -1 +1 @@', '-x'))).toBe('malformed 1');
  });
});

describe('diffs of whole files', () => {
  test('/dev/null creates', () => {
    expect(operations(text('--- /dev/null', '+++ b/x.ts', '@@ -0,0 +1,3 @@', '+a', '+', '+b'))).toEqual([
      { type: 'create', path: 'x.ts', text: 'a\n\nb\n' },
    ]);
    expect(operations(text('--- /dev/null', '+++ x.ts', '@@ ... @@', '+a', '\\ No newline at end of file'))).toEqual([
      { type: 'create', path: 'x.ts', text: 'a' },
    ]);
  });

  test('/dev/null deletes what is said to be there', () => {
    expect(operations(text('--- a/x.ts', '+++ /dev/null', '@@ -1,2 +0,0 @@', '-a', '-b'))).toEqual([
      { type: 'delete', path: 'x.ts', text: 'a\nb\n' },
    ]);
  });

  test('context in a new file, or new lines in a deleted one, are refused', () => {
    expect(refused(text('--- /dev/null', '+++ b/x.ts', '@@ -0,0 +1,2 @@', '+a', 'b'))).toBe('malformed 3');
    expect(refused(text('--- a/x.ts', '+++ /dev/null', '@@ -1,2 +0,0 @@', '-a', '+b'))).toBe('malformed 3');
  });

  test('empty files come and go by their mode', () => {
    const empty = (mode: string): string =>
      text('diff --git a/x y.ts b/x y.ts', mode, 'index e69de29..0000000 100644', '');
    expect(operations(empty('new file mode 100644'))).toEqual([{ type: 'create', path: 'x y.ts', text: '' }]);
    expect(operations(empty('deleted file mode 100644'))).toEqual([{ type: 'delete', path: 'x y.ts' }]);
  });

  test('renames move, with hunks or without', () => {
    const rename = ['diff --git a/x.ts b/y.ts', 'similarity index 90%', 'rename from x.ts', 'rename to y.ts'];
    expect(operations(text(...rename))).toEqual([{ type: 'patch', path: 'x.ts', movedTo: 'y.ts', hunks: [] }]);
    expect(operations(text(...rename, '--- a/x.ts', '+++ b/y.ts', '@@ -1 +1 @@', '-x'))).toMatchObject([
      { type: 'patch', path: 'x.ts', movedTo: 'y.ts', hunks: [{ line: 1 }] },
    ]);
  });

  test.each([
    ['copies', ['copy from x', 'copy to y']],
    ['changes of mode only', ['old mode 100644', 'new mode 100755']],
    ['binary files', ['index 1..2', 'Binary files a/x and b/x differ']],
    ['binary patches', ['index 1..2', 'GIT binary patch', 'literal 3', 'zcmV']],
  ])('%s are refused by name', (_, lines) => {
    const failure = refusal(text('diff --git a/x b/x', ...lines));
    expect(failure).toMatchObject({ reason: 'unsupported', line: 1 });
  });

  test('a change of mode beside one of lines is let be', () => {
    const mode = [
      'diff --git a/x b/x',
      'old mode 100644',
      'new mode 100755',
      '--- a/x',
      '+++ b/x',
      '@@ -1 +1 @@',
      '-x',
    ];
    expect(operations(text(...mode))).toMatchObject([{ type: 'patch', path: 'x' }]);
  });

  test('diffs of merges, headers without hunks and cut fences are refused', () => {
    expect(refused(text(...header, '@@@ -1,2 -1,2 +1,3 @@@', '  x'))).toBe('malformed 1');
    expect(refused(text('@@@ -1,2 -1,2 +1,3 @@@', '  x'), 'a.ts')).toBe('unsupported 1');
    expect(refused(text('diff --git a/x b/x', '--- a/x', '+++ b/x'))).toBe('malformed 1');
    expect(refused(text('```diff', ...header, '@@ -1 +1 @@', '-x'))).toBe('truncated 5');
  });

  test('what the diff package writes is read as it means it', () => {
    const source = createTwoFilesPatch('a/x', 'b/x', 'one\n-- two\n\nthree', 'one\n++ two\n\nthree\n');
    expect(operations(source)).toMatchObject([{ path: 'x', hunks: [{ line: 1, atEnd: true, finalNewline: true }] }]);
    expect(scripts(source)[0]).toEqual([' one', '--- two', '+++ two', ' ', '-three', '+three']);
  });
});
