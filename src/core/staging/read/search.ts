import { fail, ok, type Result } from '../../util/result';
import type { WorkspacePath } from '../../util/paths';

/** What to look for. `limit` in hits; `glob` narrows the files; a file that `allow` refuses is not even read. */
export interface SearchQuery {
  readonly allow?: (path: WorkspacePath) => Promise<boolean>;
  readonly pattern: string;
  readonly isRegex: boolean;
  readonly glob?: string;
  readonly limit: number;
}

/** One line that matches. `line` counts from 1; `text` is cut to {@link hitTextLimit} characters. */
export interface SearchHit {
  readonly path: WorkspacePath;
  readonly line: number;
  readonly text: string;
}

/** Hits in order of path and line. `truncated` says why there may be more, in words; `null` when these are all. */
export interface SearchHits {
  readonly hits: readonly SearchHit[];
  readonly truncated: string | null;
}

/** Why a search could not be made. */
export interface SearchFailure {
  readonly reason: 'empty-pattern' | 'invalid-pattern' | 'costly-pattern';
  readonly message: string;
}

/** Characters of a matching line that are shown. */
export const hitTextLimit = 300;

/** Characters of a line that are looked at: bounds what a slow pattern can cost in minified files. */
const searchedLineLength = 2_000;

/** A test of one line. */
export type LineTest = (line: string) => boolean;

/**
 * Compiles a query. JavaScript's regular expressions can't be interrupted, so those that may take exponential time (a repeated
 * group that repeats inside or offers alternatives, a back-reference) are refused in words; literal search always works.
 */
export function compileSearch({ pattern, isRegex }: SearchQuery): Result<LineTest, SearchFailure> {
  if (pattern === '')
    return fail({ reason: 'empty-pattern', message: 'The search pattern is empty. Say what to look for.' });
  if (!isRegex) return ok((line) => line.includes(pattern));
  if (isCostly(pattern)) {
    return fail({
      reason: 'costly-pattern',
      message: `The pattern ${pattern} repeats a group that repeats or branches inside (or refers back to one), which may never end. Simplify it, or search for literal text.`,
    });
  }
  try {
    const expression = new RegExp(pattern, 'u');
    return ok((line) => expression.test(line.slice(0, searchedLineLength)));
  } catch (strict) {
    return compileLoosely(pattern, strict);
  }
}

/** Models escape characters that need no escape (`\-`), which only the older syntax allows. */
function compileLoosely(pattern: string, strict: unknown): Result<LineTest, SearchFailure> {
  try {
    const expression = new RegExp(pattern);
    return ok((line) => expression.test(line.slice(0, searchedLineLength)));
  } catch {
    const why = strict instanceof Error ? strict.message : String(strict);
    return fail({
      reason: 'invalid-pattern',
      message: `${why}. Correct the pattern, or search for it as literal text.`,
    });
  }
}

/** Errs on the side of refusing: it looks at the text of the pattern, with escapes and character classes taken out. */
function isCostly(pattern: string): boolean {
  if (/\\[1-9]|\\k</.test(pattern)) return true;
  let plain = pattern.replace(/\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
  const innermostGroup = /\((?:\?(?:[:=!]|<[=!]|<\w+>))?([^()]*)\)([*+{]?)/;
  for (let group = innermostGroup.exec(plain); group; group = innermostGroup.exec(plain)) {
    const [whole, inside = '', repeat = ''] = group;
    if (repeat !== '' && /[*+{|]/.test(inside)) return true;
    // What repeats or branches inside goes on to count for the groups around it.
    const trace = /[*+{|]/.test(inside) ? 'x*' : 'x';
    plain = plain.replace(whole, () => trace + repeat);
  }
  return false;
}
