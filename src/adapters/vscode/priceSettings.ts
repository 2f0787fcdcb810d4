import * as z from 'zod/mini';

import type { PriceTable } from '../../core/money/prices';
import { ok, type Result } from '../../core/util/result';
import { checkSetting, type SettingsFailure } from './settingsSchema';

const amount = z.number().check(z.minimum(0), z.maximum(100_000));

const prices = z.record(z.string(), z.strictObject({ input: amount, cached: z.optional(amount), output: amount }));

/** Checks the value of `leadWorker.prices`; cached input costs what other input does where it does not say. */
export function parsePrices(value: unknown): Result<PriceTable, SettingsFailure> {
  const parsed = checkSetting('leadWorker.prices', prices, value ?? {});
  if (!parsed.ok) return parsed;
  return ok(
    Object.fromEntries(
      Object.entries(parsed.value).map(([model, { input, cached = input, output }]) => [
        model,
        { input, cached, output },
      ]),
    ),
  );
}
