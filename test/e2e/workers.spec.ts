// How many workers are at work at once: as many as the setting says, and the next one when one is done.
import { HeldAnswers } from '../../src/adapters/demo/server/heldAnswers';
import type { ScriptedRequest } from '../../src/adapters/demo/server/modelScript';
import { expect, test } from './fixtures';
import { scriptedTeam, teamModels, type TeamTask } from './team';

const answers = new HeldAnswers();
const isWork = ({ model }: ScriptedRequest): boolean => model === teamModels.worker;

test.use({
  models: {
    script: scriptedTeam(['One', 'Two', 'Three', 'Four', 'Five'].map(independentTask)),
    // The lead answers at once, workers when the test lets them.
    latency: (request) => (isWork(request) ? answers.latency(request) : 0),
  },
  modelsAreSetUp: true,
});

test('three workers are at work at once, and the fourth waits for its turn', async ({ workbench, window }) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Five things that have nothing to do with each other.');
  await window.approve();

  await answers.waitForCount(3);
  const working = window.taskRows().filter({ hasText: 'working' });
  await expect(working).toHaveCount(3);
  await expect(window.row('T4')).toContainText('waits for its turn');
  await expect(window.row('T5')).toContainText('waits for its turn');
  await workbench.screenshot('three-workers');
  expect(answers.held.map(taskOf).sort()).toEqual(['T1', 'T2', 'T3']);

  answers.release((request) => taskOf(request) === 'T2');
  // Its next turn is held like its first; only a worker that is done makes room.
  const finishing = await answers.waitFor((request) => taskOf(request) === 'T2');
  expect(answers.held.map(taskOf).sort()).toEqual(['T1', 'T2', 'T3']);
  finishing.release();
  await answers.waitFor((request) => taskOf(request) === 'T4');
  await expect(window.row('T2')).toContainText('accepted');
  await expect(window.row('T4')).toContainText('working');
  await expect(working).toHaveCount(3);
  expect(answers.held.map(taskOf).sort()).toEqual(['T1', 'T3', 'T4']);

  answers.open();
  await expect(window.status()).toContainText('ready for review');
  await expect(window.taskRows().filter({ hasText: 'accepted' })).toHaveCount(5);
});

function independentTask(title: string): TeamTask {
  const path = `${title.toLowerCase()}.md`;
  return { title, writeScope: [path], writes: [{ path, content: `${title}.\n` }] };
}

function taskOf({ items }: ScriptedRequest): string | undefined {
  const [opening = ''] = items.flatMap((item) => (item.type === 'user' ? [item.text] : []));
  return /^Task (\S+):/m.exec(opening)?.[1];
}
