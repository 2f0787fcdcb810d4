// Everything that has to hold, in one go: the checks, then the tests of every height. Ends with one line over all heights.
//   node out/run.mjs [--only checks,unit,host,e2e]
import { inRepository } from './testbed/repository';
import { runChecks } from './testbed/checks';
import { heights, type Height } from './testbed/heights';
import { say } from './testbed/say';
import { isLeaving, runProgram } from './testbed/lifetime';
import { closingLine, failureOf, type HeightResult } from './testbed/tally';

function chosen(args: readonly string[]): readonly string[] {
  const all = ['checks', ...heights.map((height) => height.name)];
  const flag = args.indexOf('--only');
  if (flag === -1) return all;
  const names = (args[flag + 1] ?? '').split(',');
  const unknown = names.find((name) => !all.includes(name));
  if (unknown !== undefined) throw new Error(`--only takes ${all.join(', ')}; "${unknown}" is none of them.`);
  return names;
}

async function main(args: readonly string[]): Promise<number> {
  const names = chosen(args);
  const failures: string[] = [];
  if (names.includes('checks')) failures.push(...(await runChecks()));

  const results: HeightResult[] = [];
  for (const height of heights) {
    if (!names.includes(height.name)) continue;
    const result = await runHeight(height);
    if (isLeaving()) return 1;
    results.push(result);
    failures.push(...[failureOf(result)].filter((failure) => failure !== undefined));
  }
  for (const failure of failures) say(`FAILED: ${failure}`);
  say(`Pictures, logs and results are in ${inRepository('out')}.`);
  console.log(closingLine(results));
  return failures.length > 0 ? 1 : 0;
}

async function runHeight(height: Height): Promise<HeightResult> {
  console.log(`\n=== ${height.name} tests ===`);
  const started = performance.now();
  const result = await height.run();
  const { passed, failed, skipped } = result.tally;
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  say(`${height.name}: ${passed} passed, ${failed} failed, ${skipped} skipped in ${seconds} s.`);
  return result;
}

await runProgram(() => main(process.argv.slice(2)));
