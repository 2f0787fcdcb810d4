import assert from 'node:assert/strict';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { commands, planCommands, reviewCommands, views } from '../../../src/ui/catalogue';
import { RunBed } from '../runBed';

// These ask something of the user, open a window, or a view; the others answer at once, whatever they find.
const asking: readonly string[] = [planCommands.setUp, planCommands.openDemo, planCommands.plan];

describe('without a folder', () => {
  let bed: RunBed;

  beforeEach(async () => {
    bed = await RunBed.open({ team: { tasks: [] } });
  });

  afterEach(() => bed.close());

  it('planning says what it can not do, and names the way out', async () => {
    await vscode.commands.executeCommand(planCommands.plan, 'Change something.');
    const said = bed.messages.saying(/plans changes in a folder, and none is open/);
    assert.deepEqual(said.buttons, ['Open Folder', 'Open the Demo', 'Show Log']);
    assert.equal(bed.hasRun, false);
    assert.deepEqual(bed.server.requests, []);
  });

  it('every command says in words that there is nothing to do', async () => {
    await vscode.commands.executeCommand(`${views.plan}.focus`);
    const ids: readonly string[] = Object.values(commands).filter((id) => !asking.includes(id));
    for (const id of ids) await vscode.commands.executeCommand(id);
    const said = bed.messages.shown.map(({ message }) => message);
    assert.ok(said.filter((message) => message.includes('There is no run')).length > 5, said.join('\n'));
    assert.ok(
      said.filter((message) => message.includes('no run is open')).length >= Object.keys(reviewCommands).length - 3,
    );
    assert.deepEqual(
      said.filter((message) => /should not have|undefined|TypeError/.test(message)),
      [],
    );
  });
});
