import { describe, expect, test } from 'vitest';
import { detectGates, type ProjectManifest } from '../../../src/core/gates/detect';
import { gateLine } from '../../../src/core/gates/verdict';

const project = (
  scripts: Record<string, unknown>,
  more: Partial<ProjectManifest> & { packageManager?: string } = {},
): ProjectManifest => ({
  folder: more.folder ?? 'app',
  text: JSON.stringify({ name: 'app', scripts, packageManager: more.packageManager }),
  siblings: more.siblings ?? [],
});

/** One line per gate: what matters of it at a glance. */
const picture = (...manifests: ProjectManifest[]): string[] =>
  detectGates(manifests).gates.map(({ gate }) =>
    [
      gate.required ? '!' : '?',
      gate.id,
      '=',
      gateLine(gate),
      ...(gate.folder === undefined ? [] : [`in ${gate.folder}`]),
    ].join(' '),
  );

describe('detected gates', () => {
  test('are the scripts that check something, type check first', () => {
    expect(
      picture(project({ lint: 'eslint .', test: 'vitest run', typecheck: 'tsc', start: 'node .', build: 'tsc -b' })),
    ).toEqual([
      '! typecheck = npm run typecheck --silent',
      '! test = npm run test --silent',
      '? lint = npm run lint --silent',
    ]);
  });

  test.each(['type-check', 'check-types', 'tsc'])('know the type check under the name %s', (name) => {
    expect(picture(project({ [name]: 'tsc' }))).toEqual([`! typecheck = npm run ${name} --silent`]);
  });

  test('take the build only where there is no type check', () => {
    expect(picture(project({ build: 'tsc -b', test: 'vitest run' }))).toEqual([
      '! build = npm run build --silent',
      '! test = npm run test --silent',
    ]);
  });

  test('begin with the types where a TypeScript and a configuration are there, which takes no script', () => {
    const typed = project({ test: 'vitest run' }, { siblings: ['tsconfig.json'] });
    expect(picture({ ...typed, hasTypeScript: true })).toEqual([
      '! types = TypeScript of this folder, on the proposed text',
      '! test = npm run test --silent',
    ]);
    expect(picture({ ...typed, hasTypeScript: false })).toEqual(['! test = npm run test --silent']);
    expect(picture({ ...project({}), hasTypeScript: true })).toEqual([]);
    expect(picture({ ...project({}), folder: 'one' }, { ...typed, folder: 'two', hasTypeScript: true })[0]).toBe(
      '! two:types = TypeScript of this folder, on the proposed text in two',
    );
  });

  test('leave out the test npm writes into every new package', () => {
    expect(picture(project({ test: 'echo "Error: no test specified" && exit 1' }))).toEqual([]);
  });

  test('leave out a script that never ends, and say so', () => {
    const detected = detectGates([project({ test: 'jest --watch', lint: 'eslint . --watch=false' })]);
    expect(detected.gates.map(({ gate }) => gate.id)).toEqual(['lint']);
    expect(detected.problems).toEqual([
      'The script "test" keeps watching and never ends, so it is no gate. Add one that runs once.',
    ]);
  });

  test.each([
    ['the field', { packageManager: 'pnpm@9.1.0', siblings: ['yarn.lock'] }, 'pnpm --silent run test'],
    ['a pnpm lock file', { siblings: ['pnpm-lock.yaml'] }, 'pnpm --silent run test'],
    ['a yarn lock file', { siblings: ['yarn.lock'] }, 'yarn run test'],
    [
      'npm in the field, whatever lies around',
      { packageManager: 'npm@10.0.0', siblings: ['yarn.lock'] },
      'npm run test --silent',
    ],
  ])('use the package manager of %s', (_what, more, line) => {
    expect(picture(project({ test: 'vitest run' }, more))).toEqual([`! test = ${line}`]);
  });

  test('carry the folder where there are several', () => {
    expect(picture(project({ test: 'a' }, { folder: 'web' }), project({ test: 'b' }, { folder: 'api' }))).toEqual([
      '! web:test = npm run test --silent in web',
      '! api:test = npm run test --silent in api',
    ]);
  });

  test('carry the folder too where only one of several has a project', () => {
    const detected = detectGates([project({ test: 'a' }, { folder: 'my app' })], 2);
    expect(detected.gates).toMatchObject([{ gate: { id: 'my-app:test', folder: 'my app' }, script: 'a' }]);
  });

  test('survive a package.json that is none, and name its folder', () => {
    const broken = detectGates([
      { folder: 'web', text: '{ "scripts": ', siblings: [] },
      project({ test: 'a' }, { folder: 'api' }),
    ]);
    expect(broken.gates.map(({ gate }) => gate.id)).toEqual(['api:test']);
    expect(broken.problems).toEqual([expect.stringContaining('The package.json of web could not be read')]);
    expect(detectGates([project({ test: ['not', 'a', 'text'] })])).toEqual({
      gates: [],
      problems: ['The package.json of app has scripts that are not texts, so no gates were detected in it.'],
    });
  });

  test('are none without scripts', () => {
    expect(detectGates([{ folder: 'app', text: '{}', siblings: [] }])).toEqual({ gates: [], problems: [] });
  });
});
