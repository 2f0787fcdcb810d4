import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { planCommands } from '../../../src/ui/catalogue';
import { GateLog } from '../gateLog';
import { edit, read, type Team } from '../models';
import { RunBed } from '../runBed';
import { snapshot } from '../snapshot';
import { closeEditors, inWorkspace, put } from './reviewBed';

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
    const before = await snapshot();

    await vscode.commands.executeCommand(planCommands.deleteAllData);
    assert.ok(existsSync(journal), 'It was deleted without a yes.');
    assert.match(bed.messages.saying(/^Delete all/).detail, /Journals .* hold text of your source/);

    bed.messages.press('Delete All Data');
    await vscode.commands.executeCommand(planCommands.deleteAllData);
    bed.messages.saying(/all stored data of this workspace/);
    assert.equal(existsSync(storage()), false);
    assert.equal(bed.hasRun, false);
    assert.deepEqual(await snapshot(), before);
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
