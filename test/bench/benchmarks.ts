import { activation } from './activation';
import { engineCost } from './engineCost';
import { exactEdit } from './exactEdit';
import type { Benchmark } from './figure';
import { hunks } from './hunks';
import { makespan } from './makespan';
import { memory } from './memory';
import { merge } from './merge';
import { shadow } from './shadow';
import { sizes } from './sizes';
import { tokens } from './tokens';
import { tree } from './tree';
import { wireCost } from './wireCost';

/** All benchmarks, in the order in which they run and stand in the table. */
export const benchmarks: readonly Benchmark[] = [
  { name: 'activation', run: activation },
  { name: 'sizes', run: sizes },
  { name: 'engine', run: engineCost },
  { name: 'wire', run: wireCost },
  { name: 'makespan', run: makespan },
  { name: 'tokens', run: tokens },
  { name: 'edit', run: exactEdit },
  { name: 'hunks', run: hunks },
  { name: 'merge', run: merge },
  { name: 'memory', run: memory },
  { name: 'tree', run: tree },
  { name: 'shadow', run: shadow },
];
