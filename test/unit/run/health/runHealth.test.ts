import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRunEvent } from '../../../../src/core/run/report/eventFacts';
import { healthOf, type RunHealth } from '../../../../src/core/run/health/runHealth';
import { historyOf } from '../../../../src/core/run/history';
import { isHealthy, moreWorkers, sameModel, tooManyWorkers } from '../../../../src/core/run/health/advice';
import { bench, carryOut, writes, type Bench, type Sketch } from '../harness';
import { entriesOf } from '../report/toldRun';

async function healthAfter(sketch: Sketch, times?: (index: number) => number): Promise<RunHealth | undefined> {
  const entries = (await entriesOf(await carriedOut(sketch))).map((entry, index) => ({
    ...entry,
    at: times?.(index) ?? entry.at,
  }));
  return healthOf(historyOf(entries, isRunEvent));
}

/** One task after the other, four that can all be done at once, and four of which each is in the way of the others. */
const names = ['A', 'B', 'C', 'D'];
const chain: Sketch = { tasks: names.map((id, index) => ({ id, dependsOn: names.slice(0, index).slice(-1) })) };
const wide: Sketch = { tasks: names.map((id) => ({ id })) };
const narrow: Sketch = { tasks: names.map((id) => ({ id, writeScope: ['src/**'] })) };

function share(least: number, most: number): object {
  return expect.toSatisfy((found: number) => found >= least && found <= most) as object;
}

async function carriedOut(sketch: Sketch): Promise<Bench> {
  const b = await bench(sketch);
  await carryOut(b);
  return b;
}

/** Where the first worker was done. */
function writtenIn(entries: readonly object[]): number {
  const written = entries.findIndex((entry) => 'type' in entry && entry.type === 'change-set-written');
  expect(written).toBeGreaterThan(0);
  return written;
}

describe('the coordination of a run', () => {
  it('counts what was accepted at once, what was done again, and what clashed', async () => {
    const health = await healthAfter({
      tasks: ['A', 'B', 'C'].map((id) => ({ id })),
      maxWorkers: 2,
      assess: (task, times) =>
        task === 'B' && times === 0 ? { type: 'retry', feedback: 'Again.' } : { type: 'accept' },
    });
    expect(health).toMatchObject({ workers: 2, tasks: 3, firstPass: 2, retries: 1, conflicts: 0 });
    const clashing = await healthAfter({
      files: { 'x.ts': 'one\n' },
      tasks: ['A', 'B', 'C'].map((id) => ({ id, writeScope: ['x.ts'] })),
      overlap: 'parallel',
      worker: (task, turn) => writes('x.ts', `${task}\n`)(turn),
    });
    expect(clashing?.conflicts).toBeGreaterThan(0);
  });

  it('is nothing before a task was begun', async () => {
    const b = await bench({ tasks: [{ id: 'A' }] });
    await b.run.plan();
    expect(healthOf(historyOf(await entriesOf(b), isRunEvent))).toBeUndefined();
  });

  it('knows shares of time, whatever the times are, and none where there are none', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(1000), { minLength: 60, maxLength: 60 }), async (steps) => {
        const at = (index: number): number => steps.slice(0, index + 1).reduce((sum, step) => sum + step, 0);
        const health = await healthAfter({ tasks: [{ id: 'A' }, { id: 'B' }] }, at);
        for (const known of [health?.idle ?? 0, health?.wanted ?? 0]) {
          expect(known).toBeGreaterThanOrEqual(0);
          expect(known).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 20 },
    );
    expect(await healthAfter({ tasks: [{ id: 'A' }] }, () => 0)).toMatchObject({ idle: null, wanted: null });
  });

  it.each<[string, Sketch, { readonly idle: object; readonly wanted: object | number }]>([
    ['has no task for three workers', chain, { idle: share(0.5, 0.75), wanted: 0 }],
    ['has a task for one worker only', { ...chain, maxWorkers: 1 }, { idle: share(0, 0.2), wanted: 0 }],
    ['has tasks for as many as there are', { ...wide, maxWorkers: 4 }, { idle: share(0, 0.6), wanted: 0 }],
    ['has more tasks than workers', { ...wide, maxWorkers: 1 }, { idle: share(0, 0.2), wanted: share(0.25, 0.75) }],
    [
      'has tasks that would get in the way of the one at work',
      { ...narrow, maxWorkers: 1 },
      { idle: share(0, 0.2), wanted: 0 },
    ],
  ])('knows that a plan %s', async (_name, sketch, expected) => {
    expect(await healthAfter(sketch, (index) => index)).toMatchObject(expected);
  });

  it('does not count the time in which the window was away', async () => {
    const entries = await entriesOf(await carriedOut(wide));
    const cut = entries.slice(0, writtenIn(entries)).map((entry, index) => ({ ...entry, at: index }));
    const health = healthOf(historyOf(cut, isRunEvent));
    const found = [...cut, { type: 'run-interrupted', at: 1_000_000 }];
    expect(health?.idle).not.toBeNull();
    expect(healthOf(historyOf(found, isRunEvent))).toEqual(health);
  });

  it('takes nobody for idle whose task is measured and judged', async () => {
    const entries = await entriesOf(await carriedOut({ tasks: [{ id: 'A' }], maxWorkers: 1 }));
    const written = writtenIn(entries);
    const late = entries.map((entry, index) => ({ ...entry, at: index <= written ? 0 : 1000 }));
    expect(healthOf(historyOf(late, isRunEvent))?.idle).toBe(0);
  });
});

const well: RunHealth = {
  runId: 'r',
  workers: 3,
  tasks: 10,
  firstPass: 8,
  retries: 2,
  conflicts: 1,
  idle: 0.2,
  wanted: 0.5,
};
const badly: RunHealth = { ...well, firstPass: 5 };

describe('advice on how many workers', () => {
  it.each<[RunHealth, boolean]>([
    [well, true],
    [{ ...well, firstPass: 7 }, true],
    [{ ...well, firstPass: 6 }, false],
    [{ ...well, conflicts: 2 }, false],
  ])('takes a run for healthy by what was accepted at once and what clashed: %o', (run, expected) => {
    expect(isHealthy(run)).toBe(expected);
  });

  it.each<[string, readonly RunHealth[], number, RegExp | undefined]>([
    ['three need no proof', [], 3, undefined],
    ['none on record', [], 4, /4 workers at once, and no run of this workspace is on record/],
    ['two of three', [well, badly, well], 5, /2 of the last 3 runs here went well/],
    ['three in a row', [badly, well, well, well], 5, undefined],
  ])('warns above three: %s', (_name, runs, workers, expected) => {
    const note = tooManyWorkers(runs, workers);
    if (expected) expect(note).toMatch(expected);
    else expect(note).toBeUndefined();
  });

  it.each<[string, readonly RunHealth[], number, number | undefined]>([
    ['after three that went well', [well, well, well], 3, 4],
    ['not after two', [well, well], 3, undefined],
    ['however long others were idle, as at the end of a plan', Array<RunHealth>(3).fill({ ...well, idle: 0.6 }), 3, 4],
    ['not where it would have had no task', [well, { ...well, idle: 0, wanted: 0.2 }, well], 3, undefined],
    ['not where that is not known', [well, { ...well, wanted: null }, well], 3, undefined],
    ['not from runs with fewer workers', [well, well, well], 4, undefined],
    ['not beyond what the setting takes', Array<RunHealth>(3).fill({ ...well, workers: 16 }), 16, undefined],
  ])('suggests another one %s', (_name, runs, workers, expected) => {
    expect(moreWorkers(runs, workers)).toBe(expected);
  });

  it('says that one model for both is no good', () => {
    expect(sameModel('o3', 'gpt-4.1')).toBeUndefined();
    expect(sameModel('o3', 'o3')).toMatch(/^Lead and workers are the same model, o3\./);
  });
});
