// A folder that nobody trusts yet: plan and look, no workers, no gates.
import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels } from './team';

test.use({
  workspaceTrust: true,
  workspaceFiles: { 'package.json': '{ "scripts": { "test": "node --version" } }\n' },
  models: {
    script: scriptedTeam([
      { title: 'Say hello', writeScope: ['README.md'], writes: [{ path: 'README.md', content: 'Hello.\n' }] },
    ]),
  },
  modelsAreSetUp: true,
});

test('in Restricted Mode a change is planned and no more', async ({ workbench, window, modelServer }) => {
  const root = workbench.workspace.roots[0] ?? '';
  const original = await filesBelow(root);
  await window.open();
  await expect(workbench.sideBar.getByText('This folder is in Restricted Mode.')).toBeVisible();
  await expect(workbench.sideBar.getByRole('button', { name: 'Manage Workspace Trust' })).toBeVisible();

  await window.openGoal();
  await window.sendGoal('Say hello in the README.');
  await expect(window.row('T1')).toContainText('Say hello');
  await expect(
    workbench.sideBar.getByText('you can look at the plan. Workers and gates run once you trust the folder.'),
  ).toBeVisible();
  await expect(window.titleButton(/Approve & Run/)).toHaveCount(0);
  await window.row('T1').hover();
  await window.runRow().hover();
  await expect(workbench.sideBar.getByRole('button', { name: /Approve & Run/ })).toHaveCount(0);

  await workbench.page.keyboard.press('F1');
  await window.quickInput().locator('input[type="text"]').fill('>Lead/Worker: ');
  const offered = window
    .quickInput()
    .locator('.monaco-list-row')
    .filter({ hasText: /^Lead\/Worker: / });
  await expect(offered.filter({ hasText: 'Discard Run' })).toBeVisible();
  await expect(offered.filter({ hasText: 'Approve & Run' })).toHaveCount(0);
  expect(modelServer.requests.map(({ request }) => request.model)).toEqual([teamModels.lead]);
  expect(await filesBelow(root)).toEqual(original);
  await workbench.screenshot('restricted');
});
