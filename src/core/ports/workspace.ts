import type { WorkspacePlace } from '../util/pathPlace';
import type { Result } from '../util/result';
import type { WorkspacePath } from '../util/paths';

/** A file's content as the editor sees it: unsaved text included, line ends kept, byte order mark left out. */
export type FileContent =
  | { readonly type: 'text'; readonly text: string }
  /** Not text, or larger than the limit: agents are told so and never see the bytes. `size` in bytes. */
  | { readonly type: 'opaque'; readonly why: 'binary' | 'too-large'; readonly size: number };

/** Why a file could not be read. */
export interface ReadFailure {
  readonly reason: 'not-found' | 'outside' | 'unreadable' | 'too-large';
  readonly message: string;
}

/** A bounded listing. `truncated` says that there are more files than `limit`. */
export interface FileListing {
  readonly files: readonly WorkspacePath[];
  readonly truncated: boolean;
}

/** The user's workspace, read only, with the editor's unsaved text. Links that lead out of it are not followed. */
export interface Workspace {
  /** Names of the workspace folders; paths carry the folder's name when there are several. */
  readonly folders: readonly string[];
  /** Where the folders lie, and how their disks name files. */
  place(): Promise<WorkspacePlace>;
  /** All files that ignore rules let through, sorted, at most `limit`. */
  list(options: { readonly limit: number }, signal: AbortSignal): Promise<FileListing>;
  /** One file's content. */
  read(path: WorkspacePath, signal: AbortSignal): Promise<Result<FileContent, ReadFailure>>;
  /**
   * SHA-256 of a file's bytes on disk, in hex. Fails with `too-large` where there are more of them than are kept to bring a file back
   * by. Reads all of the file: only for one that is to be changed.
   */
  fingerprint(path: WorkspacePath, signal: AbortSignal): Promise<Result<string, ReadFailure>>;
  /** Whether ignore files (`.gitignore`, `.leadworkerignore`) leave this path out. */
  isIgnored(path: WorkspacePath): Promise<boolean>;
  /**
   * A path as the disk spells it: a file in another case or Unicode form where the disk takes it for the same. What is not there yet
   * takes the spelling of the folders above it.
   */
  spelling(path: WorkspacePath): Promise<WorkspacePath>;
  /** The file a path leads to once links are followed; the path itself where that is none of the workspace's files. */
  realPath(path: WorkspacePath): Promise<WorkspacePath>;
  /** Text of documents that differ from what is on disk. */
  unsaved(): ReadonlyMap<WorkspacePath, string>;
}
