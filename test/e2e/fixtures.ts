import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { test as base } from '@playwright/test';

import {
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../src/adapters/demo/server/modelServer';
import { ensureEditor } from '../testbed/editorInstall';
import { LeadWindow } from '../testbed/leadWindow';
import { inRepository } from '../testbed/repository';
import { Workbench, type ExtensionSource } from '../testbed/workbench';
import { copyWorkspace, type WorkspaceTemplate } from '../testbed/workspaceCopy';
import { teamModels } from './team';

/** For tests that need no model: whoever asks anything is refused. */
const noModels: ModelServerOptions['script'] = {
  models: [],
  answer: () => ({ type: 'refuse-request', message: 'This test has no models.' }),
};

/** What a test file may choose with `test.use({ … })`. */
export type WorkbenchChoices = {
  /** Where the extension comes from. Set by the Playwright project, not by tests. */
  extension: ExtensionSource;
  /** What is opened: a fresh copy for each test. */
  workspaceTemplate: WorkspaceTemplate;
  /** Added to the user's settings.json before the window opens. */
  userSettings: Record<string, unknown>;
  /** On, the folder opens in Restricted Mode. */
  workspaceTrust: boolean;
  /** Added to the environment of the server, which the extension host inherits. */
  environment: Record<string, string>;
  /** Written into the copy of the workspace before the window opens, by path. */
  workspaceFiles: Record<string, string>;
  /** Answers as a model would, on loopback. */
  models: ModelServerOptions;
  /** Off, nothing is set up, and the user has to connect the models. */
  modelsAreSetUp: boolean;
};

/** What a test gets: a window of its own with what it needs around it, closed afterwards whatever happens. */
export type WorkbenchFixtures = {
  workbench: Workbench;
  /** The same window, in the words of Lead/Worker. */
  window: LeadWindow;
  modelServer: ModelServer;
};

/** Playwright's `test` with a window for each test. */
export const test = base.extend<WorkbenchChoices & WorkbenchFixtures>({
  extension: [{ type: 'development' }, { option: true }],
  workspaceTemplate: [{ type: 'folder', name: 'basic' }, { option: true }],
  userSettings: [{}, { option: true }],
  workspaceTrust: [false, { option: true }],
  environment: [{}, { option: true }],
  workspaceFiles: [{}, { option: true }],
  models: [{ script: noModels }, { option: true }],
  modelsAreSetUp: [false, { option: true }],
  modelServer: async ({ models }, use) => {
    const server = await startModelServer({ requireKey: false, ...models });
    await use(server);
    await server.close();
  },
  window: async ({ workbench }, use) => use(new LeadWindow(workbench)),
  workbench: async (
    {
      browser,
      extension,
      workspaceTemplate,
      userSettings,
      workspaceTrust,
      environment,
      workspaceFiles,
      modelServer,
      modelsAreSetUp,
    },
    use,
    testInfo,
  ) => {
    const pictureFolder = inRepository('out/e2e/pictures', testInfo.project.name);
    const workspace = await copyWorkspace(workspaceTemplate);
    try {
      await writeFiles(workspace.roots[0], workspaceFiles);
      const workbench = await Workbench.open({
        browser,
        editor: await ensureEditor(),
        extension,
        workspace,
        userSettings: { ...(modelsAreSetUp ? modelSettings : {}), ...userSettings },
        machineSettings: modelsAreSetUp
          ? { 'leadWorker.openai.baseUrl': modelServer.baseUrl, 'leadWorker.openai.parallel': 16 }
          : {},
        workspaceTrust,
        environment,
        pictureFolder,
      });
      try {
        await use(workbench);
        if (testInfo.status !== testInfo.expectedStatus) await keepEvidence(workbench, testInfo.titlePath);
      } finally {
        await workbench.close();
      }
    } finally {
      await workspace.remove();
    }
  },
});

export { expect } from '@playwright/test';

/** The team's workers call the tool `edit`. */
const modelSettings = {
  'leadWorker.lead.model': teamModels.lead,
  'leadWorker.worker.model': teamModels.worker,
  'leadWorker.worker.editFormat': 'search-replace',
};

async function writeFiles(root: string | undefined, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    if (root === undefined) throw new Error('A workspace without a folder has no place for files.');
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** What a person needs who was not there when the test failed. */
async function keepEvidence(workbench: Workbench, titlePath: readonly string[]): Promise<void> {
  const name = `failed-${titlePath.join(' ').replace(/[^\w]+/g, '-')}`;
  const picture = await workbench.screenshot(name);
  const log = path.join(inRepository('out/logs'), `${name}.log`);
  await mkdir(path.dirname(log), { recursive: true });
  await writeFile(log, workbench.serverLog());
  console.log(`Picture: ${picture}\nServer log: ${log}`);
}
