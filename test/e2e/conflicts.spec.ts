// Three workers change the same place of one file at the same time: the first comes through, one conflict is merged by a worker, and
// one is the user's, who settles it in an editor.
import type { ScriptedAnswer, ScriptedRequest } from '../../src/adapters/demo/server/modelScript';
import { filesBelow } from '../testbed/filesBelow';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels } from './team';

const file = 'src/values.js';
const lines = Array.from({ length: 12 }, (_, index) => `export const value${index + 1} = ${index + 1};`);

const team = scriptedTeam(
  ['one', 'two', 'three'].map((name) => ({
    title: `Add ${name}`,
    writeScope: [file],
    writes: [{ path: file, content: withNames([name]) }],
  })),
);
let resolved = 0;

test.use({
  workspaceFiles: { [file]: withNames([]) },
  userSettings: { 'leadWorker.overlap': 'parallel', 'leadWorker.maxWorkers': 3 },
  models: { script: { models: [teamModels.lead, teamModels.worker], answer } },
  modelsAreSetUp: true,
});

test.beforeEach(() => (resolved = 0));

test('a clash is merged by a worker, the next is settled by a person, and nothing is lost', async ({
  workbench,
  window,
}) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Add three values.');
  await window.approve();
  await expect(window.status()).toContainText(/T\d in conflict, waits for you/);
  const merge = window.rowWith(/Merge of T\d and T\d/);
  await expect(merge).toContainText(`merged · ${file}`);
  const conflict = window.rowWith(/T\d clashes with T\d/);
  await expect(conflict).toContainText(`decide about ${file}`);
  const [second = ''] = /T\d/.exec(await conflict.innerText()) ?? [];
  const dispute = window.rowWith(/^\s*values\.js\s*src · undecided/);
  // It is told of, and nothing has opened by itself.
  await expect(workbench.page.locator('.tab').filter({ hasText: 'values.js' })).toHaveCount(0);
  await workbench.screenshot('conflict-waits');
  await expect(await workbench.notification('and you settle it. Nothing says whether')).toBeVisible();

  await window.pressFor(dispute, window.activeTab(`${second}, Yours to Edit`));
  await expect(window.proposedEditor()).toContainText('value12');
  await workbench.screenshotInThemes('conflict');
  await workbench.changeUserSettings({ 'diffEditor.codeLens': true });
  const lenses = workbench.page.locator('.codelens-decoration');
  await expect(lenses).toContainText(`Take ${second}`);
  await workbench.screenshot('conflict-lenses');

  await window.pressOn(window.rowWith(/^\s*values\.js/), 'Take Both, the First Above');
  await expect(window.rowWith(/^\s*values\.js/)).toContainText('both taken');
  await expect(conflict).toContainText('decided, to be settled');
  await expect(window.proposedEditor()).toContainText('value12');

  // A text of their own counts instead, as soon as it is typed.
  await workbench.page.keyboard.press('ControlOrMeta+Home');
  await window.proposedEditor().locator('.view-line').first().click();
  await workbench.page.keyboard.press('ControlOrMeta+Home');
  await workbench.page.keyboard.type('// All of them.\n');
  await expect(window.rowWith(/^\s*values\.js/)).toContainText('your text');
  await expect(lenses).toContainText('your text');
  await workbench.screenshot('conflict-typed');

  await window.pressOn(conflict, 'Settle Conflict');
  await expect(window.rowWith(/T\d clashes with T\d/)).toHaveCount(0);
  await expect(workbench.page.locator('.tab').filter({ hasText: 'Yours to Edit' })).toHaveCount(0);
  await expect(window.row(second)).toContainText('accepted');
  await expect(window.status()).toContainText('ready for review');
  await workbench.screenshot('conflict-settled');

  await window.acceptAll();
  await window.apply();
  await expect(window.status()).toContainText('applied to 1 file');
  const written = (await filesBelow(workbench.workspace.roots[0] ?? '')).get(file);
  expect(written).toContain('// All of them.');
  expect(written?.match(/export const (one|two|three) = true;/g)).toHaveLength(3);
});

/** The file with these values added in one place. */
function withNames(names: readonly string[]): string {
  const added = names.map((name) => `export const ${name} = true;`);
  return `${[...lines.slice(0, 4), ...added, ...lines.slice(4)].join('\n')}\n`;
}

/** The team, and a lead that has the first conflict merged and leaves the second; whoever merges puts in what both sides made. */
function answer(request: ScriptedRequest): ScriptedAnswer | Promise<ScriptedAnswer> {
  const said = request.items.map((item) => ('text' in item ? item.text : '')).join('\n');
  if (request.schema?.name === 'resolution') {
    const decision =
      resolved++ === 0
        ? { type: 'delegate', instructions: 'Both values are wanted, each on a line of its own.' }
        : { type: 'leave', reason: 'Nothing says whether all three values are wanted.' };
    return { type: 'text', text: JSON.stringify({ decision }) };
  }
  if (!said.includes('Merge two changes:')) return team.answer(request);
  if (request.schema?.name === 'assessment') {
    const ids = [...new Set([...said.matchAll(/^- ((?:T\d\.)?C1): /gm)].map(([, id]) => id))];
    const criteria = ids.map((criterion) => ({ criterion, met: true, reason: 'It is as asked.' }));
    return { type: 'text', text: JSON.stringify({ criteria, findings: [], decision: { type: 'accept' } }) };
  }
  if (request.items.some(({ type }) => type === 'tool-result'))
    return { type: 'tool-calls', calls: [{ name: 'finish', arguments: { summary: 'Both are in.' } }] };
  const names = ['one', 'two', 'three'].filter((name) => said.includes(`export const ${name} = true;`));
  return { type: 'tool-calls', calls: [{ name: 'write', arguments: { path: file, content: withNames(names) } }] };
}
