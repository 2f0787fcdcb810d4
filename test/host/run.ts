// Runs the host tests: each suite in a window of its own, through test-electron, in a desktop VS Code where there is one and
// in the npm-shipped editor elsewhere.
//   node out/host/run.mjs [suite ...]
import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { runTests, TestRunFailedError } from '@vscode/test-electron';

import { ensureBrowser } from '../testbed/browser';
import { findDesktopEditor, type DesktopEditor } from '../testbed/desktopEditor';
import { ensureEditor } from '../testbed/editorInstall';
import { keepWorkspaceTrust } from '../testbed/electronArguments';
import { shimExecutable } from '../testbed/electronShimFile';
import { inRepository, repositoryRoot } from '../testbed/repository';
import { say } from '../testbed/say';
import { parentVariable, runProgram } from '../testbed/lifetime';
import { addTallies, noTests, parseSuiteTally, type Tally } from '../testbed/tally';
import { temporaryFolder } from '../testbed/temporaryFolder';
import { copyWorkspace } from '../testbed/workspaceCopy';
import type { WorkbenchContent } from '../testbed/workbenchUrl';
import { hostSuites, type HostSuite } from './suites';

const builtTests = inRepository('out/host');

function hasTests(suite: HostSuite): boolean {
  const folder = path.join(builtTests, suite.name);
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith('.test.js'));
}

function pathOf(content: WorkbenchContent): string[] {
  return content.type === 'nothing' ? [] : [content.path];
}

/** runTests always turns Workspace Trust off, which only our own executable can be told to leave on. */
function executableFor(suite: HostSuite, desktop: DesktopEditor): Promise<string> {
  return suite.trust && desktop.type === 'desktop' ? Promise.resolve(desktop.executable) : shimExecutable();
}

async function runSuite(suite: HostSuite, desktop: DesktopEditor): Promise<Tally> {
  const workspace = await copyWorkspace(suite.workspace);
  const scratch = await temporaryFolder('host');
  const results = path.join(scratch.path, 'results.json');
  const extensions = path.join(scratch.path, 'extensions');
  // Beside ours one that offers models to the editor, as Copilot does.
  await cp(inRepository('test/host/editorModels'), path.join(extensions, 'lead-worker-tests.models-0.0.0'), {
    recursive: true,
  });
  try {
    await runTests({
      vscodeExecutablePath: await executableFor(suite, desktop),
      extensionDevelopmentPath: repositoryRoot,
      extensionTestsPath: path.join(builtTests, 'index'),
      launchArgs: [
        ...pathOf(workspace.content),
        `--user-data-dir=${path.join(scratch.path, 'user')}`,
        `--extensions-dir=${extensions}`,
        ...(suite.trust ? [] : [keepWorkspaceTrust]),
      ],
      extensionTestsEnv: {
        [parentVariable]: String(process.pid),
        LEAD_WORKER_SUITE: suite.name,
        LEAD_WORKER_RESULTS: results,
        LEAD_WORKER_WORKSPACE: workspace.roots[0],
      },
    });
    return await readTally(results);
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
    // The suite's own failures are in its results; a run that fails beside them (no results, a crash) is one more.
    const tally = existsSync(results) ? await readTally(results) : noTests;
    return tally.failed > 0 ? tally : addTallies([tally, { passed: 0, failed: 1, skipped: 0 }]);
  } finally {
    await workspace.remove();
    await scratch.remove();
  }
}

async function readTally(file: string): Promise<Tally> {
  return parseSuiteTally(JSON.parse(await readFile(file, 'utf8')));
}

async function main(names: readonly string[]): Promise<number> {
  const unknown = names.find((name) => !hostSuites.some((suite) => suite.name === name));
  if (unknown !== undefined) {
    throw new Error(`There is no suite "${unknown}"; there are ${hostSuites.map((suite) => suite.name).join(', ')}.`);
  }
  const suites = hostSuites.filter((suite) => hasTests(suite) && (names.length === 0 || names.includes(suite.name)));
  const desktop = await findDesktopEditor();
  if (desktop.type === 'desktop') {
    say(`Host tests run in the desktop VS Code that is ${desktop.origin}: ${desktop.executable}`);
  } else {
    say(`Host tests run in the npm-shipped VS Code with a headless browser, because ${desktop.reason}.`);
    await ensureEditor();
    await ensureBrowser();
  }

  const tallies: Tally[] = [];
  for (const suite of suites) {
    say(`Suite "${suite.name}" ...`);
    tallies.push(await runSuite(suite, desktop));
  }
  const total = addTallies(tallies);
  const results = inRepository('out/results/host.json');
  await mkdir(path.dirname(results), { recursive: true });
  await writeFile(results, JSON.stringify(total));
  say(`Host tests: ${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped.`);
  return total.failed > 0 || total.passed === 0 ? 1 : 0;
}

await runProgram(() => main(process.argv.slice(2)));
