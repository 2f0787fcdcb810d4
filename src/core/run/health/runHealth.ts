import type { History } from '../history';
import type { RunState } from '../state';

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
  /** Share of the workers' time in which none was at a task though the run was under way, from 0 to 1; `null` where the journal has no times. */
  readonly idle: number | null;
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
    idle: idleShare(moments, state.setup.maxWorkers),
  };
}

/** Time passes between two moments in the state after the first of them; what a pause takes is nobody's idleness. */
function idleShare(moments: History['moments'], workers: number): number | null {
  let idle = 0;
  let total = 0;
  moments.forEach(({ at, after }, index) => {
    const until = moments[index + 1]?.at ?? null;
    if (at === null || until === null || after?.phase !== 'running' || after.paused) return;
    const passed = Math.max(0, until - at);
    idle += passed * Math.max(0, workers - working(after));
    total += passed * workers;
  });
  return total > 0 ? idle / total : null;
}

function working({ tasks }: RunState): number {
  return [...tasks.values()].filter(({ status }) => status === 'working').length;
}
