import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { planCommands } from '../../../src/ui/catalogue';
import { GateLog } from '../gateLog';
import { edit, read, type Team } from '../models';
import { RunBed } from '../runBed';
import { closeEditors, inWorkspace, put, setWorkspaceGates } from './reviewBed';

const file = 'gated/a.txt';
const team: Team = { tasks: [{ title: 'Change it', scope: [file], calls: [read(file), edit(file, 'old', 'new')] }] };

describe('gates that the workspace brings along', () => {
  let bed: RunBed;
  let gates: GateLog;

  beforeEach(async () => {
    gates = new GateLog();
    await put(file, 'old\n');
  });

  afterEach(async () => {
    await bed.close();
    gates.remove();
    await closeEditors();
    await setWorkspaceGates(undefined);
    for (const name of ['gated', '.vscode']) {
      await vscode.workspace.fs.delete(inWorkspace(name), { recursive: true });
    }
  });

  it('do not run before the user has confirmed that very value', async () => {
    bed = await RunBed.open({ team });
    await setWorkspaceGates([gates.gate({ id: 'theirs', file })]);
    assert.ok(existsSync(inWorkspace('.vscode/settings.json').fsPath));
    await bed.review();
    const asked = bed.messages.saying(/brings its own gates/);
    assert.ok(asked.isModal);
    assert.match(asked.detail, /theirs: node -e .*with your rights/s);
    assert.deepEqual(bed.run.state.setup.gates, []);
    assert.deepEqual(gates.runs, []);
    await bed.run.discard();

    bed.messages.press('Use These Gates');
    await vscode.commands.executeCommand(planCommands.configureGates);
    await bed.review();
    assert.deepEqual(
      bed.run.state.setup.gates.map(({ id }) => id),
      ['theirs'],
    );
    assert.ok(gates.runs.length > 0);
    const ran = gates.runs.length;
    await bed.run.discard();

    await setWorkspaceGates([gates.gate({ id: 'theirs', file, then: 'process.exitCode = 0;' })]);
    await bed.review();
    assert.equal(gates.runs.length, ran, 'Another value ran on the word that was given for the first one.');
    assert.equal(bed.messages.shown.filter(({ message }) => message.includes('brings its own gates')).length, 3);
  });

  it("leave the user's own in force until then", async () => {
    const own = new GateLog();
    try {
      bed = await RunBed.open({ team, gates: [own.gate({ id: 'mine', file })] });
      await setWorkspaceGates([gates.gate({ id: 'theirs', file, then: ';' })]);
      await bed.review();
      assert.deepEqual(
        bed.run.state.setup.gates.map(({ id }) => id),
        ['mine'],
      );
      assert.ok(own.runs.length > 0);
      assert.deepEqual(gates.runs, []);
    } finally {
      own.remove();
    }
  });
});
