import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { builtInMatchers } from '../../../src/core/gates/matchers/catalogue';
import { readOutput } from '../../../src/core/gates/matchers/readOutput';
import { addedProblems, standingOf } from '../../../src/core/gates/sinceBase';
import type { Verdict, VerdictOutcome } from '../../../src/core/gates/verdict';
import { posixRules } from '../../../src/core/util/pathRules';
import type { WorkspacePath } from '../../../src/core/util/paths';

function verdict(output: string, more: Partial<Verdict> = {}): Verdict {
  const place = { root: '/shadow/0/tree', folder: '/shadow/0/tree', rules: posixRules, changed: [] };
  return {
    gate: 'check',
    outcome: 'failed',
    command: 'check',
    exitCode: 1,
    tree: 'tree',
    required: true,
    durationMs: 1,
    at: 0,
    output,
    ...readOutput(output, builtInMatchers, place),
    ...more,
  };
}

/** A problem without its line, and how tools print it. */
interface Kind {
  readonly file: string;
  readonly code: string;
  readonly message: string;
}
const layouts = {
  tsc: ({ file, code, message }: Kind, line: number) => `${file}(${line},3): error ${code}: ${message}`,
  compact: ({ file, code, message }: Kind, line: number) =>
    `/shadow/0/tree/${file}: line ${line}, col 3, Error - ${message} (${code})`,
  generic: ({ file, code, message }: Kind, line: number) => `${file}:${line}:3: error: ${code} ${message}`,
};
const kind = fc.record({
  file: fc.constantFrom('src/a.ts', 'src/b.ts'),
  code: fc.constantFrom('TS1', 'TS2'),
  message: fc.constantFrom('One thing.', 'Another thing.'),
});
const line = fc.integer({ min: 1, max: 9_999 });
const layout = fc.constantFrom(...Object.values(layouts));
const keyOf = (problem: Kind): string => JSON.stringify(problem);

/** Whether every problem of `some` is, as often, in `all`. */
function isWithin(some: readonly Kind[], all: readonly Kind[]): boolean {
  const left = all.map(keyOf);
  return some.every((problem) => {
    const at = left.indexOf(keyOf(problem));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

describe('a gate that is red on the base', () => {
  it('is known where every problem was there, wherever it stands by now, and never where one is new', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(kind, line), { minLength: 1, maxLength: 8 }),
        fc.array(fc.tuple(fc.boolean(), line), { maxLength: 8 }),
        fc.array(fc.tuple(kind, line), { maxLength: 3 }),
        layout,
        (base, kept, more, print) => {
          // The attempt has some of the base's problems on other lines, and perhaps some of its own.
          const moved = base.flatMap(([problem], index): (readonly [Kind, number])[] => {
            const [isKept = false, at = 1] = kept[index] ?? [];
            return isKept ? [[problem, at]] : [];
          });
          const attempt = [...moved, ...more];
          const said = (problems: readonly (readonly [Kind, number])[]): readonly Kind[] => {
            // A tool prints each problem of a line once.
            const unique = new Map(problems.map(([problem, at]) => [`${keyOf(problem)}${at}`, problem]));
            return [...unique.values()];
          };
          const text = (problems: readonly (readonly [Kind, number])[]): string =>
            problems.map(([problem, at]) => print(problem, at)).join('\n');
          const standing = standingOf(verdict(text(attempt)), verdict(text(base)));
          if (said(attempt).length === 0) expect(standing).toBe('unclear');
          else expect(standing).toBe(isWithin(said(attempt), said(base)) ? 'known' : 'added');
        },
      ),
    );
  });

  it.each<[string, string, string, string]>([
    [
      'a failure without a place that was there before',
      'a.c:1:1: error: x\n2 errors',
      'a.c:9:1: error: x\n1 error',
      'known',
    ],
    [
      'a sum that names the one file left',
      'a.c:1:1: error: x\nb.c:1:1: error: x\nFound 2 errors in 2 files.',
      'a.c:1:1: error: x\nFound 1 error in a.c:1',
      'known',
    ],
    ['a sum with more in it', 'a.c:1:1: error: x', 'a.c:1:1: error: x\n1 error: the linker crashed', 'added'],
    ['a failure without a place that is new', 'a.c:1:1: error: x', 'a.c:1:1: error: x\ncould not link', 'added'],
    ['nothing that is located, then or now', 'it failed', 'it failed', 'unclear'],
    ['nothing that is located any more', 'a.c:1:1: error: x', '', 'unclear'],
    ['a problem where none was located', 'it failed', 'it failed\na.c:1:1: error: x', 'added'],
    [
      'a warning that became an error',
      'a.c:1:1: warning: x\nb.c:1:1: error: y',
      'a.c:1:1: error: x\nb.c:1:1: error: y',
      'added',
    ],
    ['one more of the same in the same file', 'a.c:1:1: error: x', 'a.c:1:1: error: x\na.c:7:1: error: x', 'added'],
  ])('and says %s', (_what, base, attempt, standing) => {
    expect(standingOf(verdict(attempt), verdict(base))).toBe(standing);
  });

  it('and ends otherwise, or not at all, can not be compared', () => {
    const red = 'a.c:1:1: error: x';
    expect(standingOf(verdict(red, { exitCode: 2 }), verdict(red))).toBe('unclear');
    expect(standingOf(verdict(red, { exitCode: null }), verdict(red))).toBe('unclear');
    const whole = verdict(red);
    const cut = Object.fromEntries(
      Object.entries(whole).filter(([key]) => key !== 'otherFailures'),
    ) as unknown as Verdict;
    expect(standingOf(cut, verdict(red))).toBe('unclear');
    expect(standingOf(verdict(red), cut)).toBe('unclear');
  });

  it('knows a problem in a file that was moved', () => {
    const base = verdict('old/a.c:1:1: error: x');
    const moved = verdict('new/a.c:1:1: error: x');
    expect(standingOf(moved, base)).toBe('added');
    const originOf = (path: WorkspacePath): WorkspacePath => (path === 'new/a.c' ? ('old/a.c' as WorkspacePath) : path);
    expect(standingOf(moved, base, originOf)).toBe('known');
  });
});

it('a gate that passed or could not run on the base, or was not measured there, excuses nothing', () => {
  const red = verdict('a.c:1:1: error: x');
  expect(standingOf(red, undefined)).toBe('added');
  for (const outcome of ['passed', 'could-not-run', 'not-configured'] satisfies VerdictOutcome[]) {
    expect(standingOf(red, verdict('a.c:1:1: error: x', { outcome }))).toBe('added');
  }
});

it('a verdict that is not red stands for itself', () => {
  const red = verdict('a.c:1:1: error: x');
  expect(standingOf(verdict('', { outcome: 'passed' }), red)).toBe('green');
  expect(standingOf(verdict('', { outcome: 'could-not-run' }), red)).toBe('unmeasured');
});

it('of several problems alike the one that stands apart is new', () => {
  const base = verdict('a.c:1:1: error: x\na.c:50:1: error: x');
  const attempt = verdict('a.c:2:1: error: x\na.c:20:1: error: x\na.c:52:1: error: x');
  expect(addedProblems(attempt, base)).toHaveLength(1);
});
