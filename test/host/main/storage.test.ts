import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { planCommands, settings } from '../../../src/ui/catalogue';
import { GateLog } from '../gateLog';
import { edit, read, type Team } from '../models';
import { RunBed, setUserSetting } from '../runBed';
import { snapshot } from '../snapshot';
import { closeEditors, inWorkspace, put, setWorkspaceGates } from './reviewBed';

const file = 'stored/a.txt';
const team: Team = { tasks: [{ title: 'Change it', scope: [file], calls: [read(file), edit(file, 'old', 'new')] }] };

describe('"Delete All Data"', () => {
  let bed: RunBed;
  let gates: GateLog;

  beforeEach(async () => {
    gates = new GateLog();
    await put(file, 'old\n');
    bed = await RunBed.open({ team, gates: [gates.gate({ file })] });
  });

  afterEach(async () => {
    await bed.close();
    gates.remove();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace('stored'), { recursive: true });
  });

  /** Our storage folder: gates run in a copy that lies in it. */
  const storage = (): string => {
    const cwd = gates.runs[0]?.cwd ?? '';
    const own = `${path.sep}lead-worker.lead-worker`;
    assert.ok(cwd.includes(own), cwd);
    return cwd.slice(0, cwd.indexOf(own) + own.length);
  };

  it('takes journals, copies and the run, and leaves the workspace alone', async () => {
    const { state } = await bed.review();
    const journal = path.join(storage(), 'journals', `${state.runId}.jsonl`);
    assert.match(await readFile(journal, 'utf8'), /"run-finished"/);
    // The storages of all workspaces lie beside the user's own.
    const global = path.join(path.resolve(storage(), '../../..'), 'globalStorage/lead-worker.lead-worker');
    await mkdir(path.join(global, 'demo/one'), { recursive: true });
    await writeFile(path.join(global, 'demo/one/index.js'), '');
    const before = await snapshot();

    await vscode.commands.executeCommand(planCommands.deleteAllData);
    assert.ok(existsSync(journal), 'It was deleted without a yes.');
    assert.match(bed.messages.saying(/^Delete all/).detail, /Journals .* hold text of your source/);

    bed.messages.press('Delete All Data');
    await vscode.commands.executeCommand(planCommands.deleteAllData);
    bed.messages.saying(/all stored data of this workspace/);
    assert.equal(existsSync(storage()), false);
    assert.equal(existsSync(global), false);
    assert.equal(bed.hasRun, false);
    assert.deepEqual(await snapshot(), before);
  });

  it('takes the key and what was confirmed', async () => {
    await bed.close();
    const key = 'a-key-that-goes';
    bed = await RunBed.open({ team, key });
    await storeKey(key);
    // An OpenAI key sends all calls to OpenAI.
    assert.equal(vscode.workspace.getConfiguration().get(settings.baseUrl), '');
    await setUserSetting(settings.baseUrl, bed.server.baseUrl);
    await setWorkspaceGates([gates.gate({ id: 'theirs', file })]);
    bed.messages.press('Use These Gates');
    await bed.review();
    assert.deepEqual(
      bed.run.state.setup.gates.map(({ id }) => id),
      ['theirs'],
    );

    bed.messages.press('Delete All Data');
    await vscode.commands.executeCommand(planCommands.deleteAllData);
    const asked = bed.messages.shown.length;
    await bed.plan();
    bed.expect('failed');
    assert.match(bed.run.state.failure?.message ?? '', /does not accept the API key/);
    assert.deepEqual(bed.run.state.setup.gates, []);
    assert.match(bed.messages.shown[asked]?.message ?? '', /brings its own gates/);
    await setWorkspaceGates(undefined);
    await vscode.workspace.fs.delete(inWorkspace('.vscode'), { recursive: true });
  });

  it('leaves an extension that goes on working', async () => {
    await bed.review();
    bed.messages.press('Delete All Data');
    await vscode.commands.executeCommand(planCommands.deleteAllData);
    const { state } = await bed.review();
    assert.deepEqual(
      state.proposalVerdicts.map(({ gate, outcome, output }) => [gate, outcome, output]),
      [['check', 'passed', '']],
    );
  });
});

/** "Set Up Models…", answered with an OpenAI key. */
async function storeKey(key: string): Promise<void> {
  const { showQuickPick, showInputBox } = vscode.window;
  Reflect.set(vscode.window, 'showQuickPick', async (ways: readonly { readonly way: string }[]) =>
    ways.find(({ way }) => way === 'key'),
  );
  Reflect.set(vscode.window, 'showInputBox', async () => key);
  try {
    await vscode.commands.executeCommand(planCommands.setUp);
  } finally {
    Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
    Reflect.set(vscode.window, 'showInputBox', showInputBox);
  }
}
