// A window that is reloaded has its run again: what was under way waits for a word, and what was decided stands.
import { HeldAnswers } from '../../src/adapters/demo/server/heldAnswers';
import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels } from './team';

let work = new HeldAnswers();

test.beforeEach(() => {
  work = new HeldAnswers();
});

test.use({
  models: {
    script: scriptedTeam([
      { title: 'Write one', writeScope: ['one.md'], writes: [{ path: 'one.md', content: 'One.\n' }] },
      { title: 'Write two', writeScope: ['two.md'], writes: [{ path: 'two.md', content: 'Two.\n' }] },
    ]),
    // What the second worker answers waits for the test.
    latency: (request) =>
      request.model === teamModels.worker && JSON.stringify(request.items).includes('Write two')
        ? work.latency(request)
        : 0,
  },
  modelsAreSetUp: true,
});

test('a run that was under way is interrupted, and goes on at a click', async ({ workbench, window, modelServer }) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Write two files.');
  await window.approve();
  await expect(window.row('T1')).toContainText('accepted');
  await work.waitFor();

  await workbench.page.reload();
  await workbench.activityBarItem('Lead/Worker').waitFor();
  await window.open();
  await expect(window.runRow()).toContainText('Interrupted');
  await expect(window.row('T1')).toContainText('accepted');
  await expect(window.row('T2')).toContainText('interrupted');
  const asked = modelServer.requests.length;
  await workbench.screenshotInThemes('interrupted');
  expect(modelServer.requests.length).toBe(asked);

  work.open();
  await window.pressTitle('Resume Run');
  await expect(window.status()).toContainText('ready for review');
  await expect(window.row('T2')).toContainText('accepted');
});

test('a review is there again with its choices, and can be applied', async ({ workbench, window }) => {
  const folder = workbench.workspace.roots[0] ?? '';
  work.open();
  await window.open();
  await window.openGoal();
  await window.sendGoal('Write two files.');
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  await window.openFile('T1', 'one.md');
  await window.putCursorOn('One.');
  await window.acceptChange();
  await expect(window.runRow()).toContainText('1 of 2');

  await workbench.page.reload();
  await workbench.activityBarItem('Lead/Worker').waitFor();
  await window.open();
  await expect(window.runRow()).toContainText('1 of 2');
  await window.openFile('T2', 'two.md');
  await expect(window.proposedEditor()).toContainText('Two.');
  await workbench.screenshot('review-after-reload');
  await window.apply();
  await expect(async () => expect([...(await filesBelow(folder)).keys()]).toContain('one.md')).toPass();
  expect([...(await filesBelow(folder)).keys()]).not.toContain('two.md');
});
