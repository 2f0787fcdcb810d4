import { describe, expect, it } from 'vitest';

import { parsePrices } from '../../../src/adapters/vscode/priceSettings';
import {
  addCost,
  costWords,
  dollarsFor,
  listedPrices,
  noCost,
  priceOf,
  totalCost,
  type Cost,
} from '../../../src/core/money/prices';

const usage = { input: 1_000_000, cached: 400_000, output: 100_000, reasoning: 50_000 };

describe('a price', () => {
  it.each([
    ['o3', 2],
    ['o3-2025-04-16', 2],
    ['gpt-4.1-mini', 0.4],
    ['gpt-4.1-mini-2025-04-14', 0.4],
    ['o3-pro', undefined],
    ['vscode:copilot/o3', undefined],
    ['constructor', undefined],
  ])('of %s is %s for input', (model, input) => {
    expect(priceOf(model, listedPrices)?.input).toBe(input);
  });

  it('counts cached input once, at its own price', () => {
    expect(dollarsFor(usage, { input: 2, cached: 0.5, output: 8 })).toBeCloseTo(0.6 * 2 + 0.4 * 0.5 + 0.1 * 8, 10);
  });

  it('is plausible in every row: cached costs no more than input, and output no less', () => {
    for (const [model, { input, cached, output }] of Object.entries(listedPrices)) {
      expect(cached, model).toBeLessThanOrEqual(input);
      expect(output, model).toBeGreaterThanOrEqual(input);
    }
  });
});

describe('a sum', () => {
  it('has dollars where prices are known, and tokens where they are not', () => {
    const some = addCost(noCost, { model: 'o3', usage }, listedPrices);
    const all = addCost(some, { model: 'local', usage }, listedPrices);
    expect(all.dollars).toBeCloseTo(2.2, 10);
    expect(all.unpriced).toBe(1_100_000);
    expect(totalCost({ cost: { lead: all, worker: some } }).dollars).toBeCloseTo(4.4, 10);
  });

  it.each<readonly [Cost, string]>([
    [noCost, ''],
    [{ dollars: 0, unpriced: 100 }, ''],
    [{ dollars: 0.004, unpriced: 0 }, 'under $0.01'],
    [{ dollars: 0.425, unpriced: 0 }, '$0.42'],
    [{ dollars: 12, unpriced: 3 }, '$12.00 and more'],
  ])('%j is "%s"', (cost, words) => {
    expect(costWords(cost)).toBe(words);
  });
});

describe('the setting', () => {
  it('takes prices, and cached input costs what other input does where it does not say', () => {
    expect(parsePrices({ mine: { input: 1, output: 2 } })).toEqual({
      ok: true,
      value: { mine: { input: 1, cached: 1, output: 2 } },
    });
    expect(parsePrices(undefined)).toEqual({ ok: true, value: {} });
  });

  it.each([[{ mine: { input: -1, output: 2 } }], [{ mine: { input: 1 } }], [{ mine: 3 }], ['free']])(
    'refuses %j by its name',
    (value) => {
      const parsed = parsePrices(value);
      expect(parsed.ok ? '' : parsed.error.message).toContain('"leadWorker.prices"');
    },
  );
});
