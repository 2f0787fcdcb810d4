import type { ProblemSeverity } from '../problem';

/**
 * One line of a problem as a tool prints it. What its named groups hold belongs to the problem: `file`, `line`, `column`,
 * `severity`, `code`, `message`, and `test` for the name of a test that failed.
 */
export interface MatcherStep {
  readonly pattern: RegExp;
  /** Lines that may lie between the line of the step before and this one; none unless given. */
  readonly within?: number;
}

/** How to read a tool's problems off its output: lines in order, together one problem. Data, and nothing else. */
export interface ProblemMatcher {
  readonly id: string;
  readonly steps: readonly [MatcherStep, ...MatcherStep[]];
  /** Where the output does not say; `error` unless given. */
  readonly severity?: ProblemSeverity;
  /** The last step may match again, each time as another problem under the same head. */
  readonly repeats?: true;
  /** The tool names files without their folder: the changed file of that name is meant, where there is just one. */
  readonly byFileName?: true;
}
