import assert from 'node:assert/strict';

import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { GateLog } from '../gateLog';
import { MemoryFiles } from '../memoryFiles';
import { answersOf, edit, list, read, search, write, type Team } from '../models';
import { RunBed } from '../runBed';
import { setFolders } from './folders';

const scheme = 'lead-worker-test-memory';
const root = vscode.Uri.from({ scheme, path: '/project' });

const team: Team = {
  looks: [list('virtual/**'), search('left . right'), read('virtual/src/add.js'), read('virtual/.env')],
  tasks: [
    {
      title: 'Subtract',
      scope: ['virtual/src/**'],
      calls: [edit('virtual/src/add.js', 'left + right', 'left - right'), write('virtual/src/new.js', 'new\n')],
    },
  ],
};

describe('a run in a folder that is on no disk', () => {
  const files = new MemoryFiles();
  const provided = vscode.workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true });
  let bed: RunBed;
  let gates: GateLog;

  before(async () => {
    put('src/add.js', 'export const add = (left, right) => left + right;\n');
    put('.env', 'KEY=left + right\n');
    put('.gitignore', 'built\n');
    put('built/add.js', 'left + right\n');
    put('node_modules/x/index.js', 'left + right\n');
    await setFolders(2, 0, { uri: root, name: 'virtual' });
  });

  afterEach(async () => {
    await bed.close();
    gates.remove();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    await setFolders(2, 1);
    provided.dispose();
  });

  it('plans, works and reviews; a gate says why it can not run, and a waiver lets the change be written', async () => {
    gates = new GateLog();
    bed = await RunBed.open({ team, gates: [{ ...gates.gate({ file: 'src/add.js' }), folder: 'virtual' }] });
    const run = await bed.plan();
    bed.expect('plan-ready');
    const lead = bed.requests('lead').at(-1);
    assert.deepEqual(answersOf(lead, 'list'), ['virtual/.gitignore\nvirtual/src/add.js']);
    assert.match(answersOf(lead, 'search').join(), /^virtual\/src\/add\.js:1: /m);
    assert.doesNotMatch(answersOf(lead, 'search').join(), /\.env|built|node_modules/);
    const [text = '', secret = ''] = answersOf(lead, 'read');
    assert.match(text, /left \+ right/);
    assert.match(secret, /may hold secrets/);

    const carriedOut = vscode.commands.executeCommand('leadWorker.approve');
    await heldTask(run);
    const [task] = [...run.state.tasks.values()];
    const verdict = task?.attempts.at(-1)?.verdicts.find(({ gate }) => gate === 'check');
    assert.equal(verdict?.outcome, 'could-not-run');
    assert.match(verdict.output, /Gates need a folder on a disk, and virtual is a virtual one/);
    await run.waiveGate('check', 'There is no disk here.');
    await carriedOut;
    bed.expect('review');
    assert.deepEqual(gates.runs, []);

    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    assert.match(textAt('src/add.js'), /left - right/);
    assert.equal(textAt('src/new.js'), 'new\n');
  });

  function put(path: string, text: string): void {
    files.writeFile(vscode.Uri.joinPath(root, path), new TextEncoder().encode(text));
  }

  function textAt(path: string): string {
    return new TextDecoder().decode(files.readFile(vscode.Uri.joinPath(root, path)));
  }
});

async function heldTask(run: RunBed['run']): Promise<void> {
  const isHeld = (): boolean => [...run.state.tasks.values()].some(({ status }) => status === 'held');
  if (isHeld()) return;
  await new Promise<void>((resolve) => {
    const listener = run.onDidChange(() => {
      if (!isHeld()) return;
      listener.dispose();
      resolve();
    });
  });
}
