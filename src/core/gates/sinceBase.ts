import type { WorkspacePath } from '../util/paths';
import type { Problem } from './problem';
import type { Verdict } from './verdict';

/**
 * What a verdict says of a change, given the same gate's verdict on the base:
 * - `green`: nothing against it.
 * - `added`: the gate is red, and was not before, or something is wrong now that was not.
 * - `known`: red as before the run; all that is wrong was wrong, and the output was located well enough to say so.
 * - `unclear`: red, as before the run, and nothing that can be compared.
 * - `unmeasured`: it could not run.
 */
export type Standing = 'green' | 'added' | 'known' | 'unclear' | 'unmeasured';

/** Where the base has a file that the measured tree has at `path`; another place only for a moved one. */
export type OriginOf = (path: WorkspacePath) => WorkspacePath;

const inPlace: OriginOf = (path) => path;

/**
 * Compares a verdict with the one on the base. It holds against a change all that it can't prove to have been there before:
 * the exit code must be the same, every problem must have been there as often (on whichever line), and the output must speak of no
 * failure beside them that it did not speak of then.
 */
export function standingOf(verdict: Verdict, base: Verdict | undefined, originOf = inPlace): Standing {
  if (verdict.outcome === 'could-not-run') return 'unmeasured';
  if (verdict.outcome !== 'failed') return 'green';
  if (base?.outcome !== 'failed') return 'added';
  // Of a base that was not read whole nobody can say what it did not hold.
  if (!isComparable(base)) return 'unclear';
  if (located(addedProblems(verdict, base, originOf)).length > 0) return 'added';
  if (!isComparable(verdict) || verdict.exitCode !== base.exitCode) return 'unclear';
  if (!isWithin(verdict.otherFailures ?? [], base.otherFailures ?? [])) return 'added';
  return located(verdict.problems ?? []).length > 0 ? 'known' : 'unclear';
}

/** Problems of a verdict that its gate did not find on the base; all of them where the base was not measured, or was green. */
export function addedProblems(verdict: Verdict, base: Verdict | undefined, originOf = inPlace): readonly Problem[] {
  const left = new Map<string, number[]>();
  for (const problem of base?.problems ?? []) {
    const key = keyOf(problem, problem.path);
    left.set(key, [...(left.get(key) ?? []), problem.line]);
  }
  return (verdict.problems ?? []).filter((problem) => {
    const lines = left.get(keyOf(problem, originOf(problem.path)));
    if (!lines || lines.length === 0) return true;
    // The nearest one, so that of several alike the one that stands apart is said to be new.
    const nearest = lines.reduce((best, line) =>
      Math.abs(line - problem.line) < Math.abs(best - problem.line) ? line : best,
    );
    lines.splice(lines.indexOf(nearest), 1);
    return false;
  });
}

/** Lines move with what is typed above them, and columns with what stands before: neither makes another problem. */
function keyOf({ severity, code, message }: Problem, path: WorkspacePath): string {
  return JSON.stringify([path, severity, code, message]);
}

/** What was cut short, as by a time-out, was not read whole. */
function isComparable({ problems, otherFailures }: Verdict): boolean {
  return problems !== undefined && otherFailures !== undefined;
}

/** What a gate can have failed for. */
function located(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ severity }) => severity !== 'information');
}

function isWithin(lines: readonly string[], others: readonly string[]): boolean {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.every((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count > 0;
  });
}
