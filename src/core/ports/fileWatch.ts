import type { Disposable } from '../util/disposable';
import type { Event } from '../util/emitter';
import type { WorkspacePath } from '../util/paths';

/** Hears what becomes of files of the workspace, by typing as well as on disk. What it says is where to look, never what is there. */
export interface FileWatch extends Disposable {
  /** These files are listened for from now on, and no others. */
  follow(paths: ReadonlySet<WorkspacePath>): void;
  /** A file that is followed may have another text than before, be it by our own writing. Fires with every key. */
  readonly onDidChange: Event<WorkspacePath>;
  /** Fires after changes, once nothing more has come for a moment: there is something to look at, and somebody has paused. */
  readonly onDidRest: Event<void>;
}
