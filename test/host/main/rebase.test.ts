import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import type { ReviewedHunk } from '../../../src/core/review/hunk';
import { HeldAnswers } from '../../../src/adapters/demo/server/heldAnswers';
import { readConversation } from '../../../src/adapters/demo/script/conversation';
import { planCommands, reviewCommands } from '../../../src/ui/catalogue';
import { proposalUri } from '../../../src/ui/review/documents';
import { reviewsOf } from '../../../src/ui/review/reviewsOf';
import { GateLog } from '../gateLog';
import { edit, models, read, remove, type Team } from '../models';
import { RunBed, type RunBedOptions } from '../runBed';
import { snapshot } from '../snapshot';
import { at } from '../../unit/ui/review/fakeRun';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

// Each test has a folder of its own: documents of deleted files stay around for a while.
let folder = 'rebase0';
let count = 0;
const numbers = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
const proposedText = numbers.replace('two', 'TWO').replace('five', 'FIVE');

describe('a file under review that changes meanwhile', () => {
  let bed: RunBed;
  let file = '';

  const team = (): Team => ({
    tasks: [
      {
        title: 'Shout',
        scope: [file, `${folder}/gone.txt`],
        calls: [read(file), edit(file, 'two', 'TWO'), edit(file, 'five', 'FIVE'), remove(`${folder}/gone.txt`)],
      },
    ],
  });

  const open = async (options: Omit<RunBedOptions, 'team'> = {}): Promise<void> => {
    bed = await RunBed.open({ team: team(), ...options });
  };

  beforeEach(async () => {
    folder = `rebase${++count}`;
    file = `${folder}/a.txt`;
    await put(file, numbers);
    await put(`${folder}/gone.txt`, 'gone\n');
  });

  afterEach(async () => {
    await bed.close();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  /** Types over a whole line, as a user does: nothing is saved. */
  const type = async (line: number, text: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(file));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, document.lineAt(line).range, text);
    assert.ok(await vscode.workspace.applyEdit(change));
    return document;
  };

  const hunks = (): readonly ReviewedHunk[] =>
    reviewsOf(bed.run.state)
      .filter(({ path }) => path === file)
      .flatMap((review) => review.hunks);

  /** Each change, with what was chosen, and a mark where the user got in its way. */
  const picture = (): readonly string[] =>
    hunks().map(({ hunk, choice, clash }) => {
      const [before, after] = [hunk.baseLines, hunk.proposedLines].map((lines) => lines.join('').trim());
      return `${before} > ${after} ${choice}${clash ? ' !' : ''}`;
    });

  const shows = (wanted: readonly string[]): Promise<void> =>
    eventually(`the review is ${wanted.join(', ')}`, () => JSON.stringify(picture()) === JSON.stringify(wanted));

  const accept = async (index: number): Promise<void> => {
    const hunkIds = [hunks()[index]!.hunk.id];
    await vscode.commands.executeCommand(reviewCommands.acceptHunk, {
      type: 'hunk',
      runId: bed.run.state.runId,
      hunkIds,
    });
  };

  it('while a worker runs is what the review stands on, with the lines in the way marked', async () => {
    const held = new HeldAnswers();
    const isLast = (request: Parameters<typeof held.latency>[0]): boolean =>
      request.model === models.worker && readConversation(request).exchanges.length === 4;
    await open({ latency: (request) => (isLast(request) ? held.latency(request) : 0) });
    await bed.plan();
    const running = vscode.commands.executeCommand(planCommands.approve);
    const finish = await held.waitFor();
    await type(1, '2');
    const document = await type(6, '7');
    finish.release();
    await running;
    bed.expect('review');
    await shows(['2 > TWO open !', 'five > FIVE open']);
    assert.equal(reviewsOf(bed.run.state)[0]?.base, document.getText());
  });

  it('by typing keeps the choices beside it, marks the change in the way, and comes back with an undo', async () => {
    await open();
    await bed.review();
    await bed.acceptAll();
    await shows(['two > TWO accepted', 'five > FIVE accepted']);
    await vscode.commands.executeCommand(reviewCommands.openFileReview, {
      type: 'file',
      runId: bed.run.state.runId,
      path: file,
    });
    await type(1, '2');
    await shows(['2 > TWO open !', 'five > FIVE accepted']);

    const right = proposalUri(bed.run.state.runId, at(file));
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', right, 9);
    const titles = lenses.map(({ range, command }) => `${range.start.line} ${command?.title ?? ''}`);
    assert.equal(titles[0], '1 $(warning) You changed these lines too');

    const document = await type(1, 'two');
    await shows(['two > TWO accepted', 'five > FIVE accepted']);
    await document.save();
    await bed.apply();
    bed.expect('applied');
    assert.equal(await onDisk(file), proposedText);
  });

  it('and was never saved is as before once it is closed', async () => {
    await open();
    await bed.review();
    await bed.acceptAll();
    const document = await type(1, '2');
    await shows(['2 > TWO open !', 'five > FIVE accepted']);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await shows(['two > TWO accepted', 'five > FIVE accepted']);
  });

  it('by another program is seen without being asked for, also where it deletes the file and brings it back', async () => {
    await open();
    await bed.review();
    await accept(1);
    await put(file, numbers.replace('seven', '7'));
    await eventually('the base has it', () => reviewsOf(bed.run.state)[0]?.base?.includes('7') === true);
    await shows(['two > TWO open', 'five > FIVE accepted']);
    await rm(inWorkspace(file).fsPath);
    await eventually('the deletion is marked', () => hunks()[0]?.clash?.kind === 'modify-delete');
    await put(file, numbers);
    await shows(['two > TWO open', 'five > FIVE accepted']);
  });

  it('in the way is left out by Accept All, and replaces what the user wrote once it is accepted by itself', async () => {
    await open();
    await bed.review();
    await type(1, '2');
    await type(6, '7');
    await bed.acceptAll();
    assert.deepEqual(picture(), ['2 > TWO open !', 'five > FIVE accepted']);
    bed.messages.saying(/^1 change left open, because you changed something in the same place/);
    await accept(0);
    await bed.apply();
    bed.expect('applied');
    assert.match(
      bed.messages.saying(/^Write 3 accepted changes/).detail,
      new RegExp(`${file}, line 2: replaces what you wrote`),
    );
    assert.equal(await onDisk(file), proposedText.replace('seven', '7'));
  });

  it('in the moment of apply, while gates run, is not written over', async () => {
    const gates = new GateLog();
    try {
      const started = `${inWorkspace(folder).fsPath}/started`;
      const go = `${inWorkspace(folder).fsPath}/go`;
      // It waits for the user to have typed, once it runs on what is to be applied.
      const wait = `fs.writeFileSync(${JSON.stringify(started)}, ''); while (!fs.existsSync(${JSON.stringify(go)}));`;
      await open({
        gates: [gates.gate({ file, then: `if (text.includes('TWO') && !text.includes('FIVE')) { ${wait} }` })],
      });
      await bed.review();
      await accept(0);
      const applying = bed.apply();
      await eventually('the gate runs', async () => {
        const [found] = await vscode.workspace.findFiles(`${folder}/started`);
        return found !== undefined;
      });
      const document = await type(1, '2');
      const before = await snapshot();
      await put(`${folder}/go`, '');
      await applying;
      bed.expect('review');
      bed.messages.saying(/^Nothing was written/);
      await vscode.workspace.fs.delete(inWorkspace(`${folder}/go`));
      assert.deepEqual(await snapshot(), before);
      assert.equal(document.lineAt(1).text, '2');
      await shows(['2 > TWO open !', 'five > FIVE open']);
    } finally {
      gates.remove();
    }
  });
});
