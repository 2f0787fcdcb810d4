const pinned = 20_260_101;

/**
 * The seed for properties, as fast-check's parameters take it: the pinned one, the number that is asked for, or with `random`
 * none at all, so that each run makes its own. Throws for anything else.
 */
export function seedFrom(wish: string | undefined): { readonly seed?: number } {
  if (wish === undefined || wish === '') return { seed: pinned };
  if (wish === 'random') return {};
  if (!/^-?\d+$/.test(wish)) throw new Error(`LEAD_WORKER_SEED is a number or "random", not "${wish}".`);
  return { seed: Number(wish) };
}
