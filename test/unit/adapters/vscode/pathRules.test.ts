import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

import { measurePathRules, type Machine } from '../../../../src/adapters/vscode/pathRules';
import { spellingOnDisk } from '../../../../src/adapters/vscode/spelling';
import { posixRules } from '../../../../src/core/util/pathRules';
import { windowsRules } from '../../../fakes/windowsRules';

/** A machine with these files, by absolute path. A folder beneath `/sensitive` knows case, all others do not. */
function machine(platform: Machine['platform'], ...files: readonly string[]): Machine {
  const key = (file: string): string => (file.startsWith('/sensitive') ? file : file.toLowerCase());
  const all = new Set(files.flatMap((file) => [file, path.dirname(file)]));
  return {
    platform,
    names: async (folder) => {
      const names = files.filter((file) => path.dirname(file) === folder).map((file) => path.basename(file));
      if (names.length === 0) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
      return names;
    },
    look: async (file) => {
      if (![...all].some((each) => key(each) === key(file))) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
    },
  };
}

describe('the rules of a workspace', () => {
  it.each<[string, string[], Machine, boolean]>([
    ['a name found in the other case', ['/one'], machine('linux', '/one/ReadMe.md'), false],
    ['a name not found in the other case', ['/sensitive'], machine('darwin', '/sensitive/a.txt'), true],
    ['two names that differ in case', ['/one'], machine('darwin', '/one/a', '/one/A'), true],
    ['an empty folder, by its own name', ['/one/empty'], machine('linux', '/one/empty'), false],
    ['nothing to ask, on a Mac', ['/1/2'], machine('darwin'), false],
    ['nothing to ask, on Linux', ['/1/2'], machine('linux'), true],
    ['one folder of each kind', ['/sensitive', '/one'], machine('linux', '/sensitive/a', '/one/b'), false],
    ['no local folder', [], machine('win32'), true],
  ])('tell from %s whether case counts', async (_what, folders, on, caseSensitive) => {
    expect((await measurePathRules(folders, on)).caseSensitive).toBe(caseSensitive);
  });

  it('are those of Windows for local folders of Windows', async () => {
    expect(await measurePathRules(['/one'], machine('win32', '/one/a.txt'))).toEqual(windowsRules);
    expect((await measurePathRules([], machine('win32'))).platform).toBe('posix');
  });

  it('are measured on this disk, as it answers', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'lead-worker-rules-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(path.join(folder, 'a'), '');
    await writeFile(path.join(folder, 'A'), '');
    const { caseSensitive } = await measurePathRules([folder]);
    expect(caseSensitive).toBe((await readdir(folder)).length === 2);
  });
});

describe('the spelling on disk', () => {
  const folders = new Map([
    ['', ['Src', 'docs']],
    ['Src', ['Index.ts', 'cafe\u0301.ts', 'twice', 'TWICE']],
  ]);
  const asked: string[] = [];
  const namesIn = async (folder: string): Promise<readonly string[]> => {
    asked.push(folder);
    return folders.get(folder) ?? [];
  };

  it.each([
    ['src/index.ts', 'Src/Index.ts'],
    ['SRC/caf\u00E9.ts', 'Src/cafe\u0301.ts'],
    ['src/new/File.ts', 'Src/new/File.ts'],
    ['src/Twice', 'Src/Twice'],
    ['src/TWICE', 'Src/TWICE'],
    ['other/a/b.ts', 'other/a/b.ts'],
  ])('of %j is %j', async (path, spelled) => {
    expect(await spellingOnDisk(path, windowsRules, namesIn)).toBe(spelled);
  });

  it('takes no look where there can be no other one', async () => {
    asked.length = 0;
    expect(await spellingOnDisk('src/index.ts', posixRules, namesIn)).toBe('src/index.ts');
    expect(asked).toEqual([]);
    expect(await spellingOnDisk('Src/caf\u00E9.ts', posixRules, namesIn)).toBe('Src/cafe\u0301.ts');
  });
});
