import type { Confinement } from '../ports/confinement';
import type { WorkspacePath } from '../util/paths';
import type { Problem } from './problem';

/** What a gate runs from beside its own command line: known when a run begins, and read again when that changes. */
export interface GateFiles {
  /** The package.json of the folder it runs in, or its Makefile for `make`; whether or not there is one. */
  readonly manifest: WorkspacePath;
  /** Files that the script behind it executes or loads, in lower case. */
  readonly files: readonly string[];
}

/** What every configured gate has. */
interface GateBase {
  /** Unique, shown and used in verdicts: `test`. */
  readonly id: string;
  /** Name of the workspace folder that it measures; the first one when absent. */
  readonly folder?: string;
  readonly timeoutMs: number;
  /** An accept and an apply need a passed verdict of every required gate. */
  readonly required: boolean;
}

/** Runs a command in a copy. Commands come from the user's settings or were detected and confirmed, never from a model. */
export interface CommandGate extends GateBase {
  /** Absent in settings and records of before there were others. */
  readonly kind?: 'command';
  readonly command: string;
  readonly args: readonly string[];
  readonly runsFrom?: GateFiles;
}

/** Has proposed text checked by the TypeScript that the folder has installed, without a copy. */
export interface TypeGate extends GateBase {
  readonly kind: 'types';
}

/** A configured gate. */
export type GateSpec = CommandGate | TypeGate;

/** What a gate runs, in a line, for people. */
export function gateLine(gate: GateSpec): string {
  return gate.kind === 'types'
    ? 'TypeScript of this folder, on the proposed text'
    : [gate.command, ...gate.args].join(' ');
}

/** How a measurement ended. `could-not-run` is never `passed`. */
export type VerdictOutcome = 'passed' | 'failed' | 'could-not-run' | 'not-configured';

/** One measurement, with all that is needed to make it again. */
export interface Verdict {
  /** `scope`, `patch`, or a configured gate's id. */
  readonly gate: string;
  readonly outcome: VerdictOutcome;
  /** Command line as run, or the compiler that was asked; empty for built-in gates. */
  readonly command: string;
  readonly exitCode: number | null;
  /** Digest of the tree (or, where no copy was made, of the changes) that was measured. */
  readonly tree: string;
  readonly required: boolean;
  readonly durationMs: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Capped output of the command, or the built-in gate's findings in words. Untrusted text. */
  readonly output: string;
  /** How the command was kept within bounds; absent where nothing was run, and in records of earlier versions. */
  readonly confinement?: Confinement;
  /** What the output, whole, says is wrong and where. */
  readonly problems?: readonly Problem[];
  /**
   * What else the output says of failure, the same words on each run. Absent where not all could be kept, or where nothing was
   * read: such a verdict can't be compared with the one on the base.
   */
  readonly otherFailures?: readonly string[];
}
