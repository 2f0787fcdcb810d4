import type { WorkspacePath } from '../util/paths';

/** How much a problem weighs, in the words that findings use. */
export type ProblemSeverity = 'error' | 'warning' | 'information';

/** Something wrong at a place of a measured tree: from a command's output, a compiler or a check of ours. Untrusted text. */
export interface Problem {
  readonly path: WorkspacePath;
  /** From 1. */
  readonly line: number;
  /** From 1, where it is known. */
  readonly column: number | null;
  readonly severity: ProblemSeverity;
  readonly message: string;
  /** The tool's name for this kind of problem: `TS2322`, `no-unused-vars`. */
  readonly code: string | null;
}
