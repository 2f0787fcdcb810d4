// Decisions on changes, from the tree and by key, and on findings, by their quick fixes.
import type { Locator } from '@playwright/test';

import { filesBelow } from '../testbed/filesBelow';
import type { LeadWindow } from '../testbed/leadWindow';
import { expect, test } from './fixtures';
import { journalsOf } from './journals';
import { scriptedTeam } from './team';

const before = lines({ 2: 'const first = 1;', 10: 'const second = 2;', 18: 'const third = 3;' });
const proposed = lines({ 2: 'const first = 11;', 10: 'const second = 22;', 18: 'const third = 33;' });

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
        findings: [
          { path: 'src/list.js', shownBy: 'first = 11', message: 'Eleven is odd.' },
          { path: 'src/list.js', shownBy: 'third = 33', message: 'Thirty-three is a lot.' },
        ],
      },
      { title: 'Write a note', writeScope: ['note.md'], writes: [{ path: 'note.md', content: 'A note.\n' }] },
    ]),
  },
  modelsAreSetUp: true,
});

test('a change, a file, a task and the whole run are decided and reopened from the tree', async ({
  workbench,
  window,
}) => {
  await comeToReview(window);
  const { run, task, list, fresh, change } = rowsOf(window);
  await window.expand(task);
  await expect(task).toContainText('4 to review');

  await window.expand(list);
  await window.pressOn(change('second'), 'Accept Change');
  await expect(change('second')).toContainText('accepted');
  await expect(list).toContainText('2 of 3 open');
  await window.pressOn(change('second'), 'Reopen Change');
  await expect(change('second')).not.toContainText('accepted');
  await expect(list).toContainText('3 open');

  await window.pressOn(fresh, 'Reject File');
  await expect(fresh).toContainText('rejected');
  await expect(task).toContainText('3 to review');
  await window.menuOn(fresh, 'Reopen File');
  await expect(fresh).toContainText('1 open');
  await window.menuOn(list, 'Reject File');
  await expect(list).toContainText('rejected');
  await expect(task).toContainText('1 to review');

  // What was decided one by one stays as it is; what is open follows.
  await window.pressOn(task, 'Accept All Changes of Task');
  await expect(fresh).toContainText('accepted');
  await expect(list).toContainText('rejected');
  await window.menuOn(task, 'Reopen All Changes of Task');
  await expect(task).toContainText('4 to review');
  await window.pressOn(task, 'Reject All Changes of Task');
  await expect(task).toContainText('rejected by you');
  await expect(window.row('T2')).toContainText('1 to review');

  await window.menuOn(run, 'Reject All Changes');
  await expect(window.row('T2')).toContainText('rejected by you');
  await expect(run).toContainText('rejected');
  await workbench.screenshot('all-rejected');
  await window.menuOn(run, 'Reopen All Changes');
  await expect(run).toContainText('5 open');
  await window.menuOn(run, 'Accept All Changes');
  await expect(run).toContainText('accepted');
});

test('changes and files are reopened and applied by key', async ({ workbench, window }) => {
  const { page } = workbench;
  await comeToReview(window);
  const { task, list, change } = rowsOf(window);
  await window.openFile('T1', 'src/list.js');
  await window.expand(list);

  await window.putCursorOn('const first = 11');
  await window.rejectChange();
  await expect(change('first')).toContainText('rejected');
  await window.cursorRestsOn(change('second'));
  await window.putCursorOn('const first = 1;');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.press('Backspace');
  await expect(list).toContainText('3 open');
  await expect(window.proposedEditor()).toContainText('const first = 11;');
  await window.cursorRestsOn(change('first'));

  await window.putCursorOn('const second = 22');
  await page.keyboard.press('ControlOrMeta+Shift+Alt+Backspace');
  await expect(list).toContainText('rejected');
  await expect(window.proposedEditor()).not.toContainText('const second = 22');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.press('Shift+Backspace');
  await expect(list).toContainText('3 open');
  await expect(window.proposedEditor()).toContainText('const second = 22');
  await page.keyboard.press('ControlOrMeta+Shift+Alt+Enter');
  await expect(list).toContainText('accepted');

  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.press('ControlOrMeta+Shift+Enter');
  await window.dialog().getByRole('button', { name: 'Apply' }).click();
  // What is still open stays to be reviewed.
  await expect(task).toContainText('1 to review');
  await expect(list).toHaveCount(0);
  const written = await filesBelow(workbench.workspace.roots[0] ?? '');
  expect(written.get('src/list.js')).toBe(proposed);
  expect(written.has('src/fresh.js')).toBe(false);
});

test('a finding drops its change, and another is dismissed with a reason', async ({ workbench, window }) => {
  await comeToReview(window);
  const { list, change } = rowsOf(window);
  await window.openFile('T1', 'src/list.js');
  await window.expand(list);
  const marks = window.proposedEditor().locator('.squiggly-warning');
  await expect(marks).toHaveCount(2);

  await window.putCursorOn('const first = 11');
  await window.quickFix('Agree and drop the change');
  await expect(change('first')).toContainText('rejected');
  await expect(list).toContainText('2 of 3 open');
  await expect(marks).toHaveCount(1);

  const reason = 'It is what the shop asked for.';
  await window.putCursorOn('const third = 33');
  await window.quickFix('Dismiss…');
  await window.answer('Dismiss finding', reason);
  await expect(marks).toHaveCount(0);
  // It was the finding that went, not the change.
  await expect(list).toContainText('2 of 3 open');
  await expect(change('third')).not.toContainText('rejected');
  expect(await journalsOf(workbench)).toContain(reason);
});

/** Plans and runs. */
async function comeToReview(window: LeadWindow): Promise<void> {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Change the list.');
  await window.approve();
  await expect(window.status()).toContainText('ready for review');
}

/** Rows of the plan: a hunk's by the name that it declares. */
function rowsOf(window: LeadWindow): {
  readonly run: Locator;
  readonly task: Locator;
  readonly list: Locator;
  readonly fresh: Locator;
  readonly change: (name: string) => Locator;
} {
  return {
    run: window.runRow(),
    task: window.row('T1'),
    list: window.rowWith(/^\s*list\.js/),
    fresh: window.rowWith(/^\s*fresh\.js/),
    change: (name) => window.rowWith(`const ${name}`),
  };
}

/** Twenty lines, some of them said here by their number. */
function lines(special: Readonly<Record<number, string>>): string {
  return Array.from({ length: 20 }, (_, index) => `${special[index + 1] ?? `// line ${index + 1}`}\n`).join('');
}
