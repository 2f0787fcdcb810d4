// The process that extensions run in is killed while a worker is at it: nothing is lost but what was in flight.
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

test('a killed extension host costs the attempt in flight, and the run goes on at a click', async ({
  workbench,
  window,
  modelServer,
}) => {
  const folder = workbench.workspace.roots[0] ?? '';
  await window.open();
  await window.openGoal();
  await window.sendGoal('Write two files.');
  await window.approve();
  await expect(window.row('T1')).toContainText('accepted');
  await work.waitFor();
  await window.openFile('T1', 'one.md');
  await window.putCursorOn('One.');
  await window.acceptChange();
  await expect(window.rowWith('one.md')).toContainText('accepted');
  const asked = modelServer.requests.length;

  workbench.killExtensionHost();
  await expect(workbench.sideBar).toContainText('no data provider');
  await workbench.page.reload();
  await workbench.activityBarItem('Lead/Worker').waitFor();
  await window.open();
  await expect(window.runRow()).toContainText('Interrupted');
  await expect(window.row('T1')).toContainText('accepted');
  await expect(window.row('T2')).toContainText('interrupted');
  await window.expand(window.row('T1'));
  await expect(window.rowWith('one.md')).toContainText('accepted');
  await workbench.screenshot('killed-and-reloaded');
  expect(modelServer.requests.length).toBe(asked);

  work.open();
  await window.pressTitle('Resume Run');
  await expect(window.status()).toContainText('ready for review');
  await expect(window.row('T2')).toContainText('accepted');
  await window.expand(window.row('T2'));
  await window.pressOn(window.rowWith('two.md'), 'Accept File');
  await window.apply();
  await expect(async () => {
    const written = await filesBelow(folder);
    expect([written.get('one.md'), written.get('two.md')]).toEqual(['One.\n', 'Two.\n']);
  }).toPass();
});
