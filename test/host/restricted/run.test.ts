import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { planCommands, settings } from '../../../src/ui/catalogue';
import { GateLog } from '../gateLog';
import { edit, list, read, type Team } from '../models';
import { RunBed } from '../runBed';
import { snapshot } from '../snapshot';

const file = 'src/add.js';
const team: Team = {
  looks: [list(), read(file)],
  tasks: [{ title: 'Subtract', scope: [file], calls: [read(file), edit(file, 'left + right', 'left - right')] }],
};

describe('a run in a folder that is not trusted', () => {
  let bed: RunBed;
  let own: GateLog;
  let theirs: GateLog;

  beforeEach(() => {
    own = new GateLog();
    theirs = new GateLog();
  });

  afterEach(async () => {
    await bed.close();
    own.remove();
    theirs.remove();
  });

  it('plans and shows the plan, and does nothing else', async () => {
    bed = await RunBed.open({ team, gates: [own.gate({ id: 'mine', file })] });
    const before = await snapshot();
    const run = await bed.plan();
    bed.expect('plan-ready');
    assert.deepEqual(
      run.state.plan?.tasks.map(({ title }) => title),
      ['Subtract'],
    );
    assert.deepEqual(bed.messages.shown, []);

    await vscode.commands.executeCommand(planCommands.approve);
    const said = bed.messages.saying(/Restricted Mode/);
    assert.deepEqual(said.buttons, ['Manage Workspace Trust', 'Show Log']);
    bed.expect('plan-ready');
    const pressed = await run.approve();
    assert.equal(!pressed.ok && pressed.error.reason, 'untrusted');
    assert.equal(bed.requests('worker').length, 0);
    assert.equal(bed.server.requests.length, 3);
    assert.deepEqual(own.runs, []);
    assert.deepEqual(await snapshot(), before);
  });

  it('takes neither gates nor a server from the folder', async () => {
    const elsewhere = 'http://127.0.0.1:9/v1';
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    const written = JSON.stringify({
      [settings.gates]: [theirs.gate({ id: 'theirs', file })],
      [settings.baseUrl]: elsewhere,
      [settings.leadModel]: 'o3',
      'editor.tabSize': 7,
    });
    const taken = new Promise<void>((resolve) => {
      const heard = vscode.workspace.onDidChangeConfiguration((event) => {
        if (!event.affectsConfiguration('editor.tabSize')) return;
        heard.dispose();
        resolve();
      });
    });
    await mkdir(path.join(folder, '.vscode'));
    await writeFile(path.join(folder, '.vscode/settings.json'), written);
    // Another setting of the same file tells that the editor has read it.
    await taken;

    bed = await RunBed.open({ team, gates: [own.gate({ id: 'mine', file })] });
    const run = await bed.plan();
    bed.expect('plan-ready');
    assert.deepEqual(
      run.state.setup.gates.map(({ id }) => id),
      ['mine'],
    );
    assert.equal(bed.requests('lead').length, 3);
    await vscode.commands.executeCommand(planCommands.configureGates);
    bed.messages.saying(/can be configured once you trust it/);
    assert.deepEqual([...own.runs, ...theirs.runs], []);
  });
});
