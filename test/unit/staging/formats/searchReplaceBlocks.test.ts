import { describe, expect, test } from 'vitest';
import { blocks, operations, refusal, refused, text } from './parsed';

const block = (search: string, replace: string): string =>
  `<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;

describe('search/replace blocks', () => {
  test('whole lines are searched and put there', () => {
    expect(blocks(block('one\n  two\n', 'three\n'))).toEqual([{ search: 'one\n  two', replace: 'three' }]);
  });

  test.each([
    ['five', '<<<<< SEARCH', '=====', '>>>>> REPLACE'],
    ['nine', '<<<<<<<<< SEARCH', '=========', '>>>>>>>>> REPLACE'],
    ['dashes and plus signs', '------- SEARCH', '=======', '+++++++ REPLACE'],
    ['a closing angle', '<<<<<<< SEARCH>', '=======', '>>>>>>> REPLACE>'],
    ['no blank', '<<<<<<<SEARCH', '=======', '>>>>>>>REPLACE'],
    ['white space behind', '<<<<<<< SEARCH  ', '======= ', '>>>>>>> REPLACE\t'],
    ['words behind', '<<<<<<< SEARCH (old)', '=======', '>>>>>>> REPLACE (new)'],
    ['all set in', '  <<<<<<< SEARCH', '  =======', '  >>>>>>> REPLACE'],
    ['two kinds', '------- SEARCH', '=======', '>>>>>>> REPLACE'],
  ])('markers may have %s', (_, search, divider, replace) => {
    expect(blocks(text(search, 'a', divider, 'b', replace))).toEqual([{ search: 'a', replace: 'b' }]);
  });

  test('an empty search stays empty', () => {
    expect(blocks(block('', 'new\n'))).toEqual([{ search: '', replace: 'new' }]);
  });

  test('an empty replacement removes, and one blank line is no empty replacement', () => {
    expect(blocks(block('a\n', ''))).toEqual([{ search: 'a', replace: '' }]);
    expect(blocks(block('a\n', '\n'))).toEqual([{ search: 'a', replace: '\n' }]);
    expect(blocks(block('a\n\n', 'b\n'))).toEqual([{ search: 'a\n\n', replace: 'b' }]);
  });

  test('line numbers above a rule are a hint and no text', () => {
    const withNumbers = (...header: readonly string[]): string => block(`${header.join('\n')}\na\n`, 'b\n');
    const expected = [{ search: 'a', replace: 'b', line: 12 }];
    expect(blocks(withNumbers(':start_line:12', '-------'))).toEqual(expected);
    expect(blocks(withNumbers(':start_line: 12', ':end_line:14', '-------'))).toEqual(expected);
    expect(blocks(withNumbers(':start_line:12'))).toEqual(expected);
  });

  test('a rule without line numbers above it is text', () => {
    expect(blocks(block('-------\na\n', 'b\n'))).toEqual([{ search: '-------\na', replace: 'b' }]);
  });

  test('line numbers in the replacement are refused', () => {
    expect(refused(block('a\n', ':start_line:3\nb\n'), 'a.ts')).toBe('malformed 4');
  });

  test('an escaped marker is text without its back-slash', () => {
    const search = '\\<<<<<<< SEARCH\nx\n\\=======\ny\n\\>>>>>>> REPLACE\n\\:start_line:2\n\\-------\n';
    expect(blocks(block(search, '\\=======\n'))).toEqual([
      {
        search: '<<<<<<< SEARCH\nx\n=======\ny\n>>>>>>> REPLACE\n:start_line:2\n-------',
        replace: '=======',
      },
    ]);
  });

  test('other back-slashes stay', () => {
    expect(blocks(block('\\n\n\\==\n', '\\d\n'))).toEqual([{ search: '\\n\n\\==', replace: '\\d' }]);
  });

  test('a merge conflict in the search text is text', () => {
    const conflict = '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n';
    expect(blocks(block(conflict, 'b\n'))).toEqual([{ search: conflict.trimEnd(), replace: 'b' }]);
  });

  test('a merge conflict in the replacement is text', () => {
    const conflict = '<<<<<<< HEAD\na\n=======\nb\n>>>>>>> topic\n';
    expect(blocks(block('b\n', conflict))).toEqual([{ search: 'b', replace: conflict.trimEnd() }]);
    expect(blocks(block(conflict, conflict.replace('a', 'c')))[0]?.search).toBe(conflict.trimEnd());
  });

  test('one conflict marker alone is text while only one line can part the block', () => {
    expect(blocks(block('<<<<<<< HEAD\n', ''))).toEqual([{ search: '<<<<<<< HEAD', replace: '' }]);
  });

  test('of several dividers the one as long as the markers parts the block', () => {
    expect(blocks(block('Title\n=====\n', 'Name\n====\n'))).toEqual([
      { search: 'Title\n=====', replace: 'Name\n====' },
    ]);
  });

  test('several dividers that nothing tells apart are refused', () => {
    const failure = refusal(block('Heading\n=======\n', 'Caption\n=======\n'), 'a.rst');
    expect(failure).toMatchObject({ reason: 'malformed', line: 4 });
    expect(failure.message).toContain('(3, 4, 6)');
  });

  test('part of a conflict beside another divider is refused', () => {
    expect(refused(block('=======\nb\n>>>>>>> topic\n', ''), 'a.ts')).toBe('malformed 5');
  });

  test('a block without a divider is refused', () => {
    expect(refused('<<<<<<< SEARCH\na\n>>>>>>> REPLACE\n', 'a.ts')).toBe('malformed 1');
  });

  test('a block without an end is cut off', () => {
    expect(refused('<<<<<<< SEARCH\na\n=======\nb\n', 'a.ts')).toBe('truncated 1');
    expect(refused('<<<<<<< SEARCH\na\n', 'a.ts')).toBe('truncated 1');
  });

  test('a block that begins inside another is refused', () => {
    expect(refused(`<<<<<<< SEARCH\na\n=======\nb\n${block('c\n', 'd\n')}`, 'a.ts')).toBe('malformed 5');
  });

  test('an end that no block has is refused', () => {
    expect(refused(`${block('a\n', 'b\n')}c\n>>>>>>> REPLACE\n`, 'a.ts')).toBe('malformed 7');
  });

  test('marks of other formats within a block are text', () => {
    const patch = '*** Begin Patch\n*** Delete File: b.ts\n*** End Patch\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n```\n';
    expect(blocks(block(patch, 'b\n'))).toEqual([{ search: patch.trimEnd(), replace: 'b' }]);
  });
});

describe('the file of a block', () => {
  test.each([
    ['bare', 'src/b.ts'],
    ['with a colon', 'src/b.ts:'],
    ['as a heading', '### src/b.ts'],
    ['in back-ticks', '`src/b.ts`'],
    ['in asterisks', '**src/b.ts**'],
    ['in a list', '1. `src/b.ts`'],
    ['after a label', 'File: src/b.ts'],
    ['after a marked label in a heading', '#### **File:** `src/b.ts`:'],
    ['in a tag', '<path>src/b.ts</path>'],
    ['above a fence', 'src/b.ts\n```ts'],
    ['in a fence of its own', '```\nsrc/b.ts\n```\n```ts'],
    ['in the fence, above the block', '```ts\nsrc/b.ts'],
    ['behind the language of a fence', '```ts src/b.ts'],
    ['with a blank line below', 'src/b.ts\n'],
  ])('is named above it, %s', (_, name) => {
    const source = `Some words.\n${name}\n${block('a\n', 'b\n')}`;
    expect(operations(source, 'a.ts')).toEqual([
      { type: 'replace', path: 'src/b.ts', blocks: [{ search: 'a', replace: 'b' }] },
    ]);
  });

  test.each(['src/my file.ts', '"my file.ts"', '`my file.ts`'])('may have blanks in its name: %s', (name) => {
    expect(operations(`${name}\n${block('a\n', 'b\n')}`)[0]?.path).toBe(name.replace(/["`]/g, ''));
  });

  test.each(['app/(auth)/[id]/page.tsx', '__init__.py', 'src\\win\\a.ts', 'Makefile', '.gitignore', 'my\\_file.py'])(
    'may be called %s',
    (name) => {
      expect(operations(`${name}\n${block('a\n', 'b\n')}`, 'x.ts')[0]?.path).toBe(name.replace('\\_', '_'));
    },
  );

  test('is not named by words', () => {
    for (const words of ['Here is the change:', 'I changed foo.ts', 'Done.', 'See https://x.org/a.ts', '...'])
      expect(operations(`${words}\n${block('a\n', 'b\n')}`, 'a.ts')[0]?.path).toBe('a.ts');
  });

  test('may be a bare word where nothing else names one', () => {
    expect(operations(`script\n${block('a\n', 'b\n')}`)[0]?.path).toBe('script');
  });

  test('is that of the block before, and several files may be named', () => {
    const source = `a.ts\n${block('1\n', '2\n')}\n${block('3\n', '4\n')}b.ts\n${block('5\n', '6\n')}\na.ts\n${block('7\n', '8\n')}`;
    expect(operations(source, 'c.ts')).toEqual([
      {
        type: 'replace',
        path: 'a.ts',
        blocks: [
          { search: '1', replace: '2' },
          { search: '3', replace: '4' },
          { search: '7', replace: '8' },
        ],
      },
      { type: 'replace', path: 'b.ts', blocks: [{ search: '5', replace: '6' }] },
    ]);
  });

  test('must be known', () => {
    expect(refused(block('a\n', 'b\n'))).toBe('no-path 1');
  });

  test('may stand in the marker', () => {
    expect(operations(block('a\n', 'b\n').replace('SEARCH', 'SEARCH src/c.ts'))[0]?.path).toBe('src/c.ts');
  });
});
