import type { Confinement } from './confinement';

/** What is to be checked. Paths of files are relative to `root`, with forward slashes. */
export interface TypeCheck {
  /** Absolute path of the folder whose projects are checked: a workspace folder, or a copy of one. */
  readonly root: string;
  /** Texts that stand in for what is on the disk, files that are not on it included; `null` for one that is not to be there. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** Files to look at, as far as they belong to projects. */
  readonly files: readonly string[];
  /** Files on the disk that have a say: sources and configurations. Where one of them has changed, nothing known of before counts. */
  readonly inputs: readonly string[];
  readonly timeoutMs: number;
  /** Whether anything is checked at this root again. A copy that goes away is not kept in mind. */
  readonly once: boolean;
}

/** Something a type checker holds to be wrong. Untrusted text. */
export interface TypeProblem {
  /** One of the checked files, or the configuration of a project that something is wrong with as a whole. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Number of the compiler's message: 2322. */
  readonly code: number;
  readonly message: string;
}

/** How a check ended. */
export type TypeCheckOutcome =
  | ({
      readonly type: 'checked';
      readonly problems: readonly TypeProblem[];
      /** How many files were checked. */
      readonly checked: number;
      /** Files that belong to no project, and so were not. */
      readonly outside: readonly string[];
    } & TypeCheckRun)
  | ({ readonly type: 'timed-out' } & TypeCheckRun)
  /** This compiler can't be shown the texts: it has to see them on a disk. */
  | { readonly type: 'needs-copy' }
  | { readonly type: 'could-not-run'; readonly message: string };

/** Who checked, and how. */
export interface TypeCheckRun {
  /** The compiler and its version: `TypeScript 6.0.3`. */
  readonly checker: string;
  readonly durationMs: number;
  readonly confinement: Confinement;
}

/**
 * Checks types of proposed text under the places where it would stand, without writing it. Rejects with an abort on stop; all else
 * that goes wrong is an outcome.
 */
export interface TypeChecker {
  check(request: TypeCheck, signal: AbortSignal): Promise<TypeCheckOutcome>;
}
