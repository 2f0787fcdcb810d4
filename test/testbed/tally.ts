/** How many tests passed, failed and were left out. */
export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

/** A height of the tests (unit, host, end to end) with what came of it. */
export type HeightResult = {
  readonly name: string;
  readonly tally: Tally;
  /** Whether its runner ended with code 0; a runner can fail with no test at fault. */
  readonly succeeded: boolean;
  /** Why it cannot run on this machine at all; it counts as skipped then. */
  readonly unavailable?: string;
};

/** The tally of nothing. */
export const noTests: Tally = { passed: 0, failed: 0, skipped: 0 };

/** Adds tallies up. */
export function addTallies(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (sum, tally) => ({
      passed: sum.passed + tally.passed,
      failed: sum.failed + tally.failed,
      skipped: sum.skipped + tally.skipped,
    }),
    noTests,
  );
}

/** Reads a tally as our runners write it. Throws when it is anything else. */
export function parseTally(value: unknown): Tally {
  if (typeof value === 'object' && value !== null && 'passed' in value && 'failed' in value && 'skipped' in value) {
    const { passed, failed, skipped } = value;
    if (typeof passed === 'number' && typeof failed === 'number' && typeof skipped === 'number') {
      return { passed, failed, skipped };
    }
  }
  throw new Error(`This is no tally of tests: ${JSON.stringify(value)}`);
}

/**
 * Reads the tally of a suite, which says at its end that it has ended. One that was cut off (its process died, and an editor may end
 * well all the same) counts as a failure more: the tests that did not run have not passed.
 */
export function parseSuiteTally(value: unknown): Tally {
  const tally = parseTally(value);
  const isWhole = typeof value === 'object' && value !== null && 'ended' in value && value.ended === true;
  return isWhole || tally.failed > 0 ? tally : { ...tally, failed: 1 };
}

/**
 * Why a height counts as failed, or undefined when it stands. A height that ran nothing proves nothing, so it fails, but for
 * one that has said that there is no way to run it here.
 */
export function failureOf({ name, tally, succeeded, unavailable }: HeightResult): string | undefined {
  if (unavailable !== undefined) return undefined;
  if (tally.failed > 0) return `${name}: ${tally.failed} tests failed`;
  if (tally.passed === 0) return `${name}: no test ran`;
  if (!succeeded) return `${name}: the runner failed, though no test did`;
  return undefined;
}

/** The one line that `npm test` ends with. */
export function closingLine(heights: readonly HeightResult[]): string {
  const { passed, failed, skipped } = addTallies(heights.map((height) => height.tally));
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
