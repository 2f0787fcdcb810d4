// What a person sees of a review while the files themselves change: a change in the way of theirs says so, and a moved file both names.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

const lines = Array.from({ length: 12 }, (_, index) => `export const value${index + 1} = ${index + 1};`);
const before = `${lines.join('\n')}\n`;
const after = before.replace('value2 = 2', 'value2 = 20').replace('value9 = 9', 'value9 = 90');

test.use({
  workspaceFiles: { 'src/values.js': before, 'src/oldNames.js': before },
  models: {
    script: scriptedTeam([
      { title: 'Change values', writeScope: ['src/values.js'], writes: [{ path: 'src/values.js', content: after }] },
      {
        title: 'Move names',
        writeScope: ['src/oldNames.js', 'src/names.js'],
        moves: [{ from: 'src/oldNames.js', to: 'src/names.js' }],
        writes: [{ path: 'src/names.js', content: after }],
      },
    ]),
  },
  modelsAreSetUp: true,
});

test('a change in the way of what was typed says so, and a moved file says both of its names', async ({
  workbench,
  window,
}) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Change the values.');
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  await window.openFile('T2', 'src/names.js');
  await expect(workbench.page.locator('.tab.active')).toContainText('oldNames.js → names.js');
  await workbench.screenshot('moved');
  await window.acceptAll();

  const file = path.join(workbench.workspace.roots[0] ?? '', 'src/values.js');
  await writeFile(file, before.replace('value2 = 2', 'value2 = 21'));
  await window.expand(window.row('T1'));
  const values = window.rowWith('values.js');
  await expect(values).toContainText('1 you changed too');
  await window.expand(values);
  await expect(window.rowWith('2: export const value2 = 20;')).toContainText('you changed');
  await expect(window.rowWith('9: export const value9 = 90;')).toContainText('accepted');

  const names = window.rowWith('← oldNames.js');
  await expect(names).toContainText('names.js');
  await window.expand(names);
  await expect(window.rowWith('Move from src/oldNames.js')).toContainText('accepted');

  await workbench.screenshot('typed-rows');
  await window.pressFor(window.rowWith('2: export const value2 = 20;'), window.activeTab('values.js'));
  await workbench.page.locator('.comment-range-glyph.comment-thread').first().waitFor();
  // For those who have lenses in diffs turned on: a sentence to read, and not one to click on.
  await workbench.changeUserSettings({ 'diffEditor.codeLens': true });
  const lens = workbench.page.locator('.codelens-decoration').filter({ hasText: 'You changed these lines too' });
  await expect(lens.locator('a')).toHaveCount(3);
  await expect(lens.locator('a', { hasText: 'You changed' })).toHaveCount(0);
  await workbench.screenshotInThemes('typed');
});
