// The last apply is taken back after the window was reloaded: nothing of the run is left but its journal.
import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

const before = '\uFEFFconst first = 1;\r\nconst second = 2;\r\n';

test.use({
  workspaceFiles: { 'src/list.js': before },
  models: {
    script: scriptedTeam([
      {
        title: 'Change the list',
        writeScope: ['src/**'],
        writes: [
          { path: 'src/list.js', content: 'const first = 11;\nconst second = 2;\n' },
          { path: 'src/fresh.js', content: 'export const fresh = true;\n' },
        ],
      },
    ]),
  },
  modelsAreSetUp: true,
});

test('Undo Last Apply brings the files back after a reload', async ({ workbench, window }) => {
  const { page, workspace } = workbench;
  const folder = workspace.roots[0] ?? '';
  const original = await filesBelow(folder);
  await window.open();
  await window.openGoal();
  await window.sendGoal('Change the list.');
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  await window.acceptAll();
  await window.apply();
  await expect(window.status()).toContainText('applied to 2 files');
  const applied = await filesBelow(folder);
  expect(applied.get('src/list.js')).toBe(before.replace('first = 1', 'first = 11'));

  await page.reload();
  await workbench.activityBarItem('Lead/Worker').waitFor();
  await workbench.runCommand('Lead/Worker: Undo Last Apply');
  await expect(window.dialog()).toContainText('Undo the last apply in 2 files?');
  await expect(window.dialog()).toContainText('change back: src/list.js');
  await expect(window.dialog()).toContainText('delete: src/fresh.js');
  await expect(window.dialog()).toContainText('Applied for: Change the list.');
  await workbench.screenshot('undo-last-apply');
  expect(await filesBelow(folder)).toEqual(applied);
  await window.dialog().getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(async () => expect(await filesBelow(folder)).toEqual(original)).toPass();
  // The bytes are there before it is on record that it was undone.
  await expect(await workbench.notification('Undone in 2 files')).toBeVisible();

  await workbench.runCommand('Lead/Worker: Undo Last Apply');
  await expect(await workbench.notification('is left to undo')).toBeVisible();
  await workbench.screenshot('nothing-to-undo');
});
