import { describe, expect, it } from 'vitest';

import { bundleBudgets, excessiveBundles, excessOf } from '../../../budgets.mjs';

const within = { 'dist/extension.js': { bytes: 1 }, 'dist/runtime.js': { bytes: bundleBudgets['dist/runtime.js'] } };

describe('budgets', () => {
  it('let stand what has just the size that is allowed', () => {
    expect(excessOf({ name: 'a.vsix', bytes: 1000, budget: 1000 })).toBeUndefined();
    expect(excessiveBundles(within)).toEqual([]);
  });

  it('are seen to catch a package of one byte too many', () => {
    expect(excessOf({ name: 'a.vsix', bytes: 1001, budget: 1000 })).toBe(
      'a.vsix has 1001 bytes; at most 1000 are wanted.',
    );
  });

  it('are seen to catch each bundle, and look at nothing else that is built', () => {
    for (const [name, budget] of Object.entries(bundleBudgets)) {
      const outputs = { ...within, [name]: { bytes: budget + 1 }, 'out/run.mjs': { bytes: 1e9 } };
      expect(excessiveBundles(outputs)).toEqual([`${name} has ${budget + 1} bytes; at most ${budget} are wanted.`]);
    }
  });
});
