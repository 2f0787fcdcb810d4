import type { GraphNode } from '../../src/core/plan/graph';
import { remainingPath } from '../../src/core/plan/graph';
import type { TaskId } from '../../src/core/plan/plan';

/** A task with what it takes, in milliseconds. */
export interface TimedTask extends GraphNode {
  readonly id: TaskId;
  /** All of it: the worker's turns, the gate and the assessment. */
  readonly wholeMs: number;
  /** The part in which it keeps a worker busy. */
  readonly workerMs: number;
}

/** The heaviest chain of dependencies: no team of any size is faster. */
export function longestPathMs(tasks: readonly TimedTask[]): number {
  return Math.max(0, ...remainingPath(tasks, ({ wholeMs }) => wholeMs).values());
}

/** The design's bound: the longest path, or all work spread evenly over the workers, a gate and an assessment counted as work. */
export function boundMs(tasks: readonly TimedTask[], workers: number): number {
  const work = tasks.reduce((sum, { wholeMs }) => sum + wholeMs, 0);
  return Math.max(longestPathMs(tasks), work / workers);
}

/** The same where only a worker's turns keep a worker busy, as in the engine: no schedule of ours can be below it. */
export function strictBoundMs(tasks: readonly TimedTask[], workers: number): number {
  const work = tasks.reduce((sum, { workerMs }) => sum + workerMs, 0);
  return Math.max(longestPathMs(tasks), work / workers);
}
