import type { Confinement } from '../../../core/ports/confinement';
import type { TypeProblem } from '../../../core/ports/typeChecker';
import type { Disposable } from '../../../core/util/disposable';

/** What a server is asked. Paths are absolute, with forward slashes. */
export interface ServerCheck {
  /** Texts in place of the disk's; `null` for a file that is not to be there. */
  readonly texts: ReadonlyMap<string, string | null>;
  /** Files to look at. */
  readonly files: readonly string[];
  /** Configurations of the projects that there are. */
  readonly configurations: readonly string[];
}

/** What it found; paths as in {@link ServerCheck}. */
export interface ServerFindings {
  readonly problems: readonly TypeProblem[];
  /** Files that belong to a project, and were looked at. */
  readonly checked: readonly string[];
}

/** A compiler of the workspace in a process of ours. What it is asked rejects with a `ServerFault` when it can't answer. */
export interface TypeServer extends Disposable {
  readonly confinement: Confinement;
  check(request: ServerCheck): Promise<ServerFindings>;
}
