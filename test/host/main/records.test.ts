import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { reportSchema } from '../../../src/core/run/report/schema';
import { planCommands, recordCommands, schemes } from '../../../src/ui/catalogue';
import { write, type Team } from '../models';
import { RunBed } from '../runBed';
import { closeEditors, eventually, inWorkspace } from './reviewBed';

const made = 'record/made.txt';
const team: Team = {
  tasks: [{ title: 'Make it', scope: ['record/**'], calls: [write(made, 'made\n')] }],
};

describe('what is told of a run', () => {
  let bed: RunBed;
  let originals: readonly [typeof vscode.window.showQuickPick, typeof vscode.window.showSaveDialog];
  const offered: string[][] = [];

  beforeEach(async () => {
    originals = [vscode.window.showQuickPick, vscode.window.showSaveDialog];
    offered.length = 0;
    bed = await RunBed.open({ team });
    // Other tests leave their journals in this workspace.
    bed.messages.press('Delete All Data');
    await vscode.commands.executeCommand(planCommands.deleteAllData);
    await bed.review();
  });

  afterEach(async () => {
    Reflect.set(vscode.window, 'showQuickPick', originals[0]);
    Reflect.set(vscode.window, 'showSaveDialog', originals[1]);
    await bed.close();
    await closeEditors();
    await rm(inWorkspace('record').fsPath, { recursive: true, force: true });
    await rm(inWorkspace('report.json').fsPath, { force: true });
  });

  /** Picks the item with this label, as a person would, and keeps what was offered. */
  const pick = (label: string): void => {
    const show = async (items: readonly vscode.QuickPickItem[]): Promise<vscode.QuickPickItem | undefined> => {
      offered.push(items.map((item) => item.label));
      return items.find((item) => item.label === label);
    };
    Reflect.set(vscode.window, 'showQuickPick', show);
  };
  const saveTo = (target: vscode.Uri | undefined): void =>
    void Reflect.set(vscode.window, 'showSaveDialog', async () => target);
  const activeDocument = (): vscode.TextDocument => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) throw new Error('A document was to be open.');
    return editor.document;
  };
  /** The document behind the preview; none as long as there is no such document. */
  const reportText = (): string =>
    vscode.workspace.textDocuments
      .find(({ uri }) => uri.scheme === schemes.record && uri.path.endsWith('.md'))
      ?.getText() ?? '';

  it('opens as an authority log, which follows the run', async () => {
    await vscode.commands.executeCommand(recordCommands.openAuthorityLog);
    const document = activeDocument();
    assert.equal(document.uri.scheme, schemes.record);
    assert.equal(document.languageId, 'log');
    assert.match(document.getText(), /lead +accept +T1 #1 +allowed/);
    assert.doesNotMatch(document.getText(), /you +accept/);
    await bed.acceptAll();
    await eventually('the document says it', () => /you +accept +1 change/.test(document.getText()));
    await bed.apply();
    await eventually('the document says it', () =>
      /run +apply +1 file +applied +record\/made\.txt/.test(document.getText()),
    );
  });

  it('opens as a report in the preview, which follows the run', async () => {
    await vscode.commands.executeCommand(recordCommands.openReport, { type: 'run', runId: bed.run.state.runId });
    await eventually('the document says it', () => reportText().includes('1 change: 1 open, in 1 file'));
    const previews = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview);
    assert.equal(previews.length, 1);
    await bed.acceptAll();
    await bed.apply();
    await eventually('the document says it', () => reportText().includes('1 change: 1 applied, in 1 file'));
  });

  it('is exported where the user says, and nowhere when they do not', async () => {
    pick('JSON');
    saveTo(undefined);
    await vscode.commands.executeCommand(recordCommands.exportReport);
    const target = inWorkspace('report.json');
    assert.equal(existsSync(target.fsPath), false);
    saveTo(target);
    await vscode.commands.executeCommand(recordCommands.exportReport);
    const report = reportSchema.parse(JSON.parse(await readFile(target.fsPath, 'utf8')));
    assert.equal(report.run.id, bed.run.state.runId);
    assert.deepEqual(
      report.decisions.map(({ decision, guard }) => [decision, guard]),
      [['accept', 'allowed']],
    );
    bed.messages.saying(/The run report is in .*report\.json/);
  });

  it('says why an export failed', async () => {
    pick('Markdown');
    saveTo(vscode.Uri.joinPath(inWorkspace('README.md'), 'below', 'a-file.md'));
    await vscode.commands.executeCommand(recordCommands.exportReport);
    bed.messages.saying(/The report could not be written to .*a-file\.md: /);
  });

  it('is told of earlier runs too, by the goal they were for', async () => {
    const first = bed.run.state.runId;
    // A run that is done gives way without a question.
    await bed.acceptAll();
    await bed.apply();
    await bed.plan('Another goal.');
    pick('What the test wants.');
    await vscode.commands.executeCommand(recordCommands.openAuthorityLog);
    assert.deepEqual(offered, [['Another goal.', 'What the test wants.']]);
    assert.match(activeDocument().getText(), new RegExp(`run ${first}`));
  });
});
