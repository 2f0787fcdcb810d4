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
const file = at('src/x.txt');
const right = proposalUri('run-1', file);
const left = reviewedUri('run-1', file);

describe('the documents of the review', () => {
  afterEach(closeEditors);

  const open = async (): Promise<{ run: FakeRun; editor: vscode.TextEditor }> => {
    const run = await showRun(
      stateOf([
        proposed(file, base, text),
        proposed('src/new.txt', null, 'new\n'),
        proposed('gone.txt', 'old\n', null),
      ]),
    );
    await vscode.commands.executeCommand(reviewCommands.openFileReview, { type: 'file', runId: 'run-1', path: file });
    await eventually(
      'the diff is open',
      () => vscode.window.activeTextEditor?.document.uri.toString() === right.toString(),
    );
    return { run, editor: vscode.window.activeTextEditor! };
  };
  const textAt = (uri: vscode.Uri): string | undefined =>
    vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.getText();
  const choices = (run: FakeRun): string[] =>
    reviewsOf(run.state)
      .filter(({ path }) => path === file)
      .flatMap(({ hunks }) => hunks.map(({ choice }) => choice));

  it('show base left and proposal right, and open at the first change', async () => {
    const { editor } = await open();
    assert.equal(editor.document.getText(), text);
    assert.equal(textAt(left), base);
    assert.equal(editor.selection.active.line, 1);
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    assert.match(tab?.label ?? '', /Reviewed ↔ Proposed/);
  });

  it('move an accepted change to the left, and the cursor to the next one', async () => {
    const { run, editor } = await open();
    await vscode.commands.executeCommand(reviewCommands.acceptHunk, right);
    assert.deepEqual(choices(run), ['accepted', 'open']);
    await eventually('left has it', () => textAt(left) === 'a\nB\nc\nd\ne\nf\n');
    assert.equal(editor.document.getText(), text);
    assert.equal(editor.selection.active.line, 4);
  });

  it('take a rejected change out on the right without making the document dirty', async () => {
    const { run, editor } = await open();
    await vscode.commands.executeCommand(reviewCommands.rejectHunk);
    assert.deepEqual(choices(run), ['rejected', 'open']);
    await eventually('right lost it', () => editor.document.getText() === 'a\nb\nc\nd\nE\nf\n');
    assert.equal(editor.document.isDirty, false);
    assert.equal(textAt(left), base);
    await vscode.commands.executeCommand(reviewCommands.reopenFile, right);
    await eventually('right has it again', () => editor.document.getText() === text);
  });

  it('take a typed line into the proposal, save it, and accept it as a change', async () => {
    const { run, editor } = await open();
    await editor.edit((edit) => edit.insert(new vscode.Position(6, 0), 'mine\n'));
    await eventually('it is saved', () => !editor.document.isDirty && run.calls.includes('edit src/x.txt'));
    assert.equal(run.state.proposal.get(file)?.text, `${text}mine\n`);
    assert.equal(editor.document.getText(), `${text}mine\n`);
    assert.deepEqual(choices(run), ['open', 'open', 'open']);
  });

  it('take a reverted block as a rejection, and its undo as reopening', async () => {
    const { run, editor } = await open();
    await editor.edit((edit) => edit.replace(new vscode.Range(1, 0, 2, 0), 'b\n'));
    await eventually('rejected', () => choices(run)[0] === 'rejected' && !editor.document.isDirty);
    await vscode.commands.executeCommand('undo');
    await eventually('open again', () => choices(run)[0] === 'open');
    await eventually('saved', () => !editor.document.isDirty);
    assert.equal(editor.document.getText(), text);
  });

  it('keep both what the user types and what a task merges meanwhile', async () => {
    const { run, editor } = await open();
    await editor.edit((edit) => edit.insert(new vscode.Position(6, 0), 'mine\n'));
    run.merge(proposed(file, base, `top\n${text}`));
    await eventually('all is there', () => editor.document.getText() === `top\n${text}mine\n`);
    await eventually('saved', () => !editor.document.isDirty);
    assert.equal(run.state.proposal.get(file)?.text, `top\n${text}mine\n`);
  });

  it('answer for created and deleted files, and for no others', async () => {
    await open();
    const decode = async (uri: vscode.Uri): Promise<string> =>
      new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    assert.equal(await decode(proposalUri('run-1', at('src/new.txt'))), 'new\n');
    assert.equal(await decode(proposalUri('run-1', at('gone.txt'))), '');
    const created = await vscode.workspace.openTextDocument(reviewedUri('run-1', at('src/new.txt')));
    assert.equal(created.getText(), '');
    await assert.rejects(decode(proposalUri('run-1', at('other.txt'))), { code: 'FileNotFound' });
    await assert.rejects(decode(proposalUri('run-0', file)), { code: 'FileNotFound' });
    const stat = await vscode.workspace.fs.stat(right);
    assert.equal(stat.size, (await vscode.workspace.fs.readFile(right)).byteLength);
  });

  it('walk over all open changes and around, from file to file', async () => {
    const { editor } = await open();
    await vscode.commands.executeCommand(reviewCommands.nextHunk);
    assert.equal(editor.selection.active.line, 4);
    await vscode.commands.executeCommand(reviewCommands.previousHunk);
    assert.equal(editor.selection.active.line, 1);
    await vscode.commands.executeCommand(reviewCommands.previousHunk);
    const created = proposalUri('run-1', at('src/new.txt')).toString();
    await eventually('the file before', () => vscode.window.activeTextEditor?.document.uri.toString() === created);
  });

  it('decide by task, whole run and hunk row', async () => {
    const { run } = await open();
    const [first] = reviewsOf(run.state).find(({ path }) => path === file)!.hunks;
    await vscode.commands.executeCommand(reviewCommands.rejectHunk, {
      type: 'hunk',
      runId: 'run-1',
      path: file,
      hunkIds: [first!.hunk.id],
    });
    await vscode.commands.executeCommand(reviewCommands.acceptTask, { type: 'task', runId: 'run-1', taskId: 'T1' });
    assert.deepEqual(choices(run), ['rejected', 'accepted']);
    await vscode.commands.executeCommand(reviewCommands.reopenAll);
    assert.equal(run.state.choices.size, 0);
  });

  it('offer decisions as CodeLenses', async () => {
    await open();
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', right, 9);
    const titles = lenses.map((lens) => `${lens.range.start.line} ${lens.command?.title ?? ''}`);
    assert.ok(titles.includes('1 $(check) Accept T1 Title of T1'), titles.join('\n'));
    assert.ok(titles.includes('4 $(discard) Reject'), titles.join('\n'));
  });

  it('open the whole run as one multi-file diff, in which the commands find the cursor', async () => {
    const { run } = await open();
    await closeEditors();
    await vscode.commands.executeCommand(reviewCommands.openRunReview);
    await eventually('a multi-file diff', () =>
      (vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '').includes('All changes'),
    );
    await vscode.commands.executeCommand(reviewCommands.acceptAll);
    assert.deepEqual(choices(run), ['accepted', 'accepted']);
  });
});
