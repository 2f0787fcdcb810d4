// Runs the end-to-end tests: gets the editor and the browser, makes the package, and starts Playwright on both the sources and
// the installed package. What follows on the command line goes to Playwright.
//   node out/e2e/run.mjs [--project=development] [playwright's arguments]
import { browserVariable, ensureBrowser } from '../testbed/browser';
import { runCommand } from '../testbed/command';
import { ensureEditor } from '../testbed/editorInstall';
import { copyPackage, packageExtension } from '../testbed/packageExtension';
import { inRepository, repositoryRoot } from '../testbed/repository';
import { say } from '../testbed/say';
import { runProgram } from '../testbed/lifetime';
import { temporaryFolder } from '../testbed/temporaryFolder';

async function main(args: readonly string[]): Promise<number> {
  await ensureEditor();
  const browser = await ensureBrowser();
  const outside = await temporaryFolder('package');
  try {
    // Who works on one project only need not wait for the other's package.
    const withPackage = !args.includes('--project=development');
    const vsix = withPackage ? await packageInto(outside.path) : undefined;
    const cli = inRepository('node_modules/@playwright/test/cli.js');
    const { code } = await runCommand(
      process.execPath,
      [cli, 'test', '--config', 'test/e2e/playwright.config.ts', ...args],
      {
        cwd: repositoryRoot,
        show: true,
        // Playwright closes its windows first when it is interrupted.
        graceMs: 10_000,
        environment: {
          ...process.env,
          [browserVariable]: browser,
          ...(vsix === undefined ? {} : { LEAD_WORKER_VSIX: vsix }),
        },
      },
    );
    return code;
  } finally {
    await outside.remove();
  }
}

async function packageInto(folder: string): Promise<string> {
  say('Packaging the extension (vsce) ...');
  return copyPackage(await packageExtension(), folder);
}

await runProgram(() => main(process.argv.slice(2)));
