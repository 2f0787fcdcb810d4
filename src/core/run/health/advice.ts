import type { RunHealth } from './runHealth';

/** Workers that every run may start with: with three the pattern is known to hold, and each further one adds conflicts and retries. */
export const plainWorkers = 3;
/** So many runs have to go well in a row before more workers are advised: one or two may be luck. */
export const provingRuns = 3;
/** Fewer tasks than this say nothing about coordination. */
export const fewestTasks = 3;
/** As many as the setting takes. */
const mostWorkers = 16;
/** Share of tasks that have to be accepted at the first attempt: below it, more workers make more of what has to be done again. */
const healthyFirstPass = 0.7;
/** Share of tasks that may come into conflict. */
const healthyConflicts = 0.1;
/** Share of a run's time in which there has to be a task for one more worker: with less it would find too little to do. */
const enoughWanted = 1 / 4;

/** Whether a run was coordinated well. */
export function isHealthy({ tasks, firstPass, conflicts }: RunHealth): boolean {
  return firstPass / tasks >= healthyFirstPass && conflicts / tasks <= healthyConflicts;
}

/** Why so many workers at once are early, given the runs of this workspace, oldest first; nothing where they are not. */
export function tooManyWorkers(runs: readonly RunHealth[], workers: number): string | undefined {
  if (workers <= plainWorkers || isProven(runs)) return undefined;
  const recent = runs.slice(-provingRuns);
  const well = recent.filter(isHealthy).length;
  const known =
    recent.length === 0
      ? 'no run of this workspace is on record yet'
      : `${well} of the last ${recent.length} runs here went well`;
  return `${workers} workers at once, and ${known}. Conflicts and retries grow with each worker: begin with ${plainWorkers}, and raise it once ${provingRuns} runs in a row went well.`;
}

/** How many workers to go on with, where the last runs say that another one would be of use. */
export function moreWorkers(runs: readonly RunHealth[], workers: number): number | undefined {
  const recent = runs.slice(-provingRuns);
  const isWanted = recent.every(({ wanted, workers: had }) => had >= workers && (wanted ?? 0) >= enoughWanted);
  return isProven(runs) && isWanted && workers < mostWorkers ? workers + 1 : undefined;
}

/** Why the same model for both roles is no good; nothing where they differ. */
export function sameModel(lead: string, worker: string): string | undefined {
  if (lead !== worker) return undefined;
  return `Lead and workers are the same model, ${lead}. Workers make most of the calls, and need no model that plans: a fast one costs less and waits less. A lead that judges its own kind's work misses more.`;
}

function isProven(runs: readonly RunHealth[]): boolean {
  const recent = runs.slice(-provingRuns);
  return recent.length === provingRuns && recent.every(isHealthy);
}
