import { describe, expect, it } from 'vitest';
import {
  filesOfMakefile,
  filesOfScript,
  isMake,
  scriptOfCommand,
  scriptsIn,
} from '../../../src/core/gates/scriptFiles';

const filesOf = (line: string): readonly string[] => filesOfScript('test', { test: line });

describe('the files that a script runs', () => {
  it.each<[string, readonly string[]]>([
    ['node scripts/test.mjs', ['scripts/test.mjs']],
    ['./test.sh --all', ['./test.sh']],
    ['bin/check && eslint src', ['bin/check']],
    ['node run-tests.js; node after.js', ['run-tests.js', 'after.js']],
    ['cross-env NODE_ENV=test node --enable-source-maps ./run.js', ['./run.js']],
    ['CI=1 npx tsx tools/lint.ts', ['tools/lint.ts']],
    ['bash -c "node inner.js && ./other.sh"', ['inner.js', './other.sh']],
    ['node --import ./register.mjs --test test/a.test.js', ['./register.mjs']],
    ['node -r ./setup.cjs "main file.js"', ['main file.js', './setup.cjs']],
    ['vitest run --config=checks/vite.mts test/unit', ['checks/vite.mts']],
    ['eslint -c rules/eslint.js src/index.ts', ['rules/eslint.js']],
    ['python3 -u checks/all.py', ['checks/all.py']],
    // What is looked at is not what runs.
    ['node --test', []],
    ['node --test test/money.test.js', []],
    ['tsc -p .', []],
    ['eslint src test', []],
    ['mocha test/**/*.js', []],
    ['node -e "process.exit(0)"', []],
    ['', []],
  ])('%s', (line, files) => expect(filesOf(line)).toEqual(files));

  it('are followed into the scripts it runs, and those before and after it', () => {
    const scripts = {
      pretest: 'node before.js',
      test: 'npm run --silent unit && yarn lint && run-p npm:one two',
      posttest: './after.sh',
      unit: 'node unit.js',
      lint: 'node lint.js',
      one: 'node one.js',
      two: 'node two.js && npm test',
      other: 'node other.js',
    };
    expect([...filesOfScript('test', scripts)].sort()).toEqual([
      './after.sh',
      'before.js',
      'lint.js',
      'one.js',
      'two.js',
      'unit.js',
    ]);
  });
});

describe('the script of a command', () => {
  it.each<[string, readonly string[], string | undefined]>([
    ['npm', ['run', 'test', '--silent'], 'test'],
    ['npm', ['test'], 'test'],
    ['npm.cmd', ['t'], 'test'],
    ['pnpm', ['--silent', 'run', 'check'], 'check'],
    ['yarn', ['check'], 'check'],
    ['/usr/bin/bun', ['run', 'check'], 'check'],
    ['node', ['run', 'x'], undefined],
  ])('%s %s', (command, args, script) => expect(scriptOfCommand(command, args)).toBe(script));
});

describe('the scripts of a manifest', () => {
  it('are none in what is no manifest', () => {
    expect(scriptsIn('\uFEFF{ "scripts": { "a": "b" } }')).toEqual({ a: 'b' });
    expect(scriptsIn('{ "scripts": { "a": 1 } }')).toEqual({});
    expect(scriptsIn('{')).toEqual({});
    expect(scriptsIn('{}')).toEqual({});
  });
});

describe('the files that a Makefile runs', () => {
  it('are those of its recipes, of all targets, and what it includes', () => {
    const makefile = [
      'include build/rules.txt common.mk # shared',
      '-include local.txt $(wildcard *.inc)',
      'FILES = not/run.js',
      'test: build',
      '\t@node checks/all.cjs',
      '\t-./verify.sh --strict \\',
      '\t  && python3 checks/more.py',
      'build:',
      '\ttsc -p .',
    ].join('\n');
    expect(filesOfMakefile(makefile)).toEqual([
      ...['build/rules.txt', 'common.mk', 'local.txt'],
      ...['checks/all.cjs', './verify.sh', 'checks/more.py'],
    ]);
    expect(['make', '/usr/bin/gmake', 'nmake.exe', 'cmake', 'makefile'].map(isMake)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
  });
});
