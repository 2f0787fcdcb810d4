import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { GateLog } from '../gateLog';
import { answersOf, edit, list, read, write, type Team } from '../models';
import { RunBed } from '../runBed';
import { snapshot } from '../snapshot';

const team: Team = {
  looks: [list('**/*.js'), read('src/add.js'), read('2-basic/src/add.js')],
  tasks: [
    {
      title: 'Subtract in the first',
      scope: ['1-basic/src/**'],
      calls: [
        read('1-basic/src/add.js'),
        edit('1-basic/src/add.js', 'left + right', 'left - right'),
        write('2-basic/src/add.js', 'out of scope\n'),
      ],
    },
    {
      title: 'Multiply in the second',
      scope: ['2-basic/src/**'],
      calls: [edit('2-basic/src/add.js', 'left + right', 'left * right'), write('2-basic/src/new.js', 'new\n')],
    },
  ],
};

describe('a run over two folders', () => {
  let bed: RunBed;
  let gates: GateLog;

  beforeEach(() => {
    gates = new GateLog();
  });

  afterEach(async () => {
    await bed.close();
    gates.remove();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('names files with their folder, measures in the named one, and writes each change where it belongs', async () => {
    const first = { ...gates.gate({ id: 'first', file: 'src/add.js' }), folder: '1-basic' };
    const second = { ...gates.gate({ id: 'second', file: 'src/add.js' }), folder: '2-basic' };
    bed = await RunBed.open({ team, gates: [second, first] });
    const before = await snapshot();
    const run = await bed.review();

    const [lead] = bed.requests('lead').slice(3);
    assert.deepEqual(answersOf(lead, 'list'), ['1-basic/src/add.js\n2-basic/src/add.js']);
    const [bare = '', named = ''] = answersOf(lead, 'read');
    assert.match(bare, /^Error: /);
    assert.match(named, /left \+ right/);
    assert.match(lead?.instructions ?? '', /1-basic, 2-basic/);
    const refused = bed.requests('worker').flatMap((request) => answersOf(request, 'write'));
    assert.ok(refused.some((answer) => answer.includes("outside this task's write scope")));

    await bed.acceptAll();
    assert.deepEqual(await snapshot(), before);
    await bed.apply();
    bed.expect('applied');
    const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
    const onDisk = (root: number, name: string): Promise<string> =>
      readFile(path.join(roots[root] ?? '', name), 'utf8');
    assert.match(await onDisk(0, 'src/add.js'), /left - right/);
    assert.match(await onDisk(1, 'src/add.js'), /left \* right/);
    assert.equal(await onDisk(1, 'src/new.js'), 'new\n');
    assert.deepEqual([...run.state.appliedPaths].sort(), [
      '1-basic/src/add.js',
      '2-basic/src/add.js',
      '2-basic/src/new.js',
    ]);

    const last = gates.runs.slice(-2);
    assert.deepEqual(
      last.map(({ cwd, text }) => [path.basename(cwd), /left . right/.exec(text ?? '')?.[0]]),
      [
        ['2-basic', 'left * right'],
        ['1-basic', 'left - right'],
      ],
    );
    assert.ok(gates.runs.every(({ cwd }) => !roots.includes(cwd)));
  });
});
