import type { Logger } from '../../core/ports/services';
import type { CurrentRun } from '../../core/run/currentRun';
import type { Disposable } from '../../core/util/disposable';
import { reportProblem } from './commandTable';

/**
 * Tells of workers whose model does not answer, with the way out, once for each reason in a run: the tasks of a run fail alike, and
 * while they do no command waits to tell of it. Other failures are the task's own, and stand at its row.
 */
export function registerFailureNotices(deps: { readonly current: CurrentRun; readonly logger: Logger }): Disposable {
  const told = new Set<string>();
  return deps.current.onDidChangeAny((change) => {
    if (change?.event.type !== 'task-failed') return;
    const { taskId, failure } = change.event;
    const key = `${change.state.runId}/${failure.reason}`;
    if (!failure.reason.startsWith('model-') || told.has(key)) return;
    told.add(key);
    reportProblem({ reason: failure.reason, message: `${taskId} failed: ${failure.message}` }, deps.logger);
  });
}
