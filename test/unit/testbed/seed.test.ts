import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { seedFrom } from '../../testbed/seed';

describe('seedFrom', () => {
  it('pins the seed unless another one is asked for', () => {
    expect(seedFrom(undefined)).toEqual(seedFrom(''));
    expect(seedFrom(undefined).seed).toBeTypeOf('number');
    expect(seedFrom('-12')).toEqual({ seed: -12 });
  });

  it('roams when it is told to', () => {
    expect(seedFrom('random')).toEqual({});
  });

  it('refuses what is no seed', () => {
    expect(() => seedFrom('12a')).toThrow('LEAD_WORKER_SEED');
  });
});

describe('the seed in force', () => {
  it('is what this run was started with', () => {
    expect(fc.readConfigureGlobal().seed).toBe(seedFrom(process.env.LEAD_WORKER_SEED).seed);
  });
});
