import * as vscode from 'vscode';

import type { Logger } from '../core/ports/services';
import type { CurrentRun } from '../core/run/currentRun';
import { concernsSame } from './goal/folderChoices';
import type { Runtime } from './commands/planCommandsDeps';

/** What bringing runs back needs from the rest. */
export interface RestoreDeps {
  readonly current: CurrentRun;
  readonly logger: Logger;
  /** Whether a run of this workspace may be open, from a glance that loads no engine. */
  mayHaveOpenRun(): Promise<boolean>;
  loadRuntime(): Promise<Runtime>;
}

/**
 * After a reload, or when the window's process was killed: brings back what was open, as it was. Nothing runs by itself, and nothing
 * is loaded where nothing may be open. A run that was started meanwhile comes first: an older one about its folder stays in its journal.
 */
export async function restoreRuns(deps: RestoreDeps): Promise<void> {
  const { current, logger } = deps;
  if (!(await deps.mayHaveOpenRun())) return;
  const runtime = await deps.loadRuntime();
  for (const { state, isNewer } of await runtime.findOpenRuns()) {
    const isTaken = (): boolean => current.all.some((run) => concernsSame(run.state.setup.folder, state.setup.folder));
    if (isTaken()) continue;
    if (isNewer) {
      logger.warn(`Run ${state.runId} was written by a newer version of Lead/Worker, and is left as it is.`);
      continue;
    }
    const restored = await runtime.restoreRun(state);
    if (restored.ok && isTaken()) restored.value.leave();
    else if (restored.ok) current.add(restored.value);
    else {
      logger.warn(restored.error.message);
      void vscode.window.showWarningMessage(`Lead/Worker: ${restored.error.message}`);
    }
  }
}
