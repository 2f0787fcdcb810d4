// Two runs in two folders of one window: the form asks which folder a goal is about, and the tree names the other run.
import { HeldAnswers } from '../../src/adapters/demo/server/heldAnswers';
import type { ScriptedRequest } from '../../src/adapters/demo/server/modelScript';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels } from './team';

const held = new HeldAnswers();

test.use({
  workspaceTemplate: { type: 'roots', names: ['basic', 'basic'] },
  models: {
    script: scriptedTeam([
      {
        title: 'Write it',
        // Either run gets this plan; what it may write is its own folder's.
        writeScope: ['1-basic/it.md'],
        writes: [{ path: '1-basic/it.md', content: 'It.\n' }],
      },
    ]),
    latency: (request) => (request.model === teamModels.worker || isSecond(request) ? held.latency(request) : 0),
  },
  modelsAreSetUp: true,
});

test('a goal about one folder leaves the others free, and each run is shown at a click', async ({
  workbench,
  window,
}) => {
  const folder = window.goal().locator('#folder');
  await window.open();
  await window.openGoal();
  await expect(folder).toHaveValue('');
  await folder.selectOption('1-basic');
  await workbench.screenshotInThemes('goal-folder');
  await window.sendGoal('Write it in the first.');
  await window.approve();
  await held.waitFor(({ model }) => model === teamModels.worker);

  await window.titleButton('Plan a Change…').click();
  await expect(folder).toHaveValue('2-basic');
  await expect(folder.locator('option:disabled')).toHaveText([
    'all folders (a run is under way)',
    '1-basic (a run is under way)',
  ]);
  await window.sendGoal('Plan in the second.');
  await held.waitFor(isSecond);
  await expect(window.runRow()).toContainText('Planning');
  const other = window.rowWith('Write it in the first.');
  await expect(other).toContainText('Other run in 1-basic');
  await workbench.screenshotInThemes('side-by-side');
  await window.pressFor(other, window.runRow().filter({ hasText: '0 of 1 task done' }));
  await expect(window.rowWith('Plan in the second.')).toContainText('Other run in 2-basic');
  held.open();
  await expect(window.runRow()).toContainText('Ready for review');
});

function isSecond({ schema, items }: ScriptedRequest): boolean {
  return schema?.name === 'plan' && JSON.stringify(items).includes('Plan in the second.');
}
