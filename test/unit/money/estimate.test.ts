import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { estimatePlan, noExperience, type Experience, type PlannedTask } from '../../../src/core/money/estimate';
import { listedPrices } from '../../../src/core/money/prices';
import { experienceOf } from '../../../src/core/run/health/experience';
import type { RunHealth } from '../../../src/core/run/health/runHealth';
import { estimateNote, estimateOf, taskEstimates } from '../../../src/ui/health/planEstimate';
import { runState, task, taskState } from '../ui/plan/states';

const small: PlannedTask = { id: 'T1', size: 'S', model: 'gpt-4.1' };
const large: PlannedTask = { id: 'T2', size: 'L', model: 'gpt-4.1' };
const facts = { lead: 'o3', prices: listedPrices, experience: noExperience };
const health: RunHealth = {
  runId: 'R',
  workers: 3,
  tasks: 3,
  firstPass: 3,
  retries: 0,
  conflicts: 0,
  idle: 0,
  wanted: 0,
};

describe('an estimate', () => {
  it('goes by a rule of thumb first, with the lead and the prices in it', () => {
    const estimate = estimatePlan([small, large], facts);
    expect([...estimate.tasks]).toEqual([
      ['T1', { low: 5_000, high: 25_000 }],
      ['T2', { low: 40_000, high: 250_000 }],
    ]);
    expect(estimate.tokens).toEqual({ low: 49_000, high: 295_000 });
    expect(estimate.isFromHere).toBe(false);
    expect(estimate.dollars?.low).toBeGreaterThan((49_000 * 0.5) / 1_000_000);
    expect(estimate.dollars?.high).toBeLessThan((295_000 * 8) / 1_000_000);
  });

  it('says nothing of money where a price is not known', () => {
    expect(estimatePlan([{ ...small, model: 'local' }], facts).dollars).toBeNull();
    expect(estimatePlan([small], { ...facts, lead: 'local' }).dollars).toBeNull();
  });

  it('goes by what tasks of its size took here, once there are a few', () => {
    const experience: Experience = {
      bySize: { S: [8_000, 10_000, 1_000_000, 12_000, 9_000], M: [], L: [1] },
      leadPerTask: [4_000, 4_000],
    };
    const estimate = estimatePlan([small, large], { ...facts, experience });
    // The middle half, with room: one task that ran away does not count.
    expect(estimate.tasks.get('T1')).toEqual({ low: 9_000 / 1.25, high: 12_000 * 1.25 });
    expect(estimate.tasks.get('T2')).toEqual({ low: 40_000, high: 250_000 });
    expect(estimate.tokens.low).toBe(9_000 / 1.25 + 40_000 + 2 * (4_000 / 1.25));
    expect(estimate.isFromHere).toBe(true);
  });

  it('is a range, grows with the plan, and is the sum of its parts', () => {
    const tokens = fc.array(fc.integer({ min: 1, max: 1_000_000 }), { maxLength: 12 });
    const experience = fc.record({ bySize: fc.record({ S: tokens, M: tokens, L: tokens }), leadPerTask: tokens });
    const planned = fc.array(
      fc.record({ size: fc.constantFrom('S' as const, 'M' as const, 'L' as const), model: fc.constant('gpt-4.1') }),
      { minLength: 1, maxLength: 10 },
    );
    fc.assert(
      fc.property(planned, experience, (sizes, seen) => {
        const tasks = sizes.map((each, index) => ({ ...each, id: `T${index}` }));
        const { tokens: all, dollars, tasks: each } = estimatePlan(tasks, { ...facts, experience: seen });
        const workers = [...each.values()].reduce((sum, { low }) => sum + low, 0);
        expect(all.low).toBeGreaterThanOrEqual(workers);
        expect(all.high).toBeGreaterThanOrEqual(all.low);
        expect(dollars?.high).toBeGreaterThanOrEqual(dollars?.low ?? 0);
        const more = estimatePlan([...tasks, { ...small, id: 'more' }], { ...facts, experience: seen });
        expect(more.tokens.high).toBeGreaterThanOrEqual(all.high);
      }),
    );
  });
});

describe('what runs took', () => {
  it('is kept by size, and older records that say nothing of it count for nothing', () => {
    const told = { ...health, taskTokens: [{ size: 'S' as const, tokens: 10 }], leadTokens: 30 };
    expect(experienceOf([health, told])).toEqual({ bySize: { S: [10], M: [], L: [] }, leadPerTask: [10] });
  });
});

describe('on a plan', () => {
  const waiting = runState([taskState(task('T1')), taskState(task('T2'))], [['T1', 'T2']], { phase: 'plan-ready' });
  const priced = { ...waiting, setup: { ...waiting.setup, scripted: false, prices: listedPrices } };

  it('it is a note, and a word on each task', () => {
    const estimate = estimateOf(priced, []);
    if (!estimate) throw new Error('There is a plan.');
    expect(estimateNote(estimate)).toMatch(
      /^It may take [\d.]+k to [\d.]+k tokens, \$[\d.]+ to \$[\d.]+ \(a rule of thumb, until a few runs here tell more\)\.$/,
    );
    expect([...taskEstimates(priced, []).keys()]).toEqual(['T1', 'T2']);
  });

  it('that is approved, or of the demo, there is none', () => {
    expect(estimateOf({ ...priced, phase: 'running' }, [])).toBeUndefined();
    expect(estimateOf({ ...priced, setup: { ...priced.setup, scripted: true } }, [])).toBeUndefined();
  });
});
