import { defineConfig } from '@playwright/test';

import { browserFlags, findBrowser } from '../testbed/browser';
import { inRepository } from '../testbed/repository';
import type { WorkbenchChoices } from './fixtures';

const executablePath = findBrowser();
// What can differ in the package is what is in it and how it is loaded: the whole job needs all of that.
const packageTests = ['mainJob.spec.ts', 'smoke.spec.ts'];
const packagedExtension = process.env.LEAD_WORKER_VSIX;

export default defineConfig<WorkbenchChoices>({
  testDir: '.',
  outputDir: inRepository('out/e2e/playwright'),
  // A test that passes only sometimes is a failing test, and windows compete for the processor.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: inRepository('out/results/e2e.json') }]],
  use: {
    launchOptions: {
      args: [...browserFlags],
      ...(executablePath === undefined ? {} : { executablePath }),
    },
  },
  projects: [
    { name: 'development', use: { extension: { type: 'development' } } },
    // Only the runner (npm run e2e) makes the package and says where its copy outside the repository lies.
    ...(packagedExtension === undefined
      ? []
      : [
          {
            name: 'vsix',
            testMatch: packageTests,
            use: { extension: { type: 'package' as const, file: packagedExtension } },
          },
        ]),
  ],
});
