import { describe, expect, test } from 'vitest';
import { findGateFiles, touchesGateSources } from '../../../src/core/gates/sources';
import type { CommandGate } from '../../../src/core/gates/verdict';
import type { WorkspacePath } from '../../../src/core/util/paths';
import { MemoryWorkspace } from '../../fakes/memoryWorkspace';

const gate = (command: string, args: readonly string[] = [], folder?: string): CommandGate => ({
  id: 'test',
  command,
  args,
  timeoutMs: 1,
  required: true,
  ...(folder === undefined ? {} : { folder }),
});

const held = (path: string, gates = [gate('npm', ['run', 'test', '--silent'])]): boolean =>
  touchesGateSources(new Map([[path as WorkspacePath, '']]), gates).length === 1;

describe('a change is held before gates', () => {
  test.each([
    ...[
      'package.json',
      'packages/a/package.json',
      'package-lock.json',
      'yarn.lock',
      '.npmrc',
      '.yarnrc.yml',
      '.pnpmfile.cjs',
    ],
    ...[
      'Makefile',
      'vite.config.ts',
      'web/jest.config.json',
      'vitest.config.e2e.mts',
      'karma.conf.js',
      'tsconfig.json',
    ],
    ...[
      'tsconfig.build.json',
      '.eslintrc',
      '.eslintrc.cjs',
      '.babelrc.js',
      '.mocharc.yml',
      '.env',
      '.env.test',
      'api/.env.local',
    ],
    ...[
      '.husky/pre-commit',
      '.git/hooks/pre-push',
      '.githooks/pre-push',
      'pyproject.toml',
      'setup.py',
      'setup.cfg',
      'tox.ini',
    ],
    ...['tests/conftest.py', 'Cargo.toml', 'build.rs', '.cargo/config.toml', 'go.mod', 'app/build.gradle', 'pom.xml'],
    // A disk that knows no case takes this for package.json.
    'PACKAGE.JSON',
  ])('when it is to %s', (path) => expect(held(path)).toBe(true));

  test.each([
    'src/index.ts',
    'test/index.test.ts',
    'README.md',
    'src/config.ts',
    'src/package.ts',
    'docs/makefile.md',
    'environment.ts',
  ])('but not when it is to %s', (path) => expect(held(path)).toBe(false));

  test.each([
    ['checks/run.mjs', gate('node', ['./checks/run.mjs']), true],
    ['checks/other.mjs', gate('node', ['./checks/run.mjs']), false],
    ['check.sh', gate('./check.sh'), true],
    ['quality/rules.yml', gate('lint', ['--config=quality/rules.yml']), true],
    ['quality/rules.yml', gate('lint', ['--config', 'quality/rules.yml']), true],
    // What a gate looks at is not what it runs.
    ['src/index.ts', gate('eslint', ['src']), false],
    ['scripts/lib/helper.mjs', gate('node', ['scripts/test.mjs']), true],
    ['tools/helper.mjs', gate('node', ['scripts/test.mjs']), false],
    ['scripts/helper.mjs', gate('npm', ['test']), false],
    ['api/checks/run.mjs', gate('node', ['checks/run.mjs'], 'api'), true],
    ['web/checks/run.mjs', gate('node', ['checks/run.mjs'], 'api'), false],
  ])('when the gate names it: %s', (path, named, expected) => expect(held(path, [named])).toBe(expected));

  test('and only the paths concerned are answered, in their order', () => {
    const paths = ['src/a.ts', 'package.json', 'src/b.ts', '.npmrc'] as WorkspacePath[];
    const changes = new Map(paths.map((path) => [path, '']));
    expect(touchesGateSources(changes, [gate('npm', ['test'])])).toEqual(['package.json', '.npmrc']);
  });

  describe('when the script behind it runs it', () => {
    const manifest = (test: string): string => JSON.stringify({ scripts: { test } });
    const inRun = async (files: Readonly<Record<string, string>>, made: CommandGate, folders = ['app']) => {
      const workspace = Object.assign(new MemoryWorkspace(files), { folders });
      return { ...made, runsFrom: await findGateFiles(made, workspace, new AbortController().signal) };
    };

    test.each(['scripts/test.mjs', 'scripts/helper.mjs', 'package.json'])('%s', async (path) => {
      expect(
        held(path, [await inRun({ 'package.json': manifest('node scripts/test.mjs') }, gate('npm', ['test']))]),
      ).toBe(true);
    });

    test('but not another file', async () => {
      const made = await inRun({ 'package.json': manifest('node run.mjs') }, gate('npm', ['test']));
      expect(['run.mjs', 'RUN.mjs', 'other.mjs'].map((path) => held(path, [made]))).toEqual([true, true, false]);
    });

    test('in the folder that the gate runs in', async () => {
      const files = { 'api/package.json': manifest('./run.sh'), 'web/package.json': manifest('./web.sh') };
      const made = await inRun(files, gate('npm', ['test'], 'web'), ['api', 'web']);
      expect(['web/web.sh', 'api/web.sh', 'api/run.sh'].map((path) => held(path, [made]))).toEqual([
        true,
        false,
        false,
      ]);
      const first = await inRun(files, gate('node', ['check.js']), ['api', 'web']);
      expect(['api/check.js', 'web/check.js'].map((path) => held(path, [first]))).toEqual([true, false]);
    });

    test('also as the change itself would have it', async () => {
      const made = await inRun({}, gate('npm', ['test']));
      const changes = new Map(
        Object.entries({ 'package.json': manifest('node fresh.js'), 'fresh.js': '', 'other.js': '' }),
      ) as Map<WorkspacePath, string>;
      expect(touchesGateSources(changes, [made])).toEqual(['package.json', 'fresh.js']);
    });
  });

  test('but nothing is held where no gate runs', () => expect(held('package.json', [])).toBe(false));
});
