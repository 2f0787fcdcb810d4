import { describe, expect, it } from 'vitest';

import { IgnoreRules, plainlyIgnoredFolders } from '../../../../src/adapters/vscode/ignoreRules';

describe('ignore rules', () => {
  const rules = new IgnoreRules([
    { folder: '', text: 'build/\n*.log\n/top.txt\n' },
    { folder: 'sub', text: '!keep.log\nlocal\n' },
    { folder: 'build', text: '!all\n' },
  ]);

  it.each([
    ['a.log', true],
    ['sub/keep.log', false],
    ['sub/other.log', true],
    ['sub/deep/keep.log', false],
    ['top.txt', true],
    ['sub/top.txt', false],
    ['sub/local/x.ts', true],
    ['local/x.ts', false],
    ['.git/config', true],
    ['src/a.ts', false],
    ['.gitignore', false],
  ])('%s: %s', (path, ignored) => {
    expect(rules.ignores(path)).toBe(ignored);
  });

  it('bring nothing back that lies in an ignored folder', () => {
    expect(rules.ignores('build/all')).toBe(true);
    expect(rules.ignores('x/build/deep/y')).toBe(true);
  });

  it('let the later of two files of one folder win', () => {
    const both = new IgnoreRules([
      { folder: '', text: '*.env\n' },
      { folder: '', text: '!public.env\n' },
    ]);
    expect(both.ignores('public.env')).toBe(false);
    expect(both.ignores('x.env')).toBe(true);
  });

  it('tell a search which folders to skip, unless anything is brought back', () => {
    expect(plainlyIgnoredFolders('# c\nnode_modules\n/dist/\n*.log\na/b\n')).toEqual(['**/node_modules/**', 'dist/**']);
    expect(plainlyIgnoredFolders('dist\n!dist/keep\n')).toEqual([]);
  });
});
