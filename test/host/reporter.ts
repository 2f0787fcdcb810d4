import Mocha from 'mocha';

import { reportMark } from '../testbed/reportMark';

/** Prints each test as it ends, one console call per line. */
export class HostReporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('suite', (suite) => {
      if (!suite.root) print(suite, suite.title);
    });
    runner.on('pass', (test) => print(test, `✔ ${test.title} (${test.duration ?? 0} ms)`));
    runner.on('pending', (test) => print(test, `- ${test.title}`));
    runner.on('fail', (test, error: Error) => print(test, `✖ ${test.title}\n${error.stack ?? error.message}`));
  }
}

function print(item: Mocha.Suite | Mocha.Runnable, text: string): void {
  const indent = '  '.repeat(item.titlePath().length);
  for (const line of text.split('\n')) console.log(`${reportMark}${indent}${line}`);
}
