// What a person may do with a proposal before it is applied.
import { filesBelow } from '../testbed/filesBelow';
import type { LeadWindow } from '../testbed/leadWindow';
import type { Workbench } from '../testbed/workbench';
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

const before = lines({ 2: 'const first = 1;', 10: 'const second = 2;', 18: '  indented();' });
const proposed = lines({ 2: 'const first = 11;', 10: 'const second = 22;', 18: '    indented();' });

test.use({
  workspaceFiles: { 'src/list.js': before },
  models: {
    script: scriptedTeam([
      {
        title: 'Change the list',
        writeScope: ['src/**'],
        writes: [
          { path: 'src/list.js', content: proposed },
          { path: 'src/fresh.js', content: 'export const fresh = true;\n' },
        ],
      },
    ]),
  },
  modelsAreSetUp: true,
});

test('Revert Block rejects a change, and undo opens it again', async ({ workbench, window }) => {
  await comeToReview(window);
  await window.expand(fileRow(window));
  await window.putCursorOn('const first = 11');
  await window.revertBlock();
  await expect(window.rowWith('const first')).toContainText('rejected');
  await expect(fileRow(window)).toContainText('2 of 3 open');
  await expect(window.proposedEditor()).not.toContainText('const first = 11');

  await window.proposedEditor().locator('.view-line').filter({ hasText: 'line 5' }).click();
  await workbench.page.keyboard.press('ControlOrMeta+Z');
  await expect(window.proposedEditor()).toContainText('const first = 11');
  await expect(fileRow(window)).toContainText('3 open');
  await expect(window.rowWith('const first')).not.toContainText('rejected');
});

test('what is typed into the proposal is applied with it', async ({ workbench, window }) => {
  await comeToReview(window);
  const original = await filesBelow(folderOf(workbench));
  await window.putCursorOn('const second = 22');
  await workbench.page.keyboard.press('End');
  await workbench.page.keyboard.type(' // by hand');
  await window.expand(fileRow(window));
  await expect(window.rowWith('// by hand')).toContainText('with you');
  expect(await filesBelow(folderOf(workbench))).toEqual(original);

  await window.acceptAll();
  await expect(window.row('T1')).toContainText('· reviewed');
  expect(await window.apply()).toContain('new: src/fresh.js');
  await expect(window.status()).toContainText('applied to 2 files');
  const applied = await filesBelow(folderOf(workbench));
  expect(applied.get('src/list.js')).toBe(proposed.replace('const second = 22;', 'const second = 22; // by hand'));
  expect(applied.get('src/fresh.js')).toBe('export const fresh = true;\n');
});

test('all changes show in one diff, white space has its row, and closing decides nothing', async ({
  workbench,
  window,
}) => {
  await comeToReview(window);
  await window.expand(fileRow(window));
  await expect(window.rowWith('indented()')).toContainText('white space only');
  await workbench.page.keyboard.press('ControlOrMeta+W');
  await expect(workbench.page.locator('.tab')).toHaveCount(0);
  await expect(window.row('T1')).toContainText('4 to review');

  await window.titleButton('Review All Changes').click();
  const tab = workbench.page.locator('.tab.active').filter({ hasText: 'All changes' });
  await expect(tab).toBeVisible();
  const editor = workbench.page.locator('.multiDiffEditor');
  await expect(editor.getByText('list.js').first()).toBeVisible();
  await expect(editor.getByText('fresh.js').first()).toBeVisible();
  await expect(editor.getByText('const fresh').or(editor.getByText('export const')).first()).toBeVisible();
  await workbench.screenshot('review-all');
  await workbench.page.keyboard.press('ControlOrMeta+W');
  await expect(tab).toHaveCount(0);
  await expect(window.row('T1')).toContainText('4 to review');
  await expect(window.dialog()).toHaveCount(0);
});

/** Plans and runs, and opens the diff of the list. */
async function comeToReview(window: LeadWindow): Promise<void> {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Change the list.');
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
  await window.openFile('T1', 'src/list.js');
}

function fileRow(window: LeadWindow) {
  return window.rowWith(/^\s*list\.js/);
}

function folderOf(workbench: Workbench): string {
  return workbench.workspace.roots[0] ?? '';
}

/** Twenty lines, some of them said here by their number. */
function lines(special: Readonly<Record<number, string>>): string {
  return Array.from({ length: 20 }, (_, index) => `${special[index + 1] ?? `// line ${index + 1}`}\n`).join('');
}
