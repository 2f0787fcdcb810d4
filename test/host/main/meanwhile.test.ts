import assert from 'node:assert/strict';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { planCommands, schemes } from '../../../src/ui/catalogue';
import { GateLog } from '../gateLog';
import { edit, read, type Team } from '../models';
import { RunBed } from '../runBed';
import { snapshot } from '../snapshot';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

// Each test has a folder of its own: documents of deleted files stay around for a while.
let folder = 'meanwhile0';
let count = 0;
const numbers = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';

describe('what the user changes while a run is in review', () => {
  let bed: RunBed;
  let team: Team;

  beforeEach(async () => {
    folder = `meanwhile${++count}`;
    await put(`${folder}/a.txt`, numbers);
    await put(`${folder}/b.txt`, 'b\nc\nd\n');
    team = {
      tasks: ['a.txt', 'b.txt'].map((name) => ({
        title: `Change ${name}`,
        scope: [`${folder}/${name}`],
        calls: [
          read(`${folder}/${name}`),
          name === 'a.txt' ? edit(`${folder}/a.txt`, 'two', 'TWO') : edit(`${folder}/b.txt`, 'b', 'B'),
        ],
      })),
    };
    bed = await RunBed.open({ team });
    await bed.review();
    await bed.acceptAll();
  });

  afterEach(async () => {
    await bed.close();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  const type = async (line: number, from: string, to: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/a.txt`));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(line, 0, line, from.length), to);
    assert.ok(await vscode.workspace.applyEdit(change));
    return document;
  };

  it('is merged with what was accepted, saved or not', async () => {
    await put(`${folder}/b.txt`, 'b\nc\nd\nby another program\n');
    const document = await type(5, 'six', '6');
    await bed.apply();
    bed.expect('applied');
    const merged = numbers.replace('two', 'TWO').replace('six', '6');
    assert.equal(document.getText(), merged);
    assert.equal(await onDisk(`${folder}/a.txt`), merged);
    assert.equal(await onDisk(`${folder}/b.txt`), 'B\nc\nd\nby another program\n');
  });

  it('stops the whole apply when it comes while the question is up, and the rest can go without it', async () => {
    let before: Awaited<ReturnType<typeof snapshot>> | undefined;
    bed.messages.beforeAnswer(async () => {
      await (await type(1, 'two', '2')).save();
      before = await snapshot();
    });
    await bed.apply();
    const said = bed.messages.saying(/^Nothing was written/);
    assert.match(said.message, new RegExp(`${folder}/a\\.txt, line 2`));
    assert.deepEqual(said.buttons, ['Apply Without Them']);
    assert.deepEqual(await snapshot(), before);
    bed.expect('review');
  });

  it('can be left out of an apply that it stopped', async () => {
    bed.messages.beforeAnswer(async () => {
      await (await type(1, 'two', '2')).save();
    });
    await bed.apply('Apply Without Them', 'Apply');
    // What is open keeps the run in review.
    bed.expect('review');
    assert.equal(await onDisk(`${folder}/a.txt`), numbers.replace('two', '2'));
    assert.equal(await onDisk(`${folder}/b.txt`), 'B\nc\nd\n');
  });

  it('is never written over: what is in its way is named before anything is written, and the rest goes without it', async () => {
    const document = await type(1, 'two', '2');
    await document.save();
    await bed.apply();
    const asked = bed.messages.saying(/^Write 1 accepted change to 1 file/);
    assert.match(asked.detail, new RegExp(`\n${folder}/a\\.txt, line 2: you changed these lines too`));
    // What is open keeps the run in review.
    bed.expect('review');
    assert.equal(await onDisk(`${folder}/a.txt`), numbers.replace('two', '2'));
    assert.equal(await onDisk(`${folder}/b.txt`), 'B\nc\nd\n');
  });

  it('is part of what is shown before a gate runs from it', async () => {
    await bed.close();
    const gates = new GateLog();
    try {
      // A gate that names the file runs from it.
      const gate = gates.gate({ file: `${folder}/a.txt` });
      bed = await RunBed.open({ team, gates: [{ ...gate, args: [...gate.args, `${folder}/a.txt`] }] });
      const run = await bed.plan();
      const approving = vscode.commands.executeCommand(planCommands.approve);
      await eventually('T1 is held', () => [...run.state.tasks.values()].some(({ status }) => status === 'held'));
      const changed = numbers.replace('two', 'TWO');
      bed.messages.press('Run the Gates');
      await vscode.commands.executeCommand(planCommands.showHeldChange, { taskId: 'T1' });
      assert.deepEqual(heldTexts(), [numbers, changed]);
      await approving;
      bed.expect('review');
      await closeEditors();

      await bed.acceptAll();
      await type(5, 'six', '6');
      const ran = gates.runs.length;
      await bed.apply('Show the Change…', 'I Have Seen It: Run the Gates');
      bed.expect('applied');
      const merged = changed.replace('six', '6');
      assert.deepEqual(heldTexts(), [numbers.replace('six', '6'), merged]);
      assert.deepEqual(
        gates.runs.slice(ran).map(({ text }) => text),
        [merged],
      );
      assert.equal(await onDisk(`${folder}/a.txt`), merged);
    } finally {
      gates.remove();
    }
  });

  it('is never written over by a file that was deleted meanwhile', async () => {
    await vscode.workspace.fs.delete(inWorkspace(`${folder}/a.txt`));
    const before = await snapshot();
    await bed.apply();
    assert.match(bed.messages.saying(/^Nothing was written/).message, new RegExp(`${folder}/a\\.txt`));
    assert.deepEqual(await snapshot(), before);
  });
});

/** Both sides of the diffs that show what gates run from, left before right. */
function heldTexts(): readonly string[] {
  const documents = vscode.workspace.textDocuments.filter(
    ({ uri, isClosed }) => uri.scheme === schemes.held && !isClosed,
  );
  const side = ({ uri }: vscode.TextDocument): number => (uri.path.includes(' before/') ? 0 : 1);
  return documents.sort((one, other) => side(one) - side(other)).map((document) => document.getText());
}
