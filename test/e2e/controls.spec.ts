// The user's hand on a run: a pause, a word to a worker, a task that is stopped alone and done again.
import { HeldAnswers } from '../../src/adapters/demo/server/heldAnswers';
import type { ScriptedRequest } from '../../src/adapters/demo/server/modelScript';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels, type TeamTask } from './team';

const answers = new HeldAnswers();
const isWork = ({ model }: ScriptedRequest): boolean => model === teamModels.worker;

test.use({
  models: {
    script: scriptedTeam(['One', 'Two', 'Three'].map(independentTask)),
    latency: (request) => (isWork(request) ? answers.latency(request) : 0),
  },
  modelsAreSetUp: true,
});

test('a run is paused and goes on; a worker is told something; a task is stopped alone and retried', async ({
  workbench,
  window,
}) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Three things.');
  await window.approve();
  await answers.waitForCount(3);

  await test.step('a pause', async () => {
    await window.pressOn(window.runRow(), 'Pause Run');
    await expect(window.runRow()).toContainText('Paused, 0 of 3 tasks done');
    await expect(window.status()).toContainText('paused');
    answers.release((request) => taskOf(request) === 'T1');
    await expect(window.row('T1')).toContainText('working · paused');
    expect(answers.held.map(taskOf).sort()).toEqual(['T2', 'T3']);
    await workbench.screenshotInThemes('paused', () => window.row('T2').hover());
    await window.pressOn(window.runRow(), 'Resume Run');
    await answers.waitFor((request) => taskOf(request) === 'T1');
    await expect(window.runRow()).not.toContainText('Paused');
    await expect(window.row('T1')).not.toContainText('paused');
  });

  await test.step('a word to a worker', async () => {
    await window.pressOn(window.row('T1'), 'Tell the Worker');
    await window.quickInput().getByText('Tell the worker at T1 One').waitFor();
    await workbench.screenshot('tell-the-worker');
    await window.quickInput().locator('input[type="text"]').last().fill('Mind the tests.');
    await workbench.page.keyboard.press('Enter');
    await window.quickInput().waitFor({ state: 'hidden' });
    answers.release((request) => taskOf(request) === 'T1');
    const next = await answers.waitFor((request) => taskOf(request) === 'T1');
    expect(JSON.stringify(next.request.items.at(-1))).toContain('Mind the tests.');
    next.release();
    await expect(window.row('T1')).toContainText('accepted');
  });

  await test.step('one task, stopped and done again', async () => {
    await window.pressOn(window.row('T2'), 'Stop Task');
    await expect(window.row('T2')).toContainText('stopped');
    await expect(window.row('T3')).toContainText('working');
    expect(answers.held.map(taskOf)).toEqual(['T3']);
    await workbench.screenshot('one-task-stopped');
    await window.pressOn(window.row('T2'), 'Retry');
    await answers.waitFor((request) => taskOf(request) === 'T2');
    answers.open();
    await expect(window.status()).toContainText('ready for review');
    await expect(window.taskRows().filter({ hasText: 'accepted' })).toHaveCount(3);
  });
});

function independentTask(title: string): TeamTask {
  const path = `${title.toLowerCase()}.md`;
  return { title, writeScope: [path], writes: [{ path, content: `${title}.\n` }] };
}

function taskOf({ items }: ScriptedRequest): string | undefined {
  const [opening = ''] = items.flatMap((item) => (item.type === 'user' ? [item.text] : []));
  return /^Task (\S+):/m.exec(opening)?.[1];
}
