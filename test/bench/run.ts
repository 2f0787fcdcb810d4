// Measures and prints what the design sets figures for, and what is worth comparing from day to day. A figure that misses its
// aim is said to, and fails nothing: machines differ, and a busy one is slow.
//   node out/bench/run.mjs [--only name,...] [--json]
import { cpus, loadavg } from 'node:os';

import { runProgram } from '../testbed/lifetime';
import { say } from '../testbed/say';
import { benchmarks } from './benchmarks';
import { isMet, type Figure } from './figure';
import { readOptions } from './options';
import { asJson, drawTable } from './table';

await runProgram(async () => {
  const options = readOptions(process.argv.slice(2), benchmarks);
  const figures: Figure[] = [];
  for (const { name, run } of options.benchmarks) {
    say(`Measuring ${name} ...`);
    figures.push(...(await run()));
  }
  const missed = figures.filter((figure) => isMet(figure) === false).length;
  console.log(`\n${drawTable(figures)}\n`);
  say(`${machine()}. Times are medians of repeated runs. ${missed} of the aims are not met.`);
  if (options.json) console.log(asJson(figures));
  return 0;
});

function machine(): string {
  const [load = 0] = loadavg();
  return `Node ${process.version}, ${cpus().length} processors, load ${load.toFixed(1)}`;
}
