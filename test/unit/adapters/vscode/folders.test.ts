import { describe, expect, it } from 'vitest';

import { locate, nameFolders, pathIn } from '../../../../src/adapters/vscode/folders';
import type { WorkspacePath } from '../../../../src/core/util/paths';

const path = (text: string): WorkspacePath => text as WorkspacePath;

describe('workspace folders', () => {
  const folders = nameFolders([
    { name: 'api', root: '/one/api' },
    { name: 'api', root: '/two/api' },
    { name: 'a/b', root: '/three' },
  ]);

  it('get names of their own', () => {
    expect(folders.map(({ name }) => name)).toEqual(['api', 'api-2', 'a-b']);
    const taken = nameFolders(['x', 'x-2', 'x'].map((name) => ({ name, root: name })));
    expect(taken.map(({ name }) => name)).toEqual(['x', 'x-2', 'x-3']);
  });

  it('stand first in a path when there are several', () => {
    expect(locate(folders, path('api-2/src/a.ts'))).toEqual({ folder: folders[1], inside: 'src/a.ts' });
    expect(locate(folders, path('src/a.ts'))).toBeUndefined();
    expect(locate(folders, path('api'))).toBeUndefined();
    expect(pathIn(folders, folders[1]!, 'src/a.ts')).toBe('api-2/src/a.ts');
  });

  it('are left out of a path when there is one', () => {
    const one = folders.slice(0, 1);
    expect(locate(one, path('api/a.ts'))).toEqual({ folder: one[0], inside: 'api/a.ts' });
    expect(pathIn(one, one[0]!, 'a.ts')).toBe('a.ts');
    expect(locate([], path('a.ts'))).toBeUndefined();
  });
});
