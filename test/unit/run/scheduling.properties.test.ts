import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TaskId } from '../../../src/core/plan/plan';
import { readyTasks, type Schedule } from '../../../src/core/run/schedule';
import { anyJob, violationsOf, type Broken } from './schedulingBed';

const all = Number.MAX_SAFE_INTEGER;

/** A schedule that does not know what a task depends on. */
const heedless: Schedule = (state, underWay, limit) => {
  const tasks = state.plan?.tasks.map((task) => ({ ...task, dependsOn: [] })) ?? [];
  return readyTasks({ ...state, plan: state.plan && { ...state.plan, tasks } }, underWay, limit);
};

const breaks: readonly { readonly name: string; readonly broken: Broken; readonly seen: RegExp }[] = [
  { name: 'starts what is not ready', broken: { schedule: heedless }, seen: /^unready/ },
  {
    name: 'lets tasks overlap that may not',
    broken: {
      schedule: (state, underWay, limit) =>
        readyTasks({ ...state, setup: { ...state.setup, overlap: 'parallel' } }, underWay, limit),
    },
    seen: /^overlapping/,
  },
  { name: 'has one worker too many', broken: { workersTooMany: 1 }, seen: /^crowded/ },
  {
    name: 'lets workers be idle while there is work',
    broken: { schedule: (state, underWay) => (underWay.size > 0 ? [] : readyTasks(state, underWay, 1)) },
    seen: /^starving/,
  },
  {
    name: 'takes the shortest remaining path first',
    broken: { schedule: (state, underWay, limit) => readyTasks(state, underWay, all).toReversed().slice(0, limit) },
    seen: /^out of order/,
  },
  { name: 'goes on during a pause', broken: { deaf: true }, seen: /^paused/ },
  {
    name: 'forgets a task',
    broken: {
      schedule: (state, underWay, limit) => readyTasks(state, underWay, limit).filter((id) => id !== ('T1' as TaskId)),
    },
    seen: /^unended/,
  },
];

describe('the schedule of a run', () => {
  it('starts no task early, none beside an overlapping one, no more than it may, none during a pause, and brings all to their end', async () => {
    await fc.assert(
      fc.asyncProperty(anyJob, async (job) => {
        expect(await violationsOf(job)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  });

  it.each(breaks)('is seen when it $name', async ({ broken, seen }) => {
    const fits = fc.asyncProperty(anyJob, async (job) => {
      const violations = await violationsOf(job, broken);
      return !violations.some((violation) => seen.test(violation));
    });
    expect(await fc.check(fits, { endOnFailure: true })).toMatchObject({ failed: true });
  });
});
