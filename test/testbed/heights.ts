import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

import { runCommand } from './command';
import { inRepository, repositoryRoot } from './repository';
import { noTests, parseTally, type HeightResult, type Tally } from './tally';
import { tallyOfPlaywright, tallyOfVitest } from './testReports';

/** One height of the tests: a runner of its own, and a report to count from. */
export type Height = { readonly name: string; readonly run: () => Promise<HeightResult> };

type Runner = {
  readonly name: string;
  /** Arguments for Node. */
  readonly command: readonly string[];
  /** The report that the runner writes, below `out/results`. */
  readonly report: string;
  readonly read: (report: unknown) => Tally;
};

// The runners have windows to close and folders to remove when they are interrupted.
const graceMs = 20_000;

const unitReport = inRepository('out/results/unit.json');

/** All heights, in the order in which they run: the quick ones first. */
export const heights: readonly Height[] = [
  height({
    name: 'unit',
    command: [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${unitReport}`,
    ],
    report: unitReport,
    read: tallyOfVitest,
  }),
  height({
    name: 'host',
    command: ['out/host/run.mjs'],
    report: inRepository('out/results/host.json'),
    read: parseTally,
  }),
  height({
    name: 'e2e',
    command: ['out/e2e/run.mjs'],
    report: inRepository('out/results/e2e.json'),
    read: tallyOfPlaywright,
  }),
];

function height({ name, command, report, read }: Runner): Height {
  return {
    name,
    run: async () => {
      // A report of last time must not be counted when the runner dies before it writes one.
      await rm(report, { force: true });
      const { code } = await runCommand(process.execPath, command, { cwd: repositoryRoot, show: true, graceMs });
      const tally = existsSync(report) ? read(JSON.parse(await readFile(report, 'utf8'))) : noTests;
      return { name, tally, succeeded: code === 0 };
    },
  };
}
