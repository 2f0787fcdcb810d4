// The whole job, from the empty window to the undo, on the scripted demo model. Runs from the sources and from the package.
import type { Locator } from '@playwright/test';

import { demoNotice } from '../../src/adapters/demo/demo';
import { DemoWindow } from '../demo/demoWindow';
import { filesBelow } from '../testbed/filesBelow';
import { inRepository } from '../testbed/repository';
import { expect, test } from './fixtures';

test.use({ workspaceTemplate: { type: 'none' } });

// For what a run needs, with its models and gates: a machine that others keep busy takes its time.
const runTimeoutMs = 90_000;
const heading = 'MONTHLY EXPENSE REPORT';
const finding = /is run as a formula/;
const written = [
  'README.md',
  'src/budgets.js',
  'src/csv.js',
  'src/index.js',
  'src/money.js',
  'src/report.js',
  'test/budgets.test.js',
  'test/csv.test.js',
  'test/money.test.js',
  'test/report.test.js',
];

test('a goal becomes reviewed changes on disk, and one undo takes them back', async ({ workbench }) => {
  test.setTimeout(300_000);
  const { page } = workbench;
  const window = new DemoWindow(workbench);
  const original = await filesBelow(inRepository('media/demo'));

  await window.open();
  const folder = await window.openDemo();
  await window.widenSideBar(430);

  await test.step('the plan', async () => {
    expect(await window.openGoal()).toContain('monthly budget');
    await expect(window.goal().getByText(demoNotice, { exact: false })).toBeVisible();
    expect(await window.submitGoal()).toContain('test: npm run test --silent (');
    await expect(window.rowWith('Wave 1')).toContainText('3 tasks');
    await expect(window.rowWith('Wave 2')).toContainText('3 tasks');
    await expect(window.taskRows()).toHaveCount(6);
    await expect(window.row('T4')).toContainText('after T3');
    await expect(window.status()).toContainText('plan of 6 tasks, waits for your approval');
  });

  await test.step('the run', async () => {
    await window.approve();
    await expect(window.status()).toContainText('ready for review', { timeout: runTimeoutMs });
    await expect(window.row('T1')).toHaveAttribute('aria-label', /^Task T1, .*accepted · attempt 2/);
    await expect(window.rowWith('Gate test')).toContainText('passed on the merged proposal');
    await expect(window.summaryRow()).toContainText('Categories over their budget are marked');
    await workbench.screenshotInThemes('summary');
    expect(await filesBelow(folder)).toEqual(original);
  });

  await test.step('a finding, sent back', async () => {
    await window.openFile('T2', 'src/csv.js');
    await expect(window.proposedEditor().locator('.squiggly-warning')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Shift+M');
    const problem = page.locator('.part.panel').getByRole('treeitem', { name: finding });
    await expect(problem).toBeVisible();
    await page.keyboard.press('ControlOrMeta+Shift+M');
    await window.putCursorOn(`text.replaceAll('"', '""')`);
    await window.quickFix('Agree and send back');
    await expect(window.row('T2')).toContainText('accepted · attempt 2', { timeout: runTimeoutMs });
    await expect(window.status()).toContainText('ready for review', { timeout: runTimeoutMs });
    await expect(window.proposedEditor().locator('.squiggly-warning')).toHaveCount(0);
  });

  await test.step('choices', async () => {
    await window.openFile('T4', 'src/report.js');
    const file = window.rowWith(/^\s*report\.js/);
    await expect(file).toContainText('5 open');
    await window.expand(file);
    const [imports, signature, title, line, mark] = [
      'overspentBy',
      'A month as text',
      heading,
      'lines.push(reportLine',
      'function overspentMark',
    ].map((text) => window.rowWith(text)) as [Locator, Locator, Locator, Locator, Locator];

    await window.putCursorOn(heading);
    await window.rejectChange();
    await expect(title).toContainText('rejected');
    await expect(window.proposedEditor()).not.toContainText(heading);
    await expect(file).toContainText('4 of 5 open');
    await window.cursorRestsOn(line);

    await window.putCursorOn('function overspentMark');
    await window.acceptChange();
    await expect(mark).toContainText('accepted');
    await expect(file).toContainText('3 of 5 open');
    // The last change of the file is decided: on from the top.
    await window.cursorRestsOn(imports);

    await window.putCursorOn('export function monthlyReport');
    await expect(window.thread()).toContainText('2 lines changed');
    await window.thread().getByRole('button', { name: 'Accept Change' }).click();
    await expect(signature).toContainText('accepted');
    await expect(file).toContainText('2 of 5 open');
    await window.cursorRestsOn(line);

    await window.expand(window.row('T1'));
    const money = window.rowWith(/^\s*money\.js/);
    await window.pressOn(money, 'Accept File');
    await expect(money).toContainText('src · accepted');

    await window.acceptAll();
    await expect(file).toContainText('src · decided');
    await expect(window.row('T6')).toContainText('accepted · reviewed');
    expect(await filesBelow(folder)).toEqual(original);
  });

  await test.step('apply', async () => {
    const asked = await window.apply();
    expect(asked).toMatch(/Write \d+ accepted changes to 10 files\?/);
    for (const path of written) expect(asked).toContain(`${original.has(path) ? 'change' : 'new'}: ${path}`);
    expect(asked).toContain('One undo takes all of it back.');
    await expect(window.status()).toContainText('applied to 10 files', { timeout: runTimeoutMs });
  });

  const applied = await filesBelow(folder);
  expect(changedPaths(original, applied)).toEqual(written);
  expect([...applied.values()].filter((text) => text.includes(heading))).toEqual([]);
  expect(applied.get('src/report.js')).toContain('const lines = [`Expenses in ${month}`];');
  expect(applied.get('src/report.js')).toContain('function overspentMark(cents)');
  expect(applied.get('src/csv.js')).toContain('isFormula(text)');
  expect(applied.get('README.md')).toContain('## Budgets');

  await test.step('one undo', async () => {
    await workbench.openFile('src/money.js');
    await page.keyboard.press('ControlOrMeta+Z');
    await expect(async () => expect(await filesBelow(folder)).toEqual(original)).toPass({ timeout: runTimeoutMs });
  });
});

function changedPaths(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((path) => before.get(path) !== after.get(path));
}
