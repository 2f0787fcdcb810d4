import type { CurrentRun } from '../../core/run/currentRun';

/** Forgets what is kept under paths like `/<run>/…` of runs that are not open any more. */
export function forgetClosed(kept: Map<string, unknown>, current: CurrentRun): void {
  for (const path of kept.keys()) {
    const [, runId = ''] = path.split('/');
    if (!current.byId(runId)) kept.delete(path);
  }
}
