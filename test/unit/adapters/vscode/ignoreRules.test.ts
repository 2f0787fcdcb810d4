import { describe, expect, it } from 'vitest';

import { IgnoreRules, plainlyIgnoredFolders, type RulesAbove } from '../../../../src/adapters/vscode/ignoreRules';

/** Rules from texts by folder. `asked` is filled with the folders whose texts were read. */
function rulesOf(
  texts: Readonly<Record<string, string | readonly string[]>>,
  above: readonly RulesAbove[] = [],
  asked: string[] = [],
): IgnoreRules {
  const textsIn = async (folder: string): Promise<readonly string[]> => {
    asked.push(folder);
    return [texts[folder] ?? []].flat();
  };
  return new IgnoreRules({ above, textsIn });
}

describe('ignore rules', () => {
  const rules = rulesOf({ '': 'build/\n*.log\n/top.txt\n', sub: '!keep.log\nlocal\n', build: '!all\n' });

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
  ])('%s: %s', async (path, ignored) => {
    expect(await rules.ignores(path)).toBe(ignored);
  });

  it('bring nothing back that lies in an ignored folder', async () => {
    expect(await rules.ignores('build/all')).toBe(true);
    expect(await rules.ignores('x/build/deep/y')).toBe(true);
  });

  it('let the later of two files of one folder win', async () => {
    const both = rulesOf({ '': ['*.env\n', '!public.env\n'] });
    expect(await both.ignores('public.env')).toBe(false);
    expect(await both.ignores('x.env')).toBe(true);
  });

  it('are read where paths lead through, once, and not in folders that are left out', async () => {
    const asked: string[] = [];
    const counted = rulesOf({ '': 'build/\n' }, [], asked);
    expect(await counted.visible(['a/b/c.ts', 'a/d.ts', 'build/x/y.js', 'e.ts', 'a/b/f.ts'])).toEqual([
      'a/b/c.ts',
      'a/d.ts',
      'e.ts',
      'a/b/f.ts',
    ]);
    expect(await counted.ignores('a/b/g.ts')).toBe(false);
    expect(asked.sort()).toEqual(['', 'a', 'a/b']);
  });

  it('are asked for again when they could not be read', async () => {
    let failing = true;
    const textsIn = async (): Promise<readonly string[]> => {
      if (failing) throw new Error('Not now.');
      return ['*.log'];
    };
    const flaky = new IgnoreRules({ above: [], textsIn });
    await expect(flaky.ignores('a/b.log')).rejects.toThrow('Not now.');
    failing = false;
    expect(await flaky.ignores('a/b.log')).toBe(true);
  });

  it('tell a search which folders to skip, unless anything is brought back', () => {
    expect(plainlyIgnoredFolders('# c\nnode_modules\n/dist/\n*.log\na/b\n')).toEqual(['**/node_modules/**', 'dist/**']);
    expect(plainlyIgnoredFolders('dist\n!dist/keep\n')).toEqual([]);
  });
});

describe('ignore rules from above the folder', () => {
  const above = [
    { way: 'app', texts: ['*.tmp\n!shown.local\n'] },
    { way: 'packages/app', texts: ['*.local\n/packages/app/secret/\n/top.txt\n', '!fine.tmp\n'] },
  ];
  const rules = rulesOf({ '': '!mine.tmp\n' }, above);

  it.each([
    ['a.local', true],
    ['src/a.local', true],
    ['shown.local', false],
    ['secret/key.txt', true],
    ['src/secret/key.txt', false],
    ['top.txt', false],
    ['a.tmp', true],
    // Deeper files win: the nearest says nothing of this one, but the one between leaves it out.
    ['fine.tmp', true],
    ['mine.tmp', false],
    ['src/mine.tmp', false],
  ])('count with paths of their own folder: %s: %s', async (path, ignored) => {
    expect(await rules.ignores(path)).toBe(ignored);
  });

  it('do not leave out a folder that was opened, but what they name in it', async () => {
    const opened = rulesOf({}, [{ way: 'scratch/try', texts: ['scratch/\n*.local\n/dist\n'] }]);
    expect(await opened.visible(['a.ts', 'src/b.ts', 'c.local', 'src/d.local', 'scratch/e.ts', 'dist/f.js'])).toEqual([
      'a.ts',
      'src/b.ts',
    ]);
    const all = rulesOf({}, [{ way: 'notes', texts: ['*\n'] }]);
    expect(await all.visible(['a.md', 'sub/b.md'])).toEqual([]);
  });
});
