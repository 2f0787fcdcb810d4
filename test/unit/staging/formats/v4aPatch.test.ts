import { describe, expect, test } from 'vitest';
import { drawn, hunks, operations, refused, text } from './parsed';

const patch = (...lines: readonly string[]): string => text('*** Begin Patch', ...lines, '*** End Patch', '');
const update = (...lines: readonly string[]): string => patch('*** Update File: a.ts', ...lines);
const scripts = (source: string): readonly (readonly string[])[] => hunks(source).map(({ script }) => drawn(script));

describe('V4A patches', () => {
  test('files are added, updated, moved and deleted in order', () => {
    const source = patch(
      '*** Add File: new.ts',
      '+one',
      '+',
      '+two',
      '*** Update File: a.ts',
      '*** Move to: b.ts',
      '@@',
      '-old',
      '+new',
      '*** Delete File: c.ts',
    );
    expect(operations(source)).toMatchObject([
      { type: 'create', path: 'new.ts', text: 'one\n\ntwo\n' },
      { type: 'patch', path: 'a.ts', movedTo: 'b.ts', hunks: [{ anchors: [], atEnd: false }] },
      { type: 'delete', path: 'c.ts' },
    ]);
  });

  test('a file may only move', () => {
    expect(operations(update('*** Move to: b.ts'))).toEqual([
      { type: 'patch', path: 'a.ts', movedTo: 'b.ts', hunks: [] },
    ]);
  });

  test('a move below hunks is refused', () => {
    expect(refused(update('@@', '-a', '*** Move to: b.ts'))).toBe('malformed 5');
  });

  test('added lines may lack all their plus signs, but not some', () => {
    expect(operations(patch('*** Add File: a.md', '# A', '', 'text', ''))).toEqual([
      { type: 'create', path: 'a.md', text: '# A\n\ntext\n' },
    ]);
    expect(refused(patch('*** Add File: a.md', '+# A', 'text'))).toBe('malformed 4');
  });

  test('headers of a unified diff in a patch say nothing', () => {
    expect(operations(patch('*** Add File: a', '@@ -0,0 +1,2 @@', '+x', '+y'))).toEqual([
      { type: 'create', path: 'a', text: 'x\ny\n' },
    ]);
    expect(scripts(update('--- a/a.ts', '+++ b/a.ts', '@@ -1 +1 @@', '-x'))).toEqual([['-x']]);
  });

  test('an added file may be empty, and may have blank lines without their plus sign', () => {
    expect(operations(patch('*** Add File: a', '*** Add File: b', '+x', '', '+y', ''))).toEqual([
      { type: 'create', path: 'a', text: '' },
      { type: 'create', path: 'b', text: 'x\n\ny\n' },
    ]);
  });

  test('the first hunk needs no @@', () => {
    expect(scripts(update(' a', '-b', '+c', '@@', '-d'))).toEqual([[' a', '-b', '+c'], ['-d']]);
  });

  test('anchors in a row are for one hunk, outermost first, and not for the next', () => {
    const read = hunks(update('@@ class A:', '@@   def b():', '-x', '+y', '@@', '-z'));
    expect(read.map(({ anchors }) => anchors)).toEqual([['class A:', '  def b():'], []]);
  });

  test.each([
    ['@@ class A @@', ['class A']],
    ['@@ class A  ', ['class A']],
    ['@@', []],
    ['@@ ', []],
    ['@@ @@', []],
    ['@@ ... @@', []],
    ['@@ … @@', []],
    ['@@ -3,4 +5,6 @@ class A', []],
  ])('%s gives the anchors %j', (line, anchors) => {
    expect(hunks(update(line, '-x'))[0]?.anchors).toEqual(anchors);
  });

  test('numbers behind @@ are a hint, and the heading behind them is no anchor', () => {
    expect(hunks(update('@@ -12,2 +12,1 @@ class A', ' x', '-y'))[0]).toMatchObject({ line: 12, anchors: [] });
  });

  test('code that begins with @@ is no header', () => {
    expect(scripts(update('-@@count = 1', '+@@count = 2', '@@total', ' x'))).toEqual([
      ['-@@count = 1', '+@@count = 2', ' @@total', ' x'],
    ]);
  });

  test('blank lines behind @@ and between hunks are none of theirs', () => {
    expect(scripts(update('', '@@', '', ' a', '-b', '', '@@ x', '', '', '-c', ''))).toEqual([[' a', '-b'], ['-c']]);
  });

  test('a blank line within a hunk is context', () => {
    expect(scripts(update('@@', ' a', '', '-b'))).toEqual([[' a', ' ', '-b']]);
  });

  test('context may have lost its leading space', () => {
    const [hunk] = hunks(update('@@', 'def a():', '    x', '-    y', '+    z'));
    expect(drawn(hunk?.script)).toEqual([' def a():', '    x', '-    y', '+    z']);
    expect(drawn(hunk?.alternate)).toEqual([' def a():', '     x', '-    y', '+    z']);
  });

  test('context that begins with a space is read both ways', () => {
    const [hunk] = hunks(update('@@', '    x', '-    y'));
    expect(drawn(hunk?.script)).toEqual(['    x', '-    y']);
    expect(drawn(hunk?.alternate)).toEqual(['     x', '-    y']);
  });

  test('a hunk without context is read one way', () => {
    expect(hunks(update('@@', '-x', '', '+y'))[0]).not.toHaveProperty('alternate');
  });

  test('End of File says that the hunk above it ends the file', () => {
    const read = hunks(update('@@', '-a', '*** End of File', '@@', '+b', '*** End of File'));
    expect(read.map(({ atEnd }) => atEnd)).toEqual([true, true]);
    expect(refused(update('@@ x', '*** End of File'))).toBe('malformed 4');
  });

  test('markers may have white space behind them, and quotes around paths', () => {
    const source = text('*** Begin Patch  ', '*** Update File: "my a.ts"  ', '-x', '*** End Patch\t');
    expect(operations(source)).toMatchObject([{ type: 'patch', path: 'my a.ts' }]);
  });

  test('markers between files may be set in', () => {
    const source = text(' *** Begin Patch', '  *** Update File: a.ts', '@@', '-x', '  *** End Patch', '');
    expect(operations(source)).toMatchObject([{ type: 'patch', path: 'a.ts', hunks: [{}] }]);
  });

  test('paths stay as they are written', () => {
    expect(operations(patch('*** Delete File: a/b.ts', '*** Delete File: ./c.ts'))).toEqual([
      { type: 'delete', path: 'a/b.ts' },
      { type: 'delete', path: './c.ts' },
    ]);
  });

  test('a file that is updated twice has two operations in order', () => {
    expect(operations(update('-a', '+b', '*** Update File: a.ts', '-b', '+c'))).toMatchObject([
      { path: 'a.ts', hunks: [{ script: [{ line: 'a' }, { line: 'b' }] }] },
      { path: 'a.ts', hunks: [{ script: [{ line: 'b' }, { line: 'c' }] }] },
    ]);
  });

  test('patches one after the other are one edit', () => {
    expect(operations(patch('*** Delete File: a') + patch('*** Delete File: b'))).toMatchObject([
      { path: 'a' },
      { path: 'b' },
    ]);
  });

  test('a patch without its end is cut off', () => {
    expect(refused(text('*** Begin Patch', '*** Update File: a.ts', '@@', '-x', '+y'))).toBe('truncated 1');
    expect(refused(text('*** Begin Patch', '*** Delete File: a', '*** Begin Patch'))).toBe('truncated 3');
  });

  test('a patch without beginning and end is one', () => {
    expect(operations(text('*** Update File: a.ts', '@@', '-x', '+y'))).toMatchObject([{ path: 'a.ts' }]);
    expect(operations(text('```', '*** Delete File: a.ts', '```'))).toEqual([{ type: 'delete', path: 'a.ts' }]);
  });

  test('deleted lines are what the file must hold', () => {
    expect(operations(patch('*** Delete File: a', '-x', '-y'))).toEqual([
      { type: 'delete', path: 'a', text: 'x\ny\n' },
    ]);
    expect(refused(patch('*** Delete File: a', 'x'))).toBe('malformed 3');
  });

  test.each([
    ['a file without changes', update(), 'malformed 2'],
    ['an anchor without lines', update('@@ a', '-b', '@@ c'), 'malformed 5'],
    ['no path', patch('*** Update File:', '-x'), 'no-path 2'],
    ['lines of no file', patch('-x'), 'malformed 2'],
    ['an operation that is not known', patch('*** Rename File: a'), 'unsupported 2'],
    ['no operations', patch(), 'no-edits 1'],
    ['an end that did not begin', text(patch('*** Delete File: a'), '*** End Patch'), 'malformed 5'],
  ])('%s is refused', (_, source, expected) => {
    expect(refused(source)).toBe(expected);
  });

  test('an added file may hold marks of all formats', () => {
    const lines = ['```diff', '--- a/x', '*** End Patch', '<<<<<<< SEARCH', '```'];
    expect(operations(patch('*** Add File: a.md', ...lines.map((line) => `+${line}`)))).toEqual([
      { type: 'create', path: 'a.md', text: `${lines.join('\n')}\n` },
    ]);
  });

  test('context with its space may read like a marker', () => {
    expect(scripts(update('@@', ' *** End Patch', '-x', ' *** Update File: b'))).toEqual([
      [' *** End Patch', '-x', ' *** Update File: b'],
    ]);
  });

  test('three asterisks in text are no marker', () => {
    expect(scripts(update('@@', '*** NOTE', '-x'))).toEqual([[' *** NOTE', '-x']]);
  });
});
