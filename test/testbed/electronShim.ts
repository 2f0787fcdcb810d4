#!/usr/bin/env node
// Takes the place of a desktop VS Code for test-electron's `runTests`: same arguments, same exit code, but the editor is the
// npm-shipped server with a headless browser before it.
import { parseElectronArguments } from './electronArguments';
import { runHostTests } from './hostTestRun';
import { inRepository } from './repository';
import { runProgram } from './lifetime';

const timeoutMs = Number(process.env.LEAD_WORKER_HOST_TIMEOUT_MS ?? 300_000);
const logFile = inRepository('out/logs', `host-${process.env.LEAD_WORKER_SUITE ?? 'suite'}.log`);

await runProgram(async () => {
  const code = await runHostTests(parseElectronArguments(process.argv.slice(2)), { timeoutMs, logFile });
  if (code !== 0) console.error(`What the workbench and its server printed: ${logFile}`);
  return code;
});
