import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import type { FindingState } from '../../../src/core/review/finding';
import { reviewCommands } from '../../../src/ui/catalogue';
import { proposalUri } from '../../../src/ui/review/documents';
import { at, proposed, stateOf, task, type FakeRun } from '../../unit/ui/review/fakeRun';
import { closeEditors, eventually, showRun } from './reviewBed';

const uri = proposalUri('run-1', at('x.txt'));
const finding: FindingState = {
  choice: 'open',
  finding: {
    id: 'F1',
    source: 'lead',
    taskId: task('T1'),
    attempt: 1,
    path: at('x.txt'),
    line: 2,
    quote: 'B',
    severity: 'warning',
    message: 'B is not b.',
    criterion: 'C1',
  },
};
const sentBack: FindingState = { ...finding, choice: 'sent-back', reason: 'as you say' };

describe('findings', () => {
  afterEach(closeEditors);

  const open = async (): Promise<{ run: FakeRun; editor: vscode.TextEditor }> => {
    const run = await showRun(stateOf([proposed('x.txt', 'a\nb\nc\n', 'a\n  B\nc\n')], [finding]));
    await vscode.commands.executeCommand(reviewCommands.openFileReview, {
      type: 'file',
      runId: 'run-1',
      path: 'x.txt',
    });
    await eventually(
      'the diff is open',
      () => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString(),
    );
    await eventually('the finding shows', () => lines().length === 1);
    return { run, editor: vscode.window.activeTextEditor! };
  };
  const lines = (): number[] => vscode.languages.getDiagnostics(uri).map(({ range }) => range.start.line);

  it('stand on the proposed text, with source, code and severity', async () => {
    await open();
    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.equal(diagnostic?.source, 'Lead/Worker (lead)');
    assert.equal(diagnostic.code, 'T1 C1');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
    assert.deepEqual([diagnostic.range.start.character, diagnostic.range.end.character], [2, 3]);
  });

  it('move with the text and go when their line changes', async () => {
    const { editor } = await open();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'top\n'));
    await eventually('moved down', () => lines()[0] === 2);
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'not '));
    await eventually('gone', () => lines().length === 0);
    await eventually('saved', () => !editor.document.isDirty);
  });

  it('go when the change they stand on is rejected', async () => {
    await open();
    await vscode.commands.executeCommand(reviewCommands.rejectFile, uri);
    await eventually('gone', () => lines().length === 0);
  });

  it('stay in sight while they are sent back, and have nothing more to decide', async () => {
    const run = await showRun(stateOf([proposed('x.txt', 'a\nb\nc\n', 'a\n  B\nc\n')], [sentBack]));
    await vscode.commands.executeCommand(reviewCommands.openFileReview, {
      type: 'file',
      runId: 'run-1',
      path: 'x.txt',
    });
    await eventually('the finding shows', () => lines().length === 1);
    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.equal(diagnostic?.message, 'Sent back: B is not b.');
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Information);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      diagnostic.range,
    );
    const ours = actions.filter(({ command }) => command?.command.startsWith('leadWorker.'));
    assert.deepEqual(
      ours.map(({ title }) => title),
      ['Open T1'],
    );
    assert.deepEqual(run.calls, []);
  });

  it('have quick fixes, which act on the run', async () => {
    const { run } = await open();
    const range = new vscode.Range(1, 0, 1, 3);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      uri,
      range,
    );
    const titles = actions.map(({ title }) => title);
    for (const title of ['Agree and send back to T1', 'Agree and drop the change', 'Dismiss…', 'Open T1']) {
      assert.ok(titles.includes(title), `${title} in ${titles.join(', ')}`);
    }
    const fix = actions.find(({ title }) => title.startsWith('Agree and send'))?.command;
    assert.ok(fix);
    const [argument] = (fix.arguments ?? []) as readonly unknown[];
    await vscode.commands.executeCommand(fix.command, argument);
    assert.deepEqual(run.calls, ['sendBack|T1||F1']);
  });
});
