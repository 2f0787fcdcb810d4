// A window with no folder: what there is to do is said with its buttons.
import { expect, test } from './fixtures';

test.use({ workspaceTemplate: { type: 'none' } });

test('without a folder the view offers to open one, or the demo', async ({ workbench, window }) => {
  await window.open();
  await expect(workbench.sideBar.getByText('Open the folder you want to change.')).toBeVisible();
  await expect(workbench.sideBar.getByRole('button', { name: 'Open Folder' })).toBeVisible();
  await expect(workbench.sideBar.getByRole('button', { name: 'Open the Demo' })).toBeVisible();

  // Once it has answered it is awake, and what it shows is all that it will show.
  await workbench.runCommand('Lead/Worker: Plan a Change…');
  const answer = await workbench.notification('plans changes in a folder, and none is open');
  await expect(answer.getByRole('button', { name: 'Open Folder' })).toBeVisible();
  await expect(answer.getByRole('button', { name: 'Open the Demo' })).toBeVisible();
  await expect(workbench.sideBar.getByText('Plan a Change…')).toHaveCount(0);
  await expect(window.status()).toHaveCount(0);
});
