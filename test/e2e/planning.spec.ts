// One plan at a time, and nothing that is under way or waits for a word is thrown away unasked.
import { HeldAnswers } from '../../src/adapters/demo/server/heldAnswers';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels } from './team';

const first = 'Say hello in the README.';
const second = 'Say goodbye in the README.';
const work = new HeldAnswers();
const script = scriptedTeam([
  { title: 'Say hello', writeScope: ['README.md'], writes: [{ path: 'README.md', content: 'Hello.\n' }] },
]);

test.use({
  models: { script, latency: (request) => (request.model === teamModels.worker ? work.latency(request) : 0) },
  modelsAreSetUp: true,
});

test('a goal that was asked for twice is planned once', async ({ window, modelServer }) => {
  await window.open();
  await window.openGoal();
  await window.titleButton('Plan a Change…').click();
  await window.sendGoal(first);
  await expect(window.status()).toContainText('plan of 1 task, waits for your approval');
  expect(modelServer.requests).toHaveLength(1);
  await expect(window.rows().filter({ hasText: first })).toHaveCount(1);
});

test('a plan that waits and a run under way are not replaced unasked', async ({ workbench, window, modelServer }) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal(first);
  await expect(window.status()).toContainText('waits for your approval');
  await expect(window.rowWith('It may take')).toContainText('a rule of thumb');
  await workbench.screenshotInThemes('plan-ready');

  await window.titleButton('Plan a Change…').click();
  await expect(window.goal().locator('#goal')).toHaveValue('');
  await window.sendGoal(second);
  await expect(window.dialog()).toContainText('Discard the plan of 1 task that waits for you?');
  await window.dialog().getByRole('button', { name: 'Cancel' }).click();
  await expect(window.runRow()).toContainText(first);

  await window.titleButton('Plan a Change…').click();
  await expect(window.goal().locator('#goal')).toHaveValue(second);
  await window.approve();
  await work.waitFor();
  await expect(window.row('T1')).toContainText('working');
  await window.goal().locator('#goal').press('ControlOrMeta+Enter');
  await expect(workbench.page.getByText('A run is under way', { exact: false }).first()).toBeVisible();
  await expect(window.row('T1')).toContainText('working');
  await expect(window.runRow()).toContainText(first);
  const plans = modelServer.requests.filter(({ request }) => request.model === teamModels.lead);
  expect(plans).toHaveLength(1);

  await window.menuOn(window.runRow(), 'Discard Run');
  await expect(window.dialog()).toContainText('Stop this run and discard it?');
  await window.dialog().getByRole('button', { name: 'Cancel' }).click();
  await expect(window.row('T1')).toContainText('working');
  await window.menuOn(window.runRow(), 'Discard Run');
  await window.dialog().getByRole('button', { name: 'Stop and Discard' }).click();
  await expect(workbench.sideBar.getByText('The run was discarded')).toBeVisible();
  await expect(window.rows()).toHaveCount(0);
  await workbench.screenshot('discarded');
});
