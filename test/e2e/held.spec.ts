// A change to what gates run from is not run before a person has seen it.
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

// Outside the workspace, so that a gate leaves it there wherever its copy lies; a sandbox would forbid that.
const mark = path.join(tmpdir(), `lead-worker-gate-ran-${process.pid}`).replaceAll('\\', '/');

test.use({
  workspaceFiles: { 'package.json': packageJson('node --version') },
  models: {
    script: scriptedTeam([
      {
        title: 'Change the test script',
        writeScope: ['package.json'],
        writes: [
          { path: 'package.json', content: packageJson(`node -e "require('fs').writeFileSync('${mark}', '')"`) },
        ],
      },
    ]),
  },
  modelsAreSetUp: true,
  userSettings: { 'leadWorker.gateSandbox': 'off' },
});

test.afterEach(() => rmSync(mark, { force: true }));

test('gates wait until the change they run from was looked at', async ({ workbench, window }) => {
  const root = workbench.workspace.roots[0] ?? '';
  const original = await filesBelow(root);
  await window.open();
  await window.openGoal();
  await window.sendGoal('Let the test leave a mark.');
  expect(await window.confirmGates()).toBe('test: npm run test --silent (node --version)');
  await window.approve();

  await expect(window.row('T1')).toContainText('held: look at package.json');
  await expect(window.status()).toContainText('T1 held, waits for you');
  await workbench.screenshot('held');

  await window.pressOn(window.row('T1'), 'Show the Change That Holds the Gates');
  await expect(workbench.page.locator('.tab.active')).toContainText('package.json');
  await expect(window.proposedEditor()).toContainText('lead-worker-gate-ran');
  await workbench.screenshot('held-shown');
  expect(existsSync(mark)).toBe(false);
  await expect(window.row('T1')).toContainText('held');

  await window.menuOn(window.row('T1'), 'I Have Seen It: Run the Gates');
  await expect(window.row('T1')).toContainText('accepted');
  await expect(window.status()).toContainText('ready for review');
  expect(existsSync(mark)).toBe(true);
  expect(await filesBelow(root)).toEqual(original);
});

function packageJson(script: string): string {
  return `${JSON.stringify({ name: 'held', scripts: { test: script } }, undefined, 2)}\n`;
}
