import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

import { runCommand } from './command';
import { findDesktopEditor } from './desktopEditor';
import { whyNoEditor } from './editorVersions';
import { inRepository, repositoryRoot } from './repository';
import { say } from './say';
import { noTests, parseTally, type HeightResult, type Tally } from './tally';
import { tallyOfPlaywright, tallyOfVitest } from './testReports';

/** One height of the tests: a runner of its own, and a report to count from. */
export type Height = { readonly name: string; readonly run: () => Promise<HeightResult> };

/** A program that runs tests. */
export type Runner = {
  readonly name: string;
  /** Why it can not run on this machine, as a sentence. Asked first; without it, it can everywhere. */
  readonly whyNot?: () => Promise<string | undefined>;
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
    whyNot: async () => {
      const reason = whyNoEditor(process.platform, process.arch);
      // Most of these tests do without our own editor where there is a desktop's.
      return reason !== undefined && (await findDesktopEditor()).type === 'none' ? reason : undefined;
    },
    command: ['out/host/run.mjs'],
    report: inRepository('out/results/host.json'),
    read: parseTally,
  }),
  height({
    name: 'e2e',
    whyNot: async () => whyNoEditor(process.platform, process.arch),
    command: ['out/e2e/run.mjs'],
    report: inRepository('out/results/e2e.json'),
    read: tallyOfPlaywright,
  }),
];

/** Makes a height of a runner. Where it cannot run, it says so and counts as one skipped test. */
export function height({ name, whyNot, command, report, read }: Runner): Height {
  return {
    name,
    run: async () => {
      const unavailable = await whyNot?.();
      if (unavailable !== undefined) {
        say(`${unavailable} The ${name} tests are left out.`);
        return { name, tally: { ...noTests, skipped: 1 }, succeeded: true, unavailable };
      }
      // A report of last time must not be counted when the runner dies before it writes one.
      await rm(report, { force: true });
      const { code } = await runCommand(process.execPath, command, { cwd: repositoryRoot, show: true, graceMs });
      const tally = existsSync(report) ? read(JSON.parse(await readFile(report, 'utf8'))) : noTests;
      return { name, tally, succeeded: code === 0 };
    },
  };
}
