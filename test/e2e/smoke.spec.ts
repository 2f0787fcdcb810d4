import { expect, test } from './fixtures';

test('the Lead/Worker icon opens the plan view', async ({ workbench }) => {
  await expect(workbench.activityBarItem('Lead/Worker')).toBeVisible();
  const sideBar = await workbench.openView('Lead/Worker');
  await expect(sideBar.getByText('Say what you want changed', { exact: false })).toBeVisible();
  await workbench.screenshot('smoke');
});
