import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { planCommands } from '../../../src/ui/catalogue';
import { edit, type Team } from '../models';
import { RunBed } from '../runBed';
import { setFolders } from './folders';

const team: Team = {
  tasks: [
    {
      title: 'Change it',
      scope: ['1-basic-2/**'],
      calls: [edit('1-basic-2/which.txt', 'the other', 'the changed one')],
    },
  ],
};

describe('two folders of one name', () => {
  const first = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const showQuickPick = vscode.window.showQuickPick;
  let bed: RunBed;
  let other: string;
  let log: string;

  beforeEach(async () => {
    other = await realpath(await mkdtemp(path.join(tmpdir(), 'lead-worker-other-')));
    log = path.join(other, '..', `${path.basename(other)}.log`);
    // The same script in both: only where it runs makes a difference.
    const script = `fs.appendFileSync(${JSON.stringify(log)}, fs.readFileSync('which.txt', 'utf8') + '\\n')`;
    for (const [folder, which] of [
      [first, 'the first'],
      [other, 'the other'],
    ] as const) {
      await writeFile(path.join(folder, 'package.json'), JSON.stringify({ scripts: { test: 'node measure.cjs' } }));
      await writeFile(path.join(folder, 'measure.cjs'), `const fs = require('node:fs'); ${script};`);
      await writeFile(path.join(folder, 'which.txt'), which);
    }
    await setFolders(2, 0, { uri: vscode.Uri.file(other), name: '1-basic' });
  });

  afterEach(async () => {
    Reflect.set(vscode.window, 'showQuickPick', showQuickPick);
    await bed.close();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await setFolders(2, 1);
    for (const name of ['package.json', 'measure.cjs', 'which.txt']) await rm(path.join(first, name));
    for (const entry of [other, log]) await rm(entry, { recursive: true, force: true });
  });

  it('are measured each by its own script, in its own copy', async () => {
    bed = await RunBed.open({ team });
    Reflect.set(vscode.window, 'showQuickPick', async (items: readonly unknown[]) => items);
    await vscode.commands.executeCommand(planCommands.configureGates);
    const run = await bed.review();
    assert.deepEqual(
      run.state.setup.gates.map(({ id, folder }) => [id, folder]),
      [
        ['1-basic:test', '1-basic'],
        ['1-basic-2:test', '1-basic-2'],
      ],
    );
    assert.deepEqual(
      run.state.proposalVerdicts.map(({ outcome }) => outcome),
      ['passed', 'passed'],
    );
    const seen = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : [];
    // Both folders as they are, beside the worker, and then with its change; the merged proposal is the same tree.
    assert.deepEqual(seen.sort(), ['the changed one', 'the first', 'the first', 'the other']);
  });
});
