import type { Result } from '../util/result';
import type { WorkspacePath } from '../util/paths';

/** One file as apply changes it: `null` stands for a file that is not there. */
export interface FileWrite {
  readonly path: WorkspacePath;
  readonly before: string | null;
  readonly after: string | null;
  /**
   * Where the file stands, when it is to be moved: then both texts are there, `before` is the one it has there, nothing stands at
   * `path`, and it keeps its bytes but for what the text changes.
   */
  readonly movedFrom?: WorkspacePath;
}

/** What stands in the way of writing one file. */
export interface ApplyObstacle {
  readonly path: WorkspacePath;
  readonly message: string;
}

/** Why nothing was (or nothing stayed) written. */
export interface ApplyFailure {
  readonly reason: 'obstacles' | 'editor-refused' | 'verification';
  readonly message: string;
  readonly obstacles: readonly ApplyObstacle[];
}

/** Writes to the workspace: the only port that does, and only `core/run` calls it, on the user's word. */
export interface Applier {
  /** Looks for obstacles without touching anything. */
  preflight(writes: readonly FileWrite[]): Promise<readonly ApplyObstacle[]>;
  /**
   * All files in one undoable step, read back and verified; on failure everything is as before, but for what somebody else typed
   * or wrote meanwhile, which is left alone and named.
   */
  apply(writes: readonly FileWrite[]): Promise<Result<void, ApplyFailure>>;
}
