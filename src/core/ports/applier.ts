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
  /** The very bytes that `after` has to be on disk. Without them the file keeps its encoding and line ends, and its save actions count. */
  readonly afterBytes?: Uint8Array;
}

/** The text that a file holds once it is saved, where that is not to the letter the one that was to be written. */
export interface SavedText {
  readonly path: WorkspacePath;
  readonly text: string;
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
  /** The bytes that each file's `before` is on disk, or would be once saved: a text alone does not say its encoding, nor its mark. */
  bytesBefore(writes: readonly FileWrite[]): Promise<ReadonlyMap<WorkspacePath, Uint8Array>>;
  /**
   * All files in one undoable step, read back and verified; on failure everything is as before, but for what somebody else typed
   * or wrote meanwhile, which is left alone and named. Answers what saving (the user's own save actions, settings for line ends)
   * made of the texts.
   */
  apply(writes: readonly FileWrite[]): Promise<Result<readonly SavedText[], ApplyFailure>>;
}
