import { describe, expect, it } from 'vitest';
import { makePolicyRules } from '../../../src/core/authority/policy';
import { measureBuiltIn } from '../../../src/core/gates/builtIn';
import type { Task } from '../../../src/core/plan/plan';
import type { FileChange } from '../../../src/core/staging/read/changeSet';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { plainPlace } from '../../fakes/plainPlace';

const rules = makePolicyRules(['private/**'], {
  ...plainPlace,
  isIgnored: async (path) => path.startsWith('dist/'),
  realPath: async (path) => (path === 'src/alias.ts' ? ('.env' as WorkspacePath) : path),
});

/** What the built-in gates say of an attempt whose task may write `scope`; tools refuse such writes before, so it is made by hand. */
async function measure(scope: readonly string[], texts: Readonly<Record<string, string | null>>) {
  const changes = Object.entries(texts).map(([path, after]): FileChange => ({
    path: path as WorkspacePath,
    before: after === null ? 'old\n' : null,
    after,
  }));
  const task = { writeScope: scope } as Task;
  const verdicts = await measureBuiltIn(task, { digest: 'tree', changes }, rules, 7);
  return Object.fromEntries(verdicts.map((verdict) => [verdict.gate, verdict]));
}

describe('the built-in gates', () => {
  it('pass a change within its scope, required and on record', async () => {
    const { scope, patch } = await measure(['src/**'], { 'src/a.ts': 'one\n', 'src/b.ts': null });
    const verdict = { outcome: 'passed', required: true, tree: 'tree', at: 7, command: '', exitCode: null, output: '' };
    expect(scope).toEqual({ ...verdict, gate: 'scope', durationMs: 0 });
    expect(patch).toEqual({ ...verdict, gate: 'patch', durationMs: 0 });
  });

  it('name every file outside of the write scope, deletions too', async () => {
    const { scope, patch } = await measure(['src/**'], { 'src/a.ts': '', 'test/a.ts': '', 'README.md': null });
    expect(scope?.outcome).toBe('failed');
    expect(scope?.output).toBe('test/a.ts is outside the write scope\nREADME.md is outside the write scope');
    expect(patch?.outcome).toBe('passed');
  });

  it('judge both places of a file that is moved', async () => {
    const move = async (movedFrom: string, path: string): Promise<readonly (string | undefined)[]> => {
      const change = { path: path as WorkspacePath, before: '', after: '', movedFrom: movedFrom as WorkspacePath };
      const task = { writeScope: ['src/**', '.env', 'dist/**'] as readonly string[] } as Task;
      const verdicts = await measureBuiltIn(task, { digest: 'tree', changes: [change] }, rules, 7);
      return verdicts.map(({ output }) => output);
    };
    expect(await move('src/a.ts', 'src/b.ts')).toEqual(['', '']);
    expect(await move('lib/a.ts', 'src/a.ts')).toEqual(['lib/a.ts is outside the write scope', '']);
    expect(await move('src/a.ts', 'lib/a.ts')).toEqual(['lib/a.ts is outside the write scope', '']);
    const secret = '.env may hold secrets and is never shown to or written by a model.';
    expect(await move('.env', 'src/env.ts')).toEqual(['', secret]);
    expect(await move('src/env.ts', '.env')).toEqual(['', secret]);
    expect(await move('dist/a.js', 'src/a.js')).toEqual(['', "dist/a.js is left out by the project's ignore files."]);
  });

  it.each([
    ['.env', 'KEY=1', '.env may hold secrets and is never shown to or written by a model.'],
    ['private/a.md', '', 'private/a.md may hold secrets and is never shown to or written by a model.'],
    ['src/alias.ts', '', 'src/alias.ts is a link: .env may hold secrets and is never shown to or written by a model.'],
    ['.git/hooks/pre-commit', '', '.git/hooks/pre-commit belongs to a tool and is out of bounds.'],
    ['dist/a.js', '', "dist/a.js is left out by the project's ignore files."],
    ['src/a.ts', 'a\0b', 'src/a.ts would be binary'],
    ['src/a.ts', 'x'.repeat(1_000_001), 'src/a.ts would be longer by more than 1000000 characters'],
  ])('refuse as no patch: %s', async (path, text, problem) => {
    const { scope, patch } = await measure(['**'], { [path]: text });
    expect(scope?.outcome).toBe('passed');
    expect(patch).toMatchObject({ outcome: 'failed', required: true, output: problem });
  });

  it('takes a small change of a file of 10 MB', async () => {
    const before = 'A line of a long file.\n'.repeat(440_000);
    const changes: FileChange[] = [{ path: 'src/a.ts' as WorkspacePath, before, after: `${before}One more.\n` }];
    const verdicts = await measureBuiltIn(
      { writeScope: ['**'] as readonly string[] } as Task,
      { digest: 'tree', changes },
      rules,
      7,
    );
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(['passed', 'passed']);
  });
});
