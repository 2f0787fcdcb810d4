import { WorkspaceView } from '../staging/read/overlayView';
import { throwIfAborted } from '../util/abort';
import { fail, ok, type Result } from '../util/result';
import type { RunContext } from './context';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { leadFailure } from './failures';

/** The lead's part of planning: it reads the workspace and answers with a plan, or the run fails in its words. */
export async function makePlan(
  { lead, workspace, log }: RunContext,
  signal: AbortSignal,
): Promise<Result<void, RunFailure>> {
  const view = new WorkspaceView(workspace, new Map());
  const planned = await lead.plan(log.state.setup.goal, view, workspace.folders, signal);
  if (!planned.ok) {
    const failure = leadFailure(planned.error, 'plan');
    await log.record({ type: 'run-failed', failure });
    return fail(failure);
  }
  await log.decide((): RunEvent => {
    // The answer may have come with the stop: a stopped run has no plan to approve.
    throwIfAborted(signal);
    return { type: 'plan-proposed', plan: planned.value };
  });
  return ok(undefined);
}
