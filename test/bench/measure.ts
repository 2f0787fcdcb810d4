import { median } from './figure';

/** How often to measure. The first runs warm the compiler up and do not count. */
export type Repetition = { readonly runs: number; readonly warmups: number };

/** What one run of something is: `prepare` does not count. */
export type Measured<Input> = { readonly prepare: () => Input; readonly run: (input: Input) => unknown };

/** Milliseconds of each counted run, in order. What `run` returns is awaited. */
export async function timesOf<Input>(
  { runs, warmups }: Repetition,
  { prepare, run }: Measured<Input>,
): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < warmups + runs; index++) {
    const input = prepare();
    const started = performance.now();
    await run(input);
    times.push(performance.now() - started);
  }
  return times.slice(warmups);
}

/** The median of {@link timesOf}. */
export async function medianMs<Input>(repetition: Repetition, measured: Measured<Input>): Promise<number> {
  return median(await timesOf(repetition, measured));
}
