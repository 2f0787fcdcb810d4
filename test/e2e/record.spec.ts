// What is told of a run: the report, read in the editor's preview and exported, and the authority log, live and after a reload.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Locator, Page } from '@playwright/test';

import type { ModelScript } from '../../src/adapters/demo/server/modelScript';
import { reportSchema } from '../../src/core/run/report/schema';
import { expect, test } from './fixtures';
import { themes } from '../testbed/workbench';
import { scriptedTeam } from './team';

const hostile = '</td># Not a heading [not a link](https://spy.example) <img src=x> | no | cell';
const team = scriptedTeam([
  {
    title: 'Change the list',
    writeScope: ['src/**'],
    writes: [
      { path: 'src/list.js', content: 'const first = 11;\nconst second = 2;\n' },
      { path: 'src/fresh.js', content: 'export const fresh = true;\n' },
    ],
    findings: [{ path: 'src/list.js', shownBy: 'first = 11', message: `Eleven is odd. ${hostile}` }],
  },
  { title: 'Write a note', writeScope: ['note.md'], writes: [{ path: 'note.md', content: 'A note.\n' }] },
]);

/** The lead sends the first task back once, and wants to abort the run once. */
function undecided(): ModelScript {
  const waiting = new Map([
    ['Change the list', { type: 'retry', feedback: `Keep the second constant as it is. ${hostile}` }],
    ['Write a note', { type: 'abort', reason: 'A note is not worth a run.' }],
  ]);
  return {
    ...team,
    answer: (request) => {
      const text = JSON.stringify(request.items);
      const title = [...waiting.keys()].find((each) => text.includes(`: ${each}`));
      const decision = title === undefined ? undefined : waiting.get(title);
      if (request.schema?.name !== 'assessment' || title === undefined || !decision) return team.answer(request);
      waiting.delete(title);
      const criteria = [{ criterion: 'C1', met: false, reason: 'Not quite.' }];
      return { type: 'text', text: JSON.stringify({ criteria, findings: [], decision }) };
    },
  };
}

/** The editor with the authority log. */
function recordEditor(page: Page): Locator {
  return page.locator('.editor-instance .monaco-editor[data-uri^="lead-worker-record:"]');
}

test.use({
  workspaceFiles: { 'src/list.js': 'const first = 1;\nconst second = 2;\n' },
  models: { script: undecided() },
  modelsAreSetUp: true,
});

test('a run is told as a report and as an authority log, and the report can be taken along', async ({
  workbench,
  window,
}) => {
  const { page, workspace } = workbench;
  await window.open();
  await window.openGoal();
  await window.sendGoal('Change the list, and write a note about it.');
  await window.approve();
  const question = window.rowWith('The lead wants to abort the run');
  await question.waitFor();
  await workbench.runCommand('Lead/Worker: Open Authority Log');
  const log = recordEditor(page);
  await expect(log).toContainText('asks you');
  await window.pressOn(question, "Answer the Lead's Question…");
  await window.dialog().getByRole('button', { name: 'Go On' }).click();
  // Live: what is answered now comes into the document that is open.
  await expect(log).toContainText('finish');
  await expect(window.status()).toContainText('ready for review');
  await workbench.screenshotInThemes('authority-log');

  await window.pressOn(window.row('T2'), 'Reject All Changes of Task');
  await window.acceptAll();
  await window.apply();
  await window.pressOn(window.runRow(), 'Open Run Report');
  const preview = page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await expect(preview.getByRole('heading', { name: 'Run report' })).toBeVisible();
  await expect(preview.getByText('2 of 2 tasks accepted')).toBeVisible();
  for (const theme of themes) {
    await workbench.useTheme(theme);
    // The preview is made anew for it.
    await expect(preview.locator(`body[class*="vscode-${theme.name}"]`)).toBeVisible();
    for (const place of ['Run report', 'Tasks', 'Findings']) {
      const heading = preview.getByRole('heading', { name: place, exact: true });
      // The preview is made anew more than once, and takes what is scrolled to with it.
      await expect(() => heading.scrollIntoViewIfNeeded({ timeout: 5000 })).toPass({ timeout: 30_000 });
      await workbench.screenshot(`report-${place.toLowerCase().replace(' ', '-')}-${theme.name}`);
    }
  }
  // What models wrote is text.
  await expect(preview.getByRole('link')).toHaveCount(0);
  await expect(preview.getByRole('img')).toHaveCount(0);
  await expect(preview.getByRole('heading', { name: 'Not a heading' })).toHaveCount(0);

  await workbench.runCommand('Lead/Worker: Export Run Report…');
  await window.pick('Export the run report as', 'JSON');
  await window.answer('Export Run Report', undefined);
  await expect(await workbench.notification('The run report is in')).toBeVisible();
  const folder = workspace.roots[0] ?? '';
  const target = path.join(folder, (await readdir(folder)).find((name) => /^run-report-.*\.json$/.test(name)) ?? '');
  const exported = reportSchema.parse(JSON.parse(await readFile(target, 'utf8')));
  expect(exported.decisions.map(({ decision }) => decision).sort()).toEqual([
    'abort the run',
    'accept',
    'accept',
    'retry',
  ]);
  expect(exported.questions).toMatchObject([{ answer: { granted: false } }]);

  await page.reload();
  await workbench.activityBarItem('Lead/Worker').waitFor();
  await workbench.runCommand('Lead/Worker: Open Authority Log');
  await expect(recordEditor(page)).toContainText('finish');
});
