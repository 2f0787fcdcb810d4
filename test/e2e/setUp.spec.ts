// From nothing set up to a plan, and what happens when the models are not there.
import { HeldAnswers } from '../../src/adapters/demo/server/heldAnswers';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels } from './team';

const goal = 'Say hello in the README.';
const script = scriptedTeam([
  { title: 'Say hello', writeScope: ['README.md'], writes: [{ path: 'README.md', content: 'Hello.\n' }] },
]);

test.describe('with no model set up', () => {
  test.use({ models: { script } });

  test('a goal leads to set-up, and on to its plan', async ({ workbench, window, modelServer }) => {
    await window.open();
    await expect(workbench.sideBar.getByText('No model is set up yet')).toBeVisible();
    await window.openGoal();
    await window.sendGoal(goal);

    await window.pick('Set Up Models', 'Compatible server');
    await window.answer('1 of 4', modelServer.baseUrl);
    await window.answer('2 of 4', '');
    await window.answer('3 of 4', teamModels.lead);
    await window.answer('4 of 4', teamModels.worker);

    await expect(window.status()).toContainText('plan of 1 task, waits for your approval');
    await expect(window.runRow()).toHaveAccessibleName(new RegExp(goal));
    await expect(window.row('T1')).toContainText('Say hello');
    expect(modelServer.requests.map(({ request }) => request.model)).toEqual([teamModels.lead]);
  });

  test('a set-up that is cancelled keeps the goal', async ({ workbench, window }) => {
    await window.open();
    await window.openGoal();
    await window.sendGoal(goal);
    await expect(window.quickInput().getByText('Set Up Models')).toBeVisible();
    await workbench.page.keyboard.press('Escape');
    await expect(window.quickInput()).toBeHidden();
    expect(await window.openGoal()).toBe(goal);
  });
});

test.describe('with a model that the server does not have', () => {
  test.use({
    models: { script },
    modelsAreSetUp: true,
    userSettings: { 'leadWorker.lead.model': 'lead-2', 'workbench.hover.delay': 300 },
  });

  test('the run says so and where to choose another, and the goal is not lost', async ({ workbench, window }) => {
    await window.open();
    await window.openGoal();
    await window.sendGoal(goal);
    await expect(window.runRow()).toContainText('Failed');
    await expect(async () => {
      // A tooltip that opened too early, or over the row as it was, goes when the mouse does.
      await workbench.page.mouse.move(0, 0);
      await window.runRow().hover();
      const words = workbench.page.locator('.monaco-hover:visible');
      await expect(words).toContainText('no model "lead-2"', { timeout: 3_000 });
      await expect(words).toContainText('Set Up Models', { timeout: 3_000 });
    }).toPass({ timeout: 30_000 });
    await workbench.screenshot('unknown-model');

    await workbench.runCommand('Lead/Worker: Set Up Models…');
    await window.pick('Set Up Models', 'Compatible server');
    await window.answer('1 of 4', undefined);
    await window.answer('2 of 4', '');
    await window.answer('3 of 4', teamModels.lead);
    await window.answer('4 of 4', undefined);
    await window.titleButton('Plan a Change…').click();
    await expect(window.goal().locator('#goal')).toHaveValue(goal);
    await window.goal().locator('#goal').press('ControlOrMeta+Enter');
    await expect(window.status()).toContainText('plan of 1 task, waits for your approval');
  });
});

test.describe('while the lead plans', () => {
  const answers = new HeldAnswers();
  test.use({ models: { script, latency: answers.latency }, modelsAreSetUp: true });

  test('a stop ends the request, and the goal is not lost', async ({ window, modelServer }) => {
    await window.open();
    await window.openGoal();
    await window.sendGoal(goal);
    const { request } = await answers.waitFor();
    await expect(window.status()).toContainText('planning');
    await window.pressTitle('Stop');
    await expect(window.runRow()).toContainText('Stopped');
    await expect.poll(() => request.signal.aborted).toBe(true);
    expect(modelServer.requests).toHaveLength(1);

    await window.titleButton('Plan a Change…').click();
    await expect(window.goal().locator('#goal')).toHaveValue(goal);
  });
});

test.describe('with all of it set up', () => {
  test.use({
    models: { script },
    modelsAreSetUp: true,
    workspaceFiles: { 'package.json': JSON.stringify({ name: 'checked', scripts: { test: 'node --version' } }) },
    userSettings: { 'leadWorker.gates': [{ id: 'test', command: 'no-such-command' }] },
  });

  test('models are chosen from what answers', async ({ workbench, window }) => {
    await workbench.runCommand('Lead/Worker: Select Models…');
    const rows = window.quickInput().locator('.monaco-list-row');
    await expect(window.quickInput()).toContainText('who leads?');
    await expect(rows.filter({ hasText: 'lead-1' })).toContainText('in use');
    await workbench.screenshot('select-models');
    await rows.filter({ hasText: 'worker-1' }).click();
    await expect(window.quickInput()).toContainText('who works for worker-1?');
    await rows.filter({ hasText: 'worker-1' }).click();
    await expect(await workbench.notification('Lead and workers are the same model, worker-1')).toBeVisible();
    await window.open();
    await window.openGoal();
    await expect(window.goal().getByText('Lead worker-1, workers worker-1.')).toBeVisible();
  });

  test('a check looks at every part, and a row leads to what mends it', async ({ workbench, window, modelServer }) => {
    await workbench.runCommand('Lead/Worker: Check Set-up');
    const rows = window.quickInput().locator('.monaco-list-row');
    await expect(rows.filter({ hasText: 'lead-1 leads' })).toContainText('calls tools and keeps to a schema');
    await expect(rows.filter({ hasText: 'worker-1 works' })).toContainText('calls tools');
    await expect(rows.filter({ hasText: 'Gate test' })).toContainText('no-such-command');
    expect(modelServer.requests.map(({ request }) => request.model)).toEqual([
      'lead-1',
      'lead-1',
      'worker-1',
      'worker-1',
    ]);
    await workbench.screenshot('check-set-up');
    await rows.filter({ hasText: 'Gate test' }).click();
    const told = await workbench.notification('was not found. Install it, or correct');
    await expect(told).toBeVisible();
    await workbench.screenshot('check-told');
  });
});
