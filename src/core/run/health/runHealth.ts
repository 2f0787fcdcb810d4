import type { TaskSize } from '../../plan/plan';
import type { History } from '../history';
import { isAnyReady } from '../schedule';
import { underWayStatuses } from '../state';

/** How well a run was coordinated: facts to compare runs by, none of them anybody's judgement. */
export interface RunHealth {
  readonly runId: string;
  /** How many workers could be at work at once. */
  readonly workers: number;
  /** Tasks that were begun. */
  readonly tasks: number;
  /** Tasks whose first attempt was accepted. */
  readonly firstPass: number;
  /** Attempts beyond the first of each task. */
  readonly retries: number;
  /** Tasks with a change that clashed with another one's. */
  readonly conflicts: number;
  /** Share of the workers' time in which there was no task for them, from 0 to 1; `null` where the journal has no times. */
  readonly idle: number | null;
  /** Share of the run's time in which one more worker would have had a task; `null` where the journal has no times. */
  readonly wanted: number | null;
  /** What tasks took, in tokens of their workers; absent in what older versions kept, like the next. */
  readonly taskTokens?: readonly { readonly size: TaskSize; readonly tokens: number }[] | undefined;
  /** Tokens of the lead, all its calls together. */
  readonly leadTokens?: number | undefined;
}

/** What a run's journal says of its coordination; `undefined` for one in which no task was begun. */
export function healthOf({ state, moments }: History): RunHealth | undefined {
  if (!state) return undefined;
  const begun = [...state.tasks.values()].filter(({ attempts }) => attempts.length > 0);
  if (begun.length === 0) return undefined;
  return {
    runId: state.runId,
    workers: state.setup.maxWorkers,
    tasks: begun.length,
    firstPass: begun.filter(({ attempts }) => attempts[0]?.accepted === true).length,
    retries: begun.reduce((sum, { attempts }) => sum + attempts.length - 1, 0),
    conflicts: begun.filter(({ attempts }) => attempts.some(({ clash }) => clash !== null)).length,
    ...timeShares(moments, state.setup.maxWorkers),
    taskTokens: begun
      .filter(({ status }) => status === 'accepted')
      .map(({ task, attempts }) => ({
        size: task.size,
        tokens: attempts.reduce((sum, { usage }) => sum + usage.input + usage.output, 0),
      })),
    leadTokens: state.usage.lead.input + state.usage.lead.output,
  };
}

/**
 * Time passes between two moments in the state after the first of them; what a pause takes is nobody's. A task that is measured, judged or
 * waits for the user may come back to its worker: who waits for that is not without a task, and another worker would wait as well.
 */
function timeShares(moments: History['moments'], workers: number): Pick<RunHealth, 'idle' | 'wanted'> {
  let idle = 0;
  let wanted = 0;
  let total = 0;
  moments.forEach(({ at, after }, index) => {
    const next = moments[index + 1];
    const until = next?.at ?? null;
    if (at === null || until === null || after?.phase !== 'running' || after.paused) return;
    // Nobody knows when the window went away, only when that was found.
    if (next?.event.type === 'run-interrupted') return;
    const passed = Math.max(0, until - at);
    const underWay = [...after.tasks.values()].filter(({ status }) => underWayStatuses.has(status));
    const working = underWay.filter(({ status }) => status === 'working').length;
    idle += (passed * Math.max(0, workers - underWay.length)) / workers;
    // With a free worker whatever is ready has begun.
    if (working >= workers && isAnyReady(after, new Set(underWay.map(({ task }) => task.id)))) wanted += passed;
    total += passed;
  });
  return total > 0 ? { idle: idle / total, wanted: wanted / total } : { idle: null, wanted: null };
}
