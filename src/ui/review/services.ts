import type { Memento } from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { Logger } from '../../core/ports/services';

/** What the surfaces of the review need from the rest. */
export interface ReviewDeps {
  readonly current: CurrentRun;
  readonly logger: Logger;
  /** The user's own state, over all workspaces: remembers which questions were asked. */
  readonly memory: Memento;
}
