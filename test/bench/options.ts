import { parseArgs } from 'node:util';

import type { Benchmark } from './figure';

/** How the benchmarks were asked for. */
export type BenchOptions = {
  readonly benchmarks: readonly Benchmark[];
  /** Also print one JSON object, as the very last line. */
  readonly json: boolean;
};

/** Reads the command line (`--json`, `--only name,…`); rejects what it does not know, in words. */
export function readOptions(args: readonly string[], all: readonly Benchmark[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
  });
  const names = values.only?.split(',');
  const unknown = names?.find((name) => !all.some((benchmark) => benchmark.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no benchmark "${unknown}"; there are ${all.map(({ name }) => name).join(', ')}.`);
  }
  return { json: values.json, benchmarks: all.filter(({ name }) => names?.includes(name) ?? true) };
}
