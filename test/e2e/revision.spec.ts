// The lead wants the plan changed while it runs: the user is asked, looks at both plans side by side, and grants it.
import type { ModelScript } from '../../src/adapters/demo/server/modelScript';
import { expect, test } from './fixtures';
import { scriptedTeam } from './team';

const team = scriptedTeam([
  { title: 'Find the words', writeScope: ['words.md'], writes: [{ path: 'words.md', content: 'One\n' }] },
  { title: 'Write them down', writeScope: ['notes.md'], writes: [{ path: 'notes.md', content: 'Two\n' }] },
  { title: 'Sort the words', writeScope: ['sorted.md'], writes: [{ path: 'sorted.md', content: 'Three\n' }] },
]);

/** Plans two tasks, the second after the first, and wants a third in the place of the second once the first is done. */
function ofTwoMinds(): ModelScript {
  const put = {
    id: 'T3',
    title: 'Sort the words',
    instructions: 'Sort the words',
    reads: [],
    writeScope: ['sorted.md'],
    dependsOn: ['T1'],
    criteria: [{ id: 'C1', text: 'It is as asked.' }],
    size: 'S',
  };
  const revision = { reason: 'The words are out of order, and nobody needs them twice.', put: [put], drop: ['T2'] };
  return {
    ...team,
    answer: async (request) => {
      const answer = await team.answer(request);
      if (answer.type !== 'text') return answer;
      const said = JSON.parse(answer.text) as { tasks?: { dependsOn: string[] }[] };
      if (request.schema?.name === 'plan') {
        const tasks = said.tasks?.slice(0, 2) ?? [];
        tasks[1]?.dependsOn.push('T1');
        return { type: 'text', text: JSON.stringify({ ...said, tasks }) };
      }
      const isFirst = JSON.stringify(request.items).includes('Task T1: Find the words. Attempt');
      return isFirst ? { type: 'text', text: JSON.stringify({ ...said, revision }) } : answer;
    },
  };
}

test.use({ models: { script: ofTwoMinds() }, modelsAreSetUp: true });

test('a change of the plan waits for the user, who looks at both plans and grants it', async ({
  workbench,
  window,
}) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal('Words.');
  await window.approve();

  const question = window.rowWith('The lead wants to change the plan');
  await expect(question).toContainText('It adds T3; drops T2.');
  await expect(window.row('T1')).toContainText('accepted');
  await expect(window.row('T2')).toContainText('waits for your word on the plan');
  await expect(window.status()).toContainText('the lead asks you');
  await workbench.screenshotInThemes('revision-asked');

  await window.pressFor(question, window.dialog());
  await window.dialog().getByRole('button', { name: 'Show Changes' }).click();
  const diff = workbench.page.locator('.monaco-diff-editor');
  await expect(diff).toContainText('T3 Sort the words');
  await expect(diff).toContainText('T2 Write them down');
  await workbench.screenshotInThemes('revision-diff');

  await window.pressFor(question, window.dialog());
  await window.dialog().getByRole('button', { name: 'Change the Plan' }).click();
  await expect(window.row('T3')).toContainText('accepted');
  await expect(window.row('T2')).toHaveCount(0);
  await expect(window.status()).toContainText('ready for review');
});
