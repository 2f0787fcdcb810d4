import type { FileWrite } from '../ports/applier';
import type { WorkspacePath } from '../util/paths';
import type { Result } from '../util/result';
import type { RunFailure } from './failure';
import type { RunState } from './state';

/** What taking an apply back would do. */
export interface PlannedUndo {
  /** None when the files are as they were before already. */
  readonly writes: readonly FileWrite[];
  readonly leftOut: readonly WorkspacePath[];
  /** Whether the apply had come to its end; one that was cut short may have written only a part. */
  readonly isWhole: boolean;
}

/** How it ended well. */
export interface Undone {
  /** Files that were written. */
  readonly paths: readonly WorkspacePath[];
  /** Files that stay as they are, because the user said so. */
  readonly leftOut: readonly WorkspacePath[];
}

/** A run whose newest apply can be taken back: the one in the window, or one that is only in its journal any more. */
export interface Undoable {
  readonly state: RunState;
  /** What the undo would do now. Refuses with `clash`, `obstacles` … as the undo itself does. */
  planUndo(options: { readonly without: readonly WorkspacePath[] }): Promise<Result<PlannedUndo, RunFailure>>;
  /**
   * Takes the newest apply back that stands: one undoable step, read back; what the user changed since stays. `without` leaves
   * files as they are. On a refusal nothing was written.
   */
  undo(options: { readonly without: readonly WorkspacePath[] }): Promise<Result<Undone, RunFailure>>;
}
