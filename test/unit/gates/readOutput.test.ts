import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { builtInMatchers } from '../../../src/core/gates/matchers/catalogue';
import { readOutput, type OutputReading } from '../../../src/core/gates/matchers/readOutput';
import { posixRules, type PathRules } from '../../../src/core/util/pathRules';
import type { WorkspacePath } from '../../../src/core/util/paths';

const windowsRules: PathRules = { platform: 'windows', caseSensitive: false };

interface Where {
  readonly root?: string;
  readonly folder?: string;
  readonly rules?: PathRules;
  readonly changed?: readonly string[];
}

function reading(output: string, { root = '/shadow/0/tree', folder, rules, changed = [] }: Where = {}): OutputReading {
  const place = {
    root,
    folder: folder ?? root,
    rules: rules ?? posixRules,
    changed: changed.map((path) => path as WorkspacePath),
  };
  return readOutput(output, builtInMatchers, place);
}

/** Problems as a person would write them down. */
function problemsIn(output: string, where: Where = {}): readonly string[] {
  return reading(output, where).problems.map(
    ({ path, line, column, severity, code, message }) =>
      `${path}:${line}:${column ?? '-'} ${severity} ${code ?? '-'} ${message}`,
  );
}

describe('output of', () => {
  it('tsc, plain and pretty, colours and all', () => {
    expect(problemsIn("src/a.ts(1,14): error TS2322: Type 'string' is not assignable to type 'number'.")).toEqual([
      "src/a.ts:1:14 error TS2322 Type 'string' is not assignable to type 'number'.",
    ]);
    const pretty =
      "\u001b[96msrc/a.ts\u001b[0m:\u001b[93m1\u001b[0m:\u001b[93m14\u001b[0m - \u001b[91merror\u001b[0m\u001b[90m TS2322: \u001b[0mType 'string' is no number.\n\n\u001b[7m1\u001b[0m export const a: number = 'x';\n\nFound 1 error in src/a.ts\u001b[90m:1\u001b[0m\n";
    expect(problemsIn(pretty)).toEqual(["src/a.ts:1:14 error TS2322 Type 'string' is no number."]);
  });

  it('eslint in its layouts', () => {
    const stylish =
      "\n/shadow/0/tree/src/a.js\n  3:9   error    'x' is assigned a value but never used  no-unused-vars\n  10:1  warning  Unexpected console statement            no-console\n  4:2   error    Parsing error: Unexpected token\n\n/shadow/0/tree/src/b.js\n  1:1  error  Missing semicolon  semi\n\n✖ 4 problems (3 errors, 1 warning)\n";
    expect(problemsIn(stylish)).toEqual([
      "src/a.js:3:9 error no-unused-vars 'x' is assigned a value but never used",
      'src/a.js:10:1 warning no-console Unexpected console statement',
      'src/a.js:4:2 error - Parsing error: Unexpected token',
      'src/b.js:1:1 error semi Missing semicolon',
    ]);
    expect(
      problemsIn("/shadow/0/tree/a.js: line 3, col 9, Error - 'x' is unused. (no-unused-vars)\n\n1 problem"),
    ).toEqual(["a.js:3:9 error no-unused-vars 'x' is unused."]);
    expect(problemsIn('/shadow/0/tree/a.js:3:9: Missing semicolon. [Warning/semi]')).toEqual([
      'a.js:3:9 warning semi Missing semicolon.',
    ]);
  });

  it('node --test, as a list and as TAP', () => {
    const spec = `✖ adds (2.6ms)
ℹ fail 1

✖ failing tests:

test at test/a.test.mjs:2:1
✖ adds (2.672288ms)
  AssertionError [ERR_ASSERTION]: 1 == 2
      at TestContext.<anonymous> (file:///shadow/0/tree/test/a.test.mjs:2:29)
      at Test.run (node:internal/test_runner/test:796:25)
    code: 'ERR_ASSERTION',
`;
    expect(problemsIn(spec)).toEqual(['test/a.test.mjs:2:1 error - adds: AssertionError [ERR_ASSERTION]: 1 == 2']);
    const tap = `# Subtest: suite
    not ok 1 - inner (x)
      ---
      duration_ms: 0.2
      type: 'test'
      location: '/shadow/0/tree/test/a.test.mjs:3:38'
      failureType: 'testCodeFailure'
      error: 'boom'
  ...
ok 2 - an error is thrown on invalid input
`;
    const { problems, otherFailures } = reading(tap);
    expect(problems).toMatchObject([{ path: 'test/a.test.mjs', line: 3, column: 38, message: 'inner (x): boom' }]);
    expect(otherFailures).toEqual(["failureType: 'testCodeFailure'"]);
  });

  it('vitest, jest and mocha', () => {
    const vitest =
      ' FAIL  test/v.test.ts > s > adds\nAssertionError: expected 1 to be 2 // Object.is equality\n\n\u001b[32m- Expected\u001b[39m\n\n ❯ check node_modules/lib/check.js:1:1\n ❯ test/v.test.ts:2:52\n      1| code\n';
    expect(problemsIn(vitest)).toEqual([
      'test/v.test.ts:2:52 error - test/v.test.ts > s > adds: AssertionError: expected 1 to be 2 // Object.is equality',
    ]);
    const jest =
      '  ● sum › adds\n\n    expect(received).toBe(expected) // Object.is equality\n\n    Expected: 2\n\n      at fail (node_modules/lib/index.js:1:2)\n      at Object.<anonymous> (test/sum.test.js:5:13)\n';
    expect(problemsIn(jest)).toEqual([
      'test/sum.test.js:5:13 error - sum › adds: expect(received).toBe(expected) // Object.is equality',
    ]);
    const mocha =
      '  1) sum\n       adds:\n\n      AssertionError [ERR_ASSERTION]: 1 == 2\n      + expected - actual\n\n      at Context.<anonymous> (test/sum.js:5:10)\n      at process.processImmediate (node:internal/timers:476:21)\n';
    expect(problemsIn(mocha)).toEqual(['test/sum.js:5:10 error - sum: AssertionError [ERR_ASSERTION]: 1 == 2']);
  });

  it('pytest, cargo and go', () => {
    const pytest =
      '_________ test_adds _________\n\n    def test_adds():\n>       assert 1 == 2\nE       assert 1 == 2\n\ntest_a.py:2: AssertionError\n';
    expect(problemsIn(pytest)).toEqual(['test_a.py:2:- error AssertionError test_adds: assert 1 == 2']);
    const cargo =
      "error[E0308]: mismatched types\n --> src/main.rs:3:18\n  |\n\nthread 'tests::adds' panicked at src/lib.rs:10:9:\nassertion `left == right` failed\n";
    expect(problemsIn(cargo)).toEqual([
      'src/main.rs:3:18 error E0308 mismatched types',
      'src/lib.rs:10:9 error - tests::adds: assertion `left == right` failed',
    ]);
    const go =
      '# example.com/x\n./a.go:5:2: undefined: y\nvet: ./b.go:1:3: expected package\n--- FAIL: TestAdd (0.00s)\n    add_test.go:10: got 3\n    add_test.go:12: want 4\n';
    expect(problemsIn(go, { changed: ['calc/add_test.go', 'calc/add.go'] })).toEqual([
      'a.go:5:2 error - undefined: y',
      'b.go:1:3 error - expected package',
      'calc/add_test.go:10:- error - TestAdd: got 3',
      'calc/add_test.go:12:- error - TestAdd: want 4',
    ]);
  });

  it('any other tool that prints file:line:column', () => {
    expect(
      problemsIn('lib/a.c:3:5: warning: unused variable\nlib/b.py:7:1: F401 unused import\nlib/a.c:9: note: here'),
    ).toEqual([
      'lib/a.c:3:5 warning - unused variable',
      'lib/b.py:7:1 error - F401 unused import',
      'lib/a.c:9:- information - here',
    ]);
  });

  it('a tool twice, once', () => {
    expect(problemsIn('a.c:3:5: error: no\na.c:3:5: error: no')).toHaveLength(1);
  });
});

describe('a printed path', () => {
  const at = (path: string): string => `${path}:1:1: error: x`;
  const pathOf = (path: string, where: Where = {}): string | undefined => reading(at(path), where).problems[0]?.path;

  it('is brought back from the copy, from the folder the gate ran in, and from a URI', () => {
    expect(pathOf('/shadow/0/tree/src/a.ts')).toBe('src/a.ts');
    expect(pathOf('file:///shadow/0/tree/src/a.ts')).toBe('src/a.ts');
    expect(pathOf('./src/../a.ts')).toBe('a.ts');
    const inApp = { folder: '/shadow/0/tree/app' };
    expect(pathOf('src/a.ts', inApp)).toBe('app/src/a.ts');
    expect(pathOf('../lib/a.ts', inApp)).toBe('lib/a.ts');
    expect(pathOf('/shadow/0/tree/lib/a.ts', inApp)).toBe('lib/a.ts');
  });

  it('of Windows is read by the rules of Windows', () => {
    const where = { root: 'C:\\Users\\me\\shadow\\0\\tree', rules: windowsRules };
    expect(pathOf('c:\\users\\me\\shadow\\0\\tree\\src\\a.ts', where)).toBe('src/a.ts');
    expect(pathOf('C:/Users/me/shadow/0/tree/src/a.ts', where)).toBe('src/a.ts');
    expect(pathOf('file:///C:/Users/me/shadow/0/tree/src/a.ts', where)).toBe('src/a.ts');
    expect(pathOf('src\\a.ts', where)).toBe('src/a.ts');
    expect(pathOf('D:\\elsewhere\\a.ts', where)).toBeUndefined();
  });

  it('outside of the copy, or of an installed package, is no problem of the workspace', () => {
    for (const path of ['/etc/passwd', '../../a.ts', '/shadow/1/tree/a.ts', 'node_modules/x/a.js', 'file:///etc/a'])
      expect(pathOf(path)).toBeUndefined();
    // What was said there is not lost: it counts as a failure without a place.
    expect(reading(at('/etc/a.ts')).otherFailures).toEqual(['/etc/a.ts:#:#: error: x']);
  });
});

describe('hostile output', () => {
  const pieces = fc.constantFrom(
    '\u001b[',
    '\u001b]',
    '(',
    ':1:1: ',
    ' - error TS1: ',
    'not ok 1 - ',
    "location: '",
    '✖ ',
    'FAIL ',
    '_____ ',
    '  ● ',
    '\\',
    '/',
    '..',
    'file://',
    '%ff',
    'error[',
    ' --> ',
    '\r',
    '\n',
    '\0',
    '\ud800',
    '9'.repeat(400),
    'a/'.repeat(60),
    ' '.repeat(200),
    ' ❯ ',
    'C:',
  );

  it('is read to the end, and what is read is a place in the workspace', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 200 }), (parts) => {
        const { problems, otherFailures } = reading(parts.join(''), { changed: ['a/b.go'] });
        expect(problems.length).toBeLessThanOrEqual(300);
        for (const { path, line, column, message } of problems) {
          expect(path).not.toMatch(/^\/|(^|\/)\.\.?(\/|$)|\\/);
          expect(line).toBeGreaterThanOrEqual(1);
          expect(column ?? 1).toBeGreaterThanOrEqual(1);
          expect(message.length).toBeLessThanOrEqual(500);
          expect(message).not.toMatch(/\p{Cc}/u);
        }
        expect(otherFailures?.every((line) => line.length <= 200) ?? true).toBe(true);
      }),
    );
  });

  it('costs each pattern a bounded number of steps per line, and so grows with the lines', () => {
    // Counted, not timed: each pattern is asked at most twice for each line, on at most 1,000 characters.
    let asked = 0;
    let longest = 0;
    class Counting extends RegExp {
      override exec(text: string): RegExpExecArray | null {
        asked++;
        longest = Math.max(longest, text.length);
        return super.exec(text);
      }
    }
    const counted = builtInMatchers.map((matcher) => {
      const [first, ...rest] = matcher.steps.map((step) => ({ ...step, pattern: new Counting(step.pattern) }));
      return first ? { ...matcher, steps: [first, ...rest] as const } : matcher;
    });
    const lines = Array.from({ length: 500 }, (_, index) => `not ok ${index} - ${'(:1 '.repeat(2_000)}`);
    const place = { root: '/r', folder: '/r', rules: posixRules, changed: [] };
    readOutput(lines.join('\n'), counted, place);
    expect(asked).toBeLessThanOrEqual(2 * lines.length * builtInMatchers.length);
    expect(longest).toBeLessThanOrEqual(1_000);
  });

  it('of more problems than a verdict holds can not be compared', () => {
    const many = Array.from({ length: 400 }, (_, index) => `a.c:${index + 1}:1: error: no`).join('\n');
    expect(reading(many).problems).toHaveLength(300);
    expect(reading(many).otherFailures).toBeUndefined();
  });
});
