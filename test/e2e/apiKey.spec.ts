// Setting up by an API key: the goal goes on with it, and the key stands in no file that we write.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { filesBelow } from '../testbed/filesBelow';
import type { Workbench } from '../testbed/workbench';
import { expect, test as base } from './fixtures';
import { journalsOf } from './journals';
import { Outside } from './outside';
import { scriptedTeam, teamModels } from './team';

// Nothing of this window reaches OpenAI: the key is no key, and the way out is shut.
const test = base.extend<{ outside: Outside }>({
  // Playwright reads from the braces that it needs nothing.
  // eslint-disable-next-line no-empty-pattern
  outside: async ({}, use) => {
    const outside = await Outside.open();
    await use(outside);
    outside.close();
  },
  environment: async ({ outside }, use) => use(outside.environment),
});

const firstKey = 'sk-canary-4f1d09';
const secondKey = 'sk-canary-77ab03';
const openAi = 'api.openai.com:443';
const goal = 'Say hello in the README.';

test.use({
  models: {
    // What stands for no key. With the one that was meant for OpenAI, the server refuses.
    requireKey: 'none',
    script: scriptedTeam([
      { title: 'Say hello', writeScope: ['README.md'], writes: [{ path: 'README.md', content: 'Hello.\n' }] },
    ]),
  },
});

test('a goal goes on with a key, which goes to OpenAI and into no file; a server is left behind for it', async ({
  workbench,
  window,
  modelServer,
  outside,
}) => {
  await window.open();
  await window.openGoal();
  await window.sendGoal(goal);
  await window.pick('Set Up Models', 'OpenAI API key');
  await window.answer('OpenAI API key', firstKey);
  await expect(window.runRow()).toContainText(goal);
  await expect(window.runRow()).toContainText('Failed');
  expect(outside.hosts).toContain(openAi);
  expect(await journalsOf(workbench)).toContain(goal);
  await noFileHolds(workbench, firstKey);

  await workbench.runCommand('Lead/Worker: Set Up Models…');
  await window.pick('Set Up Models', 'Compatible server');
  await window.answer('1 of 4', modelServer.baseUrl);
  await window.answer('2 of 4', '');
  await window.answer('3 of 4', teamModels.lead);
  await window.answer('4 of 4', teamModels.worker);
  await expect.poll(() => settingsOf(workbench)).toContain(modelServer.baseUrl);
  await window.titleButton('Plan a Change…').click();
  await window.sendGoal(goal);
  await expect(window.status()).toContainText('plan of 1 task, waits for your approval');
  expect(modelServer.requests).toHaveLength(1);

  const asked = outside.hosts.filter((host) => host === openAi).length;
  await workbench.runCommand('Lead/Worker: Set Up Models…');
  await window.pick('Set Up Models', 'OpenAI API key');
  await window.answer('OpenAI API key', secondKey);
  await expect.poll(() => settingsOf(workbench)).not.toContain('leadWorker.openai.baseUrl');
  await window.titleButton('Plan a Change…').click();
  await window.sendGoal(goal);
  await window.dialog().getByRole('button', { name: 'Discard and Plan' }).click();
  await expect(window.runRow()).toContainText('Failed');
  expect(outside.hosts.filter((host) => host === openAi).length).toBeGreaterThan(asked);
  expect(modelServer.requests).toHaveLength(1);
  await noFileHolds(workbench, secondKey);
});

/** What a person has set: where an address of a server stands, a remote window like this one takes the machine's file. */
async function settingsOf({ userData }: Workbench): Promise<string> {
  const files = ['User/settings.json', 'Machine/settings.json'].map((file) => path.join(userData, file));
  return (await Promise.all(files.map((file) => readFile(file, 'utf8')))).join('\n');
}

/** Settings, journals, logs and whatever else the editor and its extensions keep. A file may go while it is looked for. */
async function noFileHolds({ userData }: Workbench, text: string): Promise<void> {
  await expect(async () => {
    const files = await filesBelow(userData);
    expect([...files].filter(([, content]) => content.includes(text)).map(([file]) => file)).toEqual([]);
  }).toPass({ timeout: 15_000 });
}
