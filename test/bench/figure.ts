/** What a figure shall reach, from the list of aims in the design; most figures have none and are there to be compared. */
export type Aim = { readonly atMost: number };

/** One measured number. */
export type Figure = {
  /** Its key in the JSON line: stable, so that figures of different days can be compared. */
  readonly name: string;
  /** What was measured and under which conditions, for people. */
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'kB' | 'tokens' | 'ratio';
  readonly aim?: Aim;
};

/** Figures that are measured together, chosen by name with `--only`. */
export type Benchmark = { readonly name: string; readonly run: () => Promise<readonly Figure[]> };

/** Whether a figure reached its aim; undefined where there is none. */
export function isMet({ value, aim }: Figure): boolean | undefined {
  return aim && value <= aim.atMost;
}

/** The middle of some measurements, which a busy machine moves less than their mean. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('There is no median of nothing.');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
