import type { Confinement } from './confinement';

/** A command of the user's, never of a model's: no shell stands between. */
export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute path of the folder it runs in. */
  readonly cwd: string;
  /** Absolute path of the folder that it may write to; `cwd` lies in it. */
  readonly root?: string;
  readonly timeoutMs: number;
  /** How many characters of output to keep; the middle is left out. */
  readonly outputLimit: number;
}

/** How a command ended. `output` is stdout and stderr in the order they came. */
export type CommandOutcome =
  | {
      readonly type: 'exited';
      readonly code: number;
      readonly output: string;
      readonly durationMs: number;
      readonly confinement?: Confinement;
    }
  | {
      readonly type: 'timed-out';
      readonly output: string;
      readonly durationMs: number;
      readonly confinement?: Confinement;
    }
  | { readonly type: 'not-started'; readonly message: string }
  | { readonly type: 'stopped' };

/** Runs commands with a scrubbed environment and kills the whole process group on stop and time-out. */
export interface CommandRunner {
  run(command: Command, signal: AbortSignal): Promise<CommandOutcome>;
}
