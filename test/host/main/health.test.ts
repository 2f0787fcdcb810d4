import assert from 'node:assert/strict';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { settings } from '../../../src/ui/catalogue';
import { models, write, type Team } from '../models';
import { RunBed } from '../runBed';
import { closeEditors } from './reviewBed';

const tasks = ['one', 'two', 'three'].map((name) => ({
  title: `Write ${name}`,
  scope: [`health/${name}.txt`],
  calls: [write(`health/${name}.txt`, `${name}\n`)],
}));
const team: Team = { tasks };

async function set(name: string, value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);
}

describe('advice on coordination', () => {
  let bed: RunBed;

  beforeEach(async () => {
    // Workers that have something to do most of the time, as they have with a real model.
    bed = await RunBed.open({ team, latency: ({ model }) => (model === models.worker ? 300 : 0) });
  });

  afterEach(async () => {
    await bed.close();
    await set(settings.maxWorkers, undefined);
    await closeEditors();
  });

  it('suggests another worker once three runs went well, and sets it on the click alone', async () => {
    const one = 'Use 2 Workers';
    await set(settings.maxWorkers, 1);
    const count = (): number => bed.messages.shown.filter(({ buttons }) => buttons.includes(one)).length;
    for (let run = 0; run < 3; run++) {
      if (run === 2) bed.messages.press(one);
      await bed.review();
      if (run < 2) assert.equal(count(), 0);
      if (run < 2) await bed.run.discard();
    }
    await until(() => vscode.workspace.getConfiguration().get(settings.maxWorkers) === 2);
    assert.equal(count(), 1);
    assert.equal(bed.run.state.setup.lead, models.lead);
  });
});

/** Resolves when it holds; the configuration says when it changes. */
async function until(holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>((resolve) => {
    const subscription = vscode.workspace.onDidChangeConfiguration(() => {
      if (!holds()) return;
      subscription.dispose();
      resolve();
    });
  });
}
