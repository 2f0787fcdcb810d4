import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import type { Run } from '../../../src/core/run/run';
import { HeldAnswers } from '../../../src/adapters/demo/server/heldAnswers';
import { planCommands } from '../../../src/ui/catalogue';
import { reviewUri } from '../../../src/ui/review/uris';
import { GateLog } from '../gateLog';
import { answersOf, edit, list, models, read, type Team } from '../models';
import { RunBed } from '../runBed';
import { snapshot } from '../snapshot';

const team: Team = {
  looks: [list('**/*.js'), read('2-basic/src/add.js')],
  tasks: [
    {
      title: 'Subtract',
      goal: 'difference',
      scope: ['1-basic/src/**'],
      calls: [read('2-basic/src/add.js'), edit('1-basic/src/add.js', 'left + right', 'left - right')],
    },
    {
      title: 'Multiply',
      goal: 'product',
      scope: ['2-basic/src/**'],
      calls: [edit('2-basic/src/add.js', 'left + right', 'left * right')],
    },
  ],
};

/** The file that each folder has, the first one's first. */
function sources(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => path.join(uri.fsPath, 'src/add.js'));
}

describe('two runs in two folders of one window', () => {
  let bed: RunBed;
  let gates: GateLog;
  let answers: HeldAnswers;

  beforeEach(async () => {
    for (const file of sources()) await writeFile(file, 'module.exports = (left, right) => left + right;\n');
    gates = new GateLog();
    answers = new HeldAnswers();
    const first = { ...gates.gate({ id: 'first', file: 'src/add.js' }), folder: '1-basic' };
    const second = { ...gates.gate({ id: 'second', file: 'src/add.js' }), folder: '2-basic' };
    bed = await RunBed.open({
      team,
      gates: [first, second],
      // The worker in the first folder answers when the test says so.
      latency: (request) =>
        request.model === models.worker && JSON.stringify(request.items).includes('Subtract')
          ? answers.latency(request)
          : 0,
    });
  });

  afterEach(async () => {
    await bed.close();
    gates.remove();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** The first run, approved and under way, with its worker waiting for an answer. */
  async function startFirst(): Promise<{ readonly run: Run; readonly settled: Thenable<unknown> }> {
    await vscode.commands.executeCommand(planCommands.plan, { goal: 'The difference.', folder: '1-basic' });
    bed.expect('plan-ready');
    const { run } = bed;
    const settled = vscode.commands.executeCommand(planCommands.approve);
    await answers.waitFor();
    return { run, settled };
  }

  async function startSecond(): Promise<Run> {
    await vscode.commands.executeCommand(planCommands.plan, { goal: 'The product.', folder: '2-basic' });
    bed.expect('plan-ready');
    return bed.run;
  }

  it('go on at the same time, each in its folder, with gates, review and apply of its own', async () => {
    const before = await snapshot();
    const { run: first, settled } = await startFirst();
    const [, lead] = bed.requests('lead');
    assert.deepEqual(answersOf(lead, 'list'), ['1-basic/src/add.js']);

    const second = await startSecond();
    assert.deepEqual(bed.runs, [first, second]);
    assert.equal(first.state.phase, 'running');
    await vscode.commands.executeCommand(planCommands.approve);
    bed.expect('review');
    assert.deepEqual(
      second.state.proposalVerdicts.filter(({ command }) => command !== '').map(({ gate }) => gate),
      ['second'],
    );
    await bed.acceptAll();
    assert.deepEqual(await snapshot(), before);
    await bed.apply();
    bed.expect('applied');
    assert.deepEqual(second.state.appliedPaths, ['2-basic/src/add.js']);
    assert.equal(first.state.phase, 'running');

    answers.open();
    await settled;
    assert.equal(first.state.phase, 'review');
    const refused = bed.requests('worker').flatMap((request) => answersOf(request, 'read'));
    assert.ok(refused.some((answer) => answer.includes('2-basic/src/add.js is not in 1-basic')));
    await vscode.commands.executeCommand(planCommands.showRun, { runId: first.state.runId });
    assert.equal(bed.run, first);
    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    const [one = '', other = ''] = await Promise.all(sources().map((file) => readFile(file, 'utf8')));
    assert.match(one, /left - right/);
    assert.match(other, /left \* right/);
  });

  it('end one by one: a stop, a discarded run, a plan that is refused where a run is under way', async () => {
    const { run: first, settled } = await startFirst();
    const second = await startSecond();
    await vscode.commands.executeCommand(planCommands.plan, { goal: 'The difference again.', folder: '1-basic' });
    bed.messages.saying(/A run is under way/);
    assert.deepEqual(bed.runs, [first, second]);

    await second.stop();
    await second.discard();
    assert.equal(bed.run, first);
    assert.equal(first.state.phase, 'running');
    answers.open();
    await settled;
    assert.equal(first.state.phase, 'review');
  });

  it('keep their documents: the run of the file in front is the one that is shown', async () => {
    const { run: first, settled } = await startFirst();
    answers.open();
    await settled;
    const second = await startSecond();
    await vscode.commands.executeCommand(planCommands.approve);
    const uriOf = ({ state }: Run, name: string): vscode.Uri => {
      const [proposed] = [...state.proposal.keys()].filter((each) => each.endsWith(name));
      assert.ok(proposed);
      return vscode.Uri.from(reviewUri({ side: 'proposal', runId: state.runId, path: proposed }));
    };
    const one = await vscode.workspace.openTextDocument(uriOf(first, 'add.js'));
    assert.match(one.getText(), /left - right/);
    await vscode.window.showTextDocument(one);
    assert.equal(bed.run, first);
    const other = await vscode.workspace.openTextDocument(uriOf(second, 'add.js'));
    await vscode.window.showTextDocument(other, { preview: false });
    assert.equal(bed.run, second);
    assert.match(other.getText(), /left \* right/);
    assert.match(one.getText(), /left - right/);
    assert.equal(one.isClosed, false);
  });
});
