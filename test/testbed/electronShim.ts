#!/usr/bin/env node
// Takes the place of a desktop VS Code for test-electron's `runTests`: same arguments, same exit code, but the editor is the
// npm-shipped server with a headless browser before it.
import { writeFile } from 'node:fs/promises';

import { parseElectronArguments } from './electronArguments';
import { whyNoEditor } from './editorVersions';
import { runHostTests } from './hostTestRun';
import { inRepository } from './repository';
import { runProgram } from './lifetime';
import { say } from './say';
import { noTests } from './tally';

const timeoutMs = Number(process.env.LEAD_WORKER_HOST_TIMEOUT_MS ?? 300_000);
const logFile = inRepository('out/logs', `host-${process.env.LEAD_WORKER_SUITE ?? 'suite'}.log`);

await runProgram(async () => {
  const unavailable = whyNoEditor(process.platform, process.arch);
  const results = process.env.LEAD_WORKER_RESULTS;
  // A machine with a desktop VS Code still needs us for the suite that a desktop one cannot run.
  if (unavailable !== undefined && results !== undefined) {
    say(`${unavailable} This suite is left out.`);
    await writeFile(results, JSON.stringify({ ...noTests, skipped: 1, ended: true }));
    return 0;
  }
  const code = await runHostTests(parseElectronArguments(process.argv.slice(2)), { timeoutMs, logFile });
  if (code !== 0) console.error(`What the workbench and its server printed: ${logFile}`);
  return code;
});
