import assert from 'node:assert/strict';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { reviewCommands } from '../../../src/ui/catalogue';
import { proposalUri, reviewedUri } from '../../../src/ui/review/documents';
import { reviewsOf } from '../../../src/ui/review/reviewsOf';
import { at, proposed, stateOf, type FakeRun } from '../../unit/ui/review/fakeRun';
import { closeEditors, eventually, showRun } from './reviewBed';

const base = 'a\nb\nc\nd\ne\nf\n';
const text = 'a\nB\nc\nd\nE\nf\n';
const [from, to] = [at('src/old.txt'), at('lib/new.txt')];
const right = proposalUri('run-1', to);
const left = reviewedUri('run-1', from);

describe('the review of a moved file', () => {
  afterEach(closeEditors);

  const open = async (): Promise<FakeRun> => {
    const run = await showRun(stateOf([{ ...proposed(to, base, text), movedFrom: from }]));
    await openFile();
    return run;
  };
  const openFile = async (): Promise<void> => {
    await vscode.commands.executeCommand(reviewCommands.openFileReview, { type: 'file', runId: 'run-1', path: to });
    await eventually('the diff is open', () => sides().join().endsWith(right.toString()));
  };
  const choose = (run: FakeRun, index: number, choice: 'accepted' | 'rejected'): unknown =>
    run.choose([reviewsOf(run.state)[0]!.hunks[index]!.hunk.id], choice);
  const textAt = (uri: vscode.Uri): string | undefined =>
    vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.getText();

  it('has the old file left and the new one right, and says both names', async () => {
    await open();
    assert.deepEqual(sides(), [left.toString(), right.toString()]);
    assert.equal(label(), 'old.txt → new.txt (Reviewed ↔ Proposed)');
    assert.deepEqual([textAt(left), textAt(right)], [base, text]);
  });

  it('shows what is accepted, also after the move was applied', async () => {
    const run = await open();
    await choose(run, 0, 'accepted');
    await choose(run, 1, 'accepted');
    const accepted = 'a\nB\nc\nd\ne\nf\n';
    await eventually('left has it', () => textAt(left) === accepted);
    run.merge(proposed(to, accepted, text));
    await choose(run, 0, 'accepted');
    await eventually('left has the rest', () => textAt(left) === text);
  });

  it('opens it under the one name that it will have once the move is decided', async () => {
    const run = await open();
    for (const [choice, name] of [
      ['rejected', 'old.txt'],
      ['accepted', 'new.txt'],
    ] as const) {
      await choose(run, 0, choice);
      await closeEditors();
      await openFile();
      assert.equal(label(), `${name} (Reviewed ↔ Proposed)`);
      assert.deepEqual(sides(), [reviewedUri('run-1', to).toString(), right.toString()]);
    }
  });

  it('accepts the move where the cursor stands on the first line', async () => {
    const run = await open();
    const editor = vscode.window.activeTextEditor!;
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    await vscode.commands.executeCommand(reviewCommands.acceptHunk, undefined);
    assert.deepEqual(
      reviewsOf(run.state)[0]!.hunks.map(({ choice }) => choice),
      ['accepted', 'open', 'open'],
    );
  });
});

function sides(): string[] {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputTextDiff ? [input.original.toString(), input.modified.toString()] : [];
}

function label(): string | undefined {
  return vscode.window.tabGroups.activeTabGroup.activeTab?.label;
}
