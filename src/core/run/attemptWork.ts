import type { TaskId } from '../plan/plan';
import { WorkspaceView } from '../staging/read/overlayView';
import { integrate } from '../staging/write/integrate';
import { Overlay, type EarlierText } from '../staging/write/overlay';
import type { WorkspacePath } from '../util/paths';
import type { WorkerEnd } from '../worker/endTools';
import { runAttempt, type WorkerFailure } from '../worker/worker';
import { typeCheckFor } from './checking';
import type { RunContext } from './context';
import type { AttemptKey, MergeStart, RunEvent } from './events';
import type { RunFailure } from './failure';
import { isMendable, workerFailure } from './failures';
import { mayTryAgain } from './judging';
import { planMerge } from './mergeStart';
import { pausedWords } from './pausing';
import { taskInHand } from './mergeTask';
import { proposedTexts } from './proposedTexts';
import { taskStateOf, type AttemptState } from './state';
import { guidesFor } from './taskGuides';

/** An attempt that has written its change set, or that the lead has to be asked about. */
export interface Attempted {
  readonly key: AttemptKey;
  /** Files whose proposed text it saw; all others it saw as they are in the workspace. */
  readonly laid: ReadonlySet<WorkspacePath>;
}

/** The worker's part of a task; `undefined` when the task has come to its end with it, because it failed or is blocked. */
export async function makeAttempt(
  context: RunContext,
  taskId: TaskId,
  signal: AbortSignal,
): Promise<Attempted | undefined> {
  const { log, workspace, rules } = context;
  const { feedback, attempts, profile } = taskStateOf(log.state, taskId);
  const worker = context.workerOf(profile);
  const mayCall = (stop: AbortSignal): Promise<void> =>
    context.pause.passed(stop, () => context.report(pausedWords(taskId)));
  await mayCall(signal);
  const key: AttemptKey = { taskId, attempt: attempts.length + 1 };
  const proposed = proposedTexts(log.state);
  const overlay = new Overlay(new WorkspaceView(workspace, proposed), (await workspace.place()).rules);
  const continued = feedback !== null && (await seed(overlay, attempts, signal));
  const merges = continued ? undefined : await startMerge(context, overlay, taskId, signal);
  await log.record({ type: 'attempt-started', ...key, feedback, profile, ...(merges && { merges }) });
  const task = taskInHand(log.state, taskStateOf(log.state, taskId));
  const guides = await guidesFor(context, task, signal);
  const ended = await context.steering.during(key, (words) =>
    runAttempt(
      {
        model: worker.model,
        modelName: worker.name,
        effort: worker.effort,
        editFormat: worker.editFormat,
        task,
        feedback,
        continued,
        guides,
        overlay,
        rules,
        check: typeCheckFor(context, overlay, taskId),
        maxTurns: context.maxTurnsPerAttempt,
        mayCall,
        words,
        listener: {
          onTurn: ({ model, usage }) =>
            log.record({ type: 'worker-turned', ...key, model: { configured: worker.name, returned: model }, usage }),
          onProgress: (text) => context.report({ role: 'worker', taskId, text }),
        },
      },
      signal,
    ),
  );
  const end: WorkerEnd | { readonly type: 'failed'; readonly failure: WorkerFailure } = ended.ok
    ? ended.value
    : { type: 'failed', failure: ended.error };
  if (end.type !== 'finished') {
    const failure: RunFailure =
      end.type === 'blocked' ? { reason: 'blocked', message: end.reason } : workerFailure(end.failure);
    const isForLead = (end.type === 'blocked' || isMendable(end.failure)) && mayTryAgain(log.state, key);
    await log.record(isForLead ? { type: 'attempt-failed', ...key, failure } : givenUp(key, failure));
    return isForLead ? { key, laid: new Set() } : undefined;
  }
  const changeSet = overlay.changeSet(context.digest);
  const laid = [...proposed.keys()];
  await log.record({ type: 'change-set-written', ...key, changeSet, summary: end.summary, laid });
  return { key, laid: new Set(laid) };
}

/** The end of a task of which nothing came. `words` say why nobody tries again. */
export function givenUp(key: AttemptKey, { reason, message }: RunFailure, words = ''): RunEvent {
  const why = words === '' ? message : `${message} ${words}`;
  return reason === 'blocked'
    ? { type: 'worker-blocked', ...key, reason: why }
    : { type: 'task-failed', taskId: key.taskId, failure: { reason, message: why } };
}

/** Gives a worker that merges what there is to merge; `undefined` for all others. */
async function startMerge(
  { log, digest }: RunContext,
  overlay: Overlay,
  taskId: TaskId,
  signal: AbortSignal,
): Promise<MergeStart | undefined> {
  const task = taskStateOf(log.state, taskId);
  if (!task.merging) return undefined;
  const planned = planMerge(log.state, task, task.merging, digest);
  await overlay.takeOver(planned.texts, signal);
  return planned.start;
}

/**
 * Gives a retry what the last attempt wrote, where that still fits the present proposal; otherwise it starts afresh. What was
 * accepted is in the proposal already, but for what the user rejected of it, and that must not come back this way.
 */
async function seed(overlay: Overlay, attempts: readonly AttemptState[], signal: AbortSignal): Promise<boolean> {
  const last = attempts.findLast(({ changeSet }) => changeSet !== null);
  if (!last?.changeSet) return false;
  if (last.accepted) return true;
  const textAt = async (path: WorkspacePath): Promise<string | null> => {
    const present = await overlay.read(path, signal);
    return present.ok && present.value.type === 'text' ? present.value.text : null;
  };
  const texts: EarlierText[] = [];
  for (const change of last.changeSet.changes) {
    const seenAt = change.movedFrom ?? change.path;
    const file = { path: seenAt, text: await textAt(seenAt) };
    const inTheWay = change.movedFrom === undefined ? null : await textAt(change.path);
    const merged = integrate(change, { file, inTheWay });
    if (!merged.ok) return false;
    texts.push({ ...merged.value, ...(change.movedFrom !== undefined && { movedFrom: change.movedFrom }) });
  }
  await overlay.takeOver(texts, signal);
  return true;
}
