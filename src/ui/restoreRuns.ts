import * as vscode from 'vscode';

import type { Logger } from '../core/ports/services';
import type { CurrentRun } from '../core/run/currentRun';
import type { ReadOnly } from '../core/run/readOnly';
import { ReadOnlyRun } from '../core/run/readOnlyRun';
import type { RunState } from '../core/run/state';
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

const newer: ReadOnly = {
  why: 'from a newer version',
  message:
    'This run was written by a newer version of Lead/Worker. Here it can be looked at; update the extension to go on with it.',
};

/** A run that another window goes on with: to be looked at, and taken over once that window is closed. */
function openElsewhere(
  state: RunState,
  { current, runtime }: { readonly current: CurrentRun; readonly runtime: Runtime },
): ReadOnlyRun {
  return new ReadOnlyRun(state, {
    why: 'open in another window',
    message: 'This run is open in another window. Act on it there, or close that window and choose "Resume Run" here.',
    takeOver: async () => {
      const [newest] = (await runtime.findOpenRuns()).filter((found) => found.state.runId === state.runId);
      const restored = await runtime.restoreRun(newest?.state ?? state);
      if (!restored.ok) return restored;
      current.add(restored.value);
      return { ok: true, value: undefined };
    },
  });
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
      logger.warn(`Run ${state.runId}: ${newer.message}`);
      current.add(new ReadOnlyRun(state, newer));
      continue;
    }
    const restored = await runtime.restoreRun(state);
    if (restored.ok && isTaken()) restored.value.leave();
    else if (restored.ok) current.add(restored.value);
    else if (restored.error.reason === 'elsewhere') current.add(openElsewhere(state, { current, runtime }));
    else {
      logger.warn(restored.error.message);
      void vscode.window.showWarningMessage(`Lead/Worker: ${restored.error.message}`);
    }
  }
}
