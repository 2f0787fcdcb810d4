import { describe, expect, test } from 'vitest';
import { carriedFiles, nothingCarried } from '../../../src/core/gates/carriedFiles';
import { makePolicyRules } from '../../../src/core/authority/policy';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';
import { changes, lay, shadowed, textOf } from '../node/shadowWorkspace';

const { sensitive } = makePolicyRules(['vault/**'], new MemoryWorkspace({}));
const carried = (user: readonly string[], workspace: readonly string[] = []) => {
  const test = carriedFiles({ user, workspace }, sensitive);
  return (path: string, kind: 'file' | 'folder' = 'file'): boolean => test(path as WorkspacePath, kind);
};

describe('what ignore rules leave out', () => {
  test('is carried where a glob names it', () => {
    const test = carried(['generated/**', 'fixtures'], ['schema.json']);
    expect(['generated/a/b.ts', 'fixtures/one.bin', 'schema.json'].map((path) => test(path))).toEqual([
      true,
      true,
      true,
    ]);
    expect(['dist/a.js', 'regenerated/a.ts', 'a/schema.json'].map((path) => test(path))).toEqual([false, false, false]);
    expect(carriedFiles(nothingCarried, sensitive)('a' as WorkspacePath, 'file')).toBe(false);
  });

  test('is looked for in the folders where it may be, and in no others', () => {
    const test = carried(['packages/*/generated/**'], ['build/schema.json']);
    expect(['packages', 'packages/one', 'packages/one/generated', 'build'].map((path) => test(path, 'folder'))).toEqual(
      [...[true, true, true, true]],
    );
    expect(['dist', 'target', 'build2'].map((path) => test(path, 'folder'))).toEqual([false, false, false]);
  });

  test('and may hold secrets is carried on the user’s word alone', () => {
    expect(carried(['.env.test', 'vault/**'])('.env.test')).toBe(true);
    expect(carried(['.env.test', 'vault/**'])('vault/key')).toBe(true);
    expect(carried([], ['.env.test', 'vault/**', '**'])('.env.test')).toBe(false);
    expect(carried([], ['**'])('vault/key')).toBe(false);
    expect(carried([], ['**'])('dist/a.js')).toBe(true);
  });
});

test('a copy holds what is carried, and has another digest when it changes', async () => {
  const isCarried = carriedFiles({ user: ['generated/api/**'], workspace: [] }, sensitive);
  const ignored = async (path: string): Promise<boolean> => /^(?:generated|dist)(?:\/|$)/.test(path);
  const files = { 'src/a.ts': 'a', 'generated/api/client.ts': 'one', 'generated/log.txt': 'log', 'dist/a.js': 'built' };
  const { tree, root } = shadowed(files, {
    ignored: async (path, kind) => (await ignored(path)) && !isCarried(path, kind),
  });
  const first = await lay(tree);
  expect(textOf(first.root, 'generated/api/client.ts')).toBe('one');
  expect([textOf(first.root, 'generated/log.txt'), textOf(first.root, 'dist/a.js')]).toEqual([null, null]);
  first.release();
  const again = await tree.lay(changes({ 'generated/api/client.ts': 'two' }), new AbortController().signal);
  expect(again.ok && again.value.digest).not.toBe(first.digest);
  expect(again.ok && textOf(again.value.root, 'generated/api/client.ts')).toBe('two');
  expect(textOf(root, 'generated/api/client.ts')).toBe('one');
});
