import assert from 'node:assert/strict';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { HeldAnswers } from '../../../src/adapters/demo/server/heldAnswers';
import { planCommands, settings } from '../../../src/ui/catalogue';
import { edit, models, read, type Team } from '../models';
import { RunBed, setUserSetting } from '../runBed';
import { closeEditors, eventually, inWorkspace, put } from './reviewBed';

const folder = 'endpoint';
const names = ['a.txt', 'b.txt', 'c.txt', 'd.txt'];
const team: Team = {
  tasks: names.map((name) => ({
    title: `Change ${name}`,
    scope: [`${folder}/${name}`],
    calls: [read(`${folder}/${name}`), edit(`${folder}/${name}`, 'old', 'new')],
  })),
};

describe('the endpoint', () => {
  let bed: RunBed;
  let held: HeldAnswers;

  beforeEach(async () => {
    held = new HeldAnswers();
    for (const name of names) await put(`${folder}/${name}`, 'old\n');
  });

  afterEach(async () => {
    held.open();
    await bed.close();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  it('sees a planning that was stopped hang up', async () => {
    bed = await RunBed.open({ team, latency: held.latency });
    const planning = vscode.commands.executeCommand(planCommands.plan, 'Change all.');
    const { request } = await held.waitFor();
    await vscode.commands.executeCommand(planCommands.stop);
    await eventually('the connection is closed', () => request.signal.aborted);
    await planning;
    bed.expect('stopped');
    assert.equal(bed.server.requests.length, 1);
    assert.deepEqual(bed.messages.shown, []);
  });

  it('sees every worker hang up at a stop, and hears no more', async () => {
    const isWorker = ({ model }: { readonly model: string }): boolean => model === models.worker;
    bed = await RunBed.open({ team, latency: (request) => (isWorker(request) ? held.latency(request) : 0) });
    await bed.plan();
    const running = vscode.commands.executeCommand(planCommands.approve);
    const open = await held.waitForCount(3);
    await vscode.commands.executeCommand(planCommands.stop);
    await running;
    await eventually('the connections are closed', () => open.every(({ signal }) => signal.aborted));
    bed.expect('stopped');
    assert.equal(bed.requests('worker').length, 3);
    assert.deepEqual(
      [...bed.run.state.tasks.values()].map(({ status }) => status),
      ['stopped', 'stopped', 'stopped', 'stopped'],
    );
    assert.deepEqual(bed.messages.shown, []);
  });

  it('says once, with the way out, that the workers have no model there', async () => {
    bed = await RunBed.open({ team });
    await setUserSetting(settings.workerModel, 'gpt-0');
    try {
      await bed.review();
    } finally {
      await setUserSetting(settings.workerModel, undefined);
    }
    assert.deepEqual(
      [...bed.run.state.tasks.values()].map(({ status }) => status),
      Array(4).fill('failed'),
    );
    const told = bed.messages.shown.filter(({ message }) => message.includes('no model "gpt-0"'));
    assert.equal(told.length, 1);
    assert.match(told[0]?.message ?? '', /^T\d failed: /);
    assert.ok(told[0]?.buttons.includes('Set Up Models…'));
  });

  it('is named, with the way out, when nothing answers there, and the goal is not lost', async () => {
    bed = await RunBed.open({ team });
    await bed.server.close();
    await bed.plan('A goal that took long to write.');
    bed.expect('failed');
    const said = bed.messages.saying(/127\.0\.0\.1/);
    assert.ok(said.message.includes(bed.server.baseUrl) || said.message.includes(String(bed.server.port)));
    assert.ok(said.buttons.includes('Set Up Models…'), said.buttons.join());
    assert.equal(bed.run.state.setup.goal, 'A goal that took long to write.');
    const form = await goalForm();
    assert.match(form, /A goal that took long to write\./);
  });
});

/** The page of the form that "Plan a Change…" opens; it is closed again. */
async function goalForm(): Promise<string> {
  const original = vscode.window.createWebviewPanel.bind(vscode.window);
  const panels: vscode.WebviewPanel[] = [];
  const watched: typeof original = (...args) => {
    const panel = original(...args);
    panels.push(panel);
    return panel;
  };
  Reflect.set(vscode.window, 'createWebviewPanel', watched);
  try {
    const asking = vscode.commands.executeCommand(planCommands.plan);
    await eventually('the form is there', () => (panels[0]?.webview.html ?? '') !== '');
    const html = panels[0]?.webview.html ?? '';
    panels[0]?.dispose();
    await asking;
    return html;
  } finally {
    Reflect.set(vscode.window, 'createWebviewPanel', original);
  }
}
