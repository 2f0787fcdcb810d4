import type { Experience } from '../../money/estimate';
import type { TaskSize } from '../../plan/plan';
import type { RunHealth } from './runHealth';

/** What the runs of a workspace took, for an estimate of the next. */
export function experienceOf(runs: readonly RunHealth[]): Experience {
  const seen = runs.flatMap(({ taskTokens = [] }) => taskTokens);
  const of = (size: TaskSize): readonly number[] => seen.filter((one) => one.size === size).map(({ tokens }) => tokens);
  return {
    bySize: { S: of('S'), M: of('M'), L: of('L') },
    leadPerTask: runs.flatMap(({ leadTokens, tasks }) => (leadTokens === undefined ? [] : [leadTokens / tasks])),
  };
}
