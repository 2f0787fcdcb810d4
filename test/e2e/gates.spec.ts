// Gates: asked about once, run on exactly what was chosen, and waived with a reason that goes on record.
import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { journalsOf } from './journals';
import { scriptedTeam } from './team';

// Passes while both files say the same: on each change as a whole, and not on half of it.
const same = `const [one, two] = ['one.txt', 'two.txt'].map((file) => require('node:fs').readFileSync(file, 'utf8'));
if (one !== two) throw new Error(one + two);`;

test.use({
  workspaceFiles: {
    'package.json': `${JSON.stringify({ name: 'gated', scripts: { test: 'node same.cjs' } }, undefined, 2)}\n`,
    'same.cjs': same,
    'one.txt': 'old\n',
    'two.txt': 'old\n',
  },
  models: {
    script: scriptedTeam([
      {
        title: 'Renew both',
        writeScope: ['*.txt'],
        writes: [
          { path: 'one.txt', content: 'new\n' },
          { path: 'two.txt', content: 'new\n' },
        ],
      },
    ]),
  },
  modelsAreSetUp: true,
});

test('gates are offered once, and one that is red on what was chosen can be waived with a reason', async ({
  workbench,
  window,
  modelServer,
}) => {
  const root = workbench.workspace.roots[0] ?? '';
  await window.open();
  await window.openGoal();
  await window.sendGoal('The first goal.');
  expect(await window.confirmGates()).toBe('test: npm run test --silent (node same.cjs)');
  await expect(window.status()).toContainText('plan of 1 task, waits for your approval');
  expect(modelServer.requests).toHaveLength(1);

  await window.titleButton('Plan a Change…').click();
  await window.sendGoal('The second goal.');
  await window.dialog().getByRole('button', { name: 'Discard and Plan' }).click();
  // Nothing else stood between the goal and the lead.
  await expect(window.runRow()).toContainText('The second goal.');
  await expect(window.status()).toContainText('plan of 1 task, waits for your approval');
  await expect(window.quickInput()).toBeHidden();
  expect(modelServer.requests).toHaveLength(2);

  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  const gate = window.rowWith('Gate test');
  await expect(gate).toContainText('passed on the merged proposal');

  await window.expand(window.row('T1'));
  await window.pressOn(window.rowWith('one.txt'), 'Accept File');
  await window.pressOn(window.rowWith('two.txt'), 'Reject File');
  await expect(window.rowWith('two.txt')).toContainText('rejected');
  await window.apply();
  const red = window.rowWith('failed on what you accepted');
  await expect(red).toContainText('Gate test');
  expect((await filesBelow(root)).get('one.txt')).toBe('old\n');
  await workbench.screenshotInThemes('gate-red');

  const reason = 'The second file comes with the next change.';
  await window.pressOn(red, 'Waive a Gate…');
  await window.answer('Waive the gate "test"', reason);
  await expect(red).toContainText('waived by you');
  await window.apply();
  await expect(window.status()).toContainText('applied to 1 file');
  const written = await filesBelow(root);
  expect([written.get('one.txt'), written.get('two.txt')]).toEqual(['new\n', 'old\n']);
  expect(await journalsOf(workbench)).toContain(reason);
});
