// What the other end-to-end tests rely on: that settings count, commands are found, and a folder can be untrusted.
import { expect, test } from './fixtures';

test.use({
  userSettings: { 'window.title': 'From the settings' },
  workspaceTrust: true,
});

test('a window takes settings, keys and trust as a person would give them', async ({ workbench }) => {
  const restrictedMode = workbench.page.getByRole('button', { name: 'Restricted Mode' });

  await expect(restrictedMode).toBeVisible();
  await expect(workbench.page).toHaveTitle(/From the settings/);
  await workbench.changeUserSettings({ 'workbench.statusBar.visible': false });
  await expect(restrictedMode).toBeHidden();
  await expect(workbench.page).toHaveTitle(/From the settings/);

  await workbench.runCommand('View: Show Explorer');
  await expect(workbench.sideBar.getByText('README.md')).toBeVisible();
  await workbench.openView('Lead/Worker');
  // Once more: the helper must not close what is open.
  const sideBar = await workbench.openView('Lead/Worker');
  await expect(sideBar.locator('.composite.title').getByText('Lead/Worker')).toBeVisible();
});
