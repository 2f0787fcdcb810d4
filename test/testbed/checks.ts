import path from 'node:path';

import { runCommand } from './command';
import { packageExtension } from './packageExtension';
import { inRepository, repositoryRoot } from './repository';
import { say } from './say';

/** Something that must hold of the sources and is not a test. Answers why it does not hold, or undefined. */
type Check = { readonly name: string; readonly run: () => Promise<string | undefined> };

const checks: readonly Check[] = [
  { name: 'types (tsc)', run: () => tool('typescript/bin/tsc', ['-p', '.']) },
  { name: 'lint (eslint)', run: () => tool('eslint/bin/eslint.js', ['.']) },
  { name: 'format (prettier)', run: () => tool('prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']) },
  { name: 'package (esbuild, vsce)', run: packageCheck },
];

/** Runs all checks, each to its end, and answers the failures. */
export async function runChecks(): Promise<readonly string[]> {
  console.log('\n=== checks ===');
  const failures: string[] = [];
  for (const check of checks) {
    const started = performance.now();
    const failure = await check.run();
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    say(`${check.name}: ${failure === undefined ? 'fine' : 'FAILED'} in ${seconds} s`);
    if (failure === undefined) continue;
    console.error(failure);
    failures.push(`check ${check.name}`);
  }
  return failures;
}

/** Runs a tool of node_modules by its script: no shell and no npm in between. */
async function tool(script: string, args: readonly string[]): Promise<string | undefined> {
  const command = [inRepository('node_modules', script), ...args];
  const { code, output } = await runCommand(process.execPath, command, { cwd: repositoryRoot });
  return code === 0 ? undefined : output;
}

async function packageCheck(): Promise<string | undefined> {
  try {
    const { file, bytes } = await packageExtension();
    say(`${path.basename(file)} has ${(bytes / 1024).toFixed(0)} KB.`);
    return undefined;
  } catch (error) {
    // The message carries what vsce or esbuild printed, or says that the package is too large.
    return error instanceof Error ? error.message : String(error);
  }
}
