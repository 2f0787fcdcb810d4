import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

import { excludeFilesOf, foldersUpToRepository } from '../../../../src/adapters/vscode/repository';
import { temporaryFolder } from '../../node/temporaryFolder';

/** A folder with these entries: a text makes a file, `null` a folder. */
function laid(entries: Readonly<Record<string, string | null>>): string {
  const root = temporaryFolder();
  for (const [path, text] of Object.entries(entries)) {
    const file = join(root, path);
    mkdirSync(text === null ? file : dirname(file), { recursive: true });
    if (text !== null) writeFileSync(file, text);
  }
  return root;
}

describe('the folders up to the repository', () => {
  it('are the nearest first, each with the way down', async () => {
    const root = laid({ '.git/HEAD': '', 'packages/app/src': null });
    expect(await foldersUpToRepository(join(root, 'packages/app'))).toEqual([
      { folder: join(root, 'packages'), way: 'app' },
      { folder: root, way: 'packages/app' },
    ]);
  });

  it('are none where the repository starts in the folder itself, be it as a work tree', async () => {
    const root = laid({ '.git/HEAD': '', 'one/.git/HEAD': '', 'two/.git': 'gitdir: ../.git/worktrees/two' });
    expect(await foldersUpToRepository(join(root, 'one'))).toEqual([]);
    expect(await foldersUpToRepository(join(root, 'two'))).toEqual([]);
  });

  it('are none where there is no repository', async () => {
    // The folder for temporary files is in no repository, or the whole machine is.
    expect(await foldersUpToRepository(laid({ 'a/b': null }))).toEqual([]);
  });

  it('are those of the folder that a link leads to', async () => {
    const root = laid({ '.git/HEAD': '', 'packages/app': null });
    const link = join(temporaryFolder(), 'link');
    symlinkSync(join(root, 'packages/app'), link, 'junction');
    expect((await foldersUpToRepository(link)).map(({ way }) => way)).toEqual(['app', 'packages/app']);
  });
});

/** The last one: before it come those of a user who has none. */
const excludesOf = async (folder: string): Promise<string | undefined> =>
  (await excludeFilesOf(folder, { home: '/nobody', environment: {} }))[1];

describe('the rules of a repository that are not shared', () => {
  it('lie in it', async () => {
    const root = laid({ '.git/HEAD': '' });
    expect(await excludesOf(root)).toBe(join(root, '.git/info/exclude'));
  });

  it('are for a work tree those of the repository it was made from', async () => {
    const root = laid({
      'repo/.git/worktrees/tree/commondir': '../..\n',
      'tree/.git': 'gitdir: ../repo/.git/worktrees/tree\n',
    });
    expect(await excludesOf(join(root, 'tree'))).toBe(join(root, 'repo/.git/info/exclude'));
  });

  it('are for a submodule its own', async () => {
    const root = laid({ '.git/modules/sub/HEAD': '', 'sub/.git': 'gitdir: ../.git/modules/sub' });
    expect(await excludesOf(join(root, 'sub'))).toBe(join(root, '.git/modules/sub/info/exclude'));
  });

  it('are none where no repository starts', async () => {
    const root = laid({ '.git/HEAD': '', 'sub/a.txt': '', 'odd/.git': 'nothing of git' });
    expect(await excludesOf(join(root, 'sub'))).toBeUndefined();
    expect(await excludesOf(join(root, 'odd'))).toBeUndefined();
  });
});
