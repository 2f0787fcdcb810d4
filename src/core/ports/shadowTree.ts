import type { Result } from '../util/result';
import type { WorkspacePath } from '../util/paths';

/** A file with the bytes that the workspace has in another place: one that is moved and is no text. */
export interface FileCopy {
  readonly copyOf: WorkspacePath;
}

/** Proposed content to lay over the workspace: a text, the bytes of another file, or `null` for a file that shall not be there. */
export type TreeChanges = ReadonlyMap<WorkspacePath, string | FileCopy | null>;

/** A laid-out copy. `digest` identifies its content: equal digests mean the same files with the same bytes. */
export interface LaidTree {
  /** Absolute path of the copy; with several workspace folders, of the folder that holds one copy for each. */
  readonly root: string;
  /** Absolute path inside the copy for the workspace folder of that name. */
  folderRoot(folder: string): string;
  readonly digest: string;
  /**
   * Takes back what a gate changed, deleted or added, so that the next one measures the same tree. What stays is in no digest
   * and is what gates build on: files that ignore rules leave out (build output), and installed packages. Answers the digest:
   * the same one, unless a file that had to be brought back has changed in the workspace meanwhile.
   */
  restore(signal: AbortSignal): Promise<Result<string, ShadowFailure>>;
  /** Gives the slot back; the copy stays for the next use and must not be touched any more. */
  release(): void;
}

/** Why a copy could not be made: full disk, no local file system, a vanished folder. */
export interface ShadowFailure {
  readonly reason: 'unavailable' | 'disk' | 'stopped';
  readonly message: string;
}

/** Copies of the workspace outside of it, in which gates run. No write in a copy reaches the real workspace. */
export interface ShadowTree {
  lay(changes: TreeChanges, signal: AbortSignal): Promise<Result<LaidTree, ShadowFailure>>;
}
