import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { hunksOf } from '../../../src/core/review/hunks';
import { planCommands } from '../../../src/ui/catalogue';
import { reviewedUri, proposalUri } from '../../../src/ui/review/documents';
import { at } from '../../unit/ui/review/fakeRun';
import { remove, write, type Team } from '../models';
import { RunBed } from '../runBed';
import { closeEditors, eventually, inWorkspace, put } from './reviewBed';

let folder = 'pictures0';
let count = 0;

/** Bytes that are no text in any encoding the editor would try. */
const picture = (seed: number): Buffer => Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, seed, 0xff, 0xfe, 0, 13, 10]);
const bytesAt = (name: string): Promise<Buffer> => readFile(inWorkspace(`${folder}/${name}`).fsPath);
const isThere = (name: string): boolean => existsSync(inWorkspace(`${folder}/${name}`).fsPath);

describe('files that are no text', () => {
  let bed: RunBed;

  beforeEach(async () => {
    folder = `pictures${++count}`;
    for (const [seed, name] of ['gone.png', 'away.png', 'logo.png'].entries()) {
      await put(`${folder}/${name}`, picture(seed));
    }
    bed = await RunBed.open({ team: team() });
    await bed.review();
  });

  afterEach(async () => {
    await bed.close();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  const team = (): Team => ({
    tasks: [
      {
        title: 'Tidy pictures',
        scope: [`${folder}/**`],
        calls: [
          remove(`${folder}/gone.png`),
          { name: 'move', arguments: { from: `${folder}/away.png`, to: `${folder}/img/away.png` } },
          write(`${folder}/logo.png`, '<svg/>\n'),
        ],
      },
    ],
  });

  const expectBefore = async (): Promise<void> => {
    for (const [seed, name] of ['gone.png', 'away.png', 'logo.png'].entries()) {
      assert.deepEqual(await bytesAt(name), picture(seed), name);
    }
    assert.equal(isThere('img/away.png'), false);
  };

  it('are shown in words, deleted, moved and replaced whole, and come back to the byte', async () => {
    const { runId } = bed.run.state;
    const left = await vscode.workspace.openTextDocument(reviewedUri(runId, at(`${folder}/logo.png`)));
    assert.match(left.getText(), /^Not text: 12 bytes, SHA-256 [0-9a-f]{12}…$/);
    const right = await vscode.workspace.openTextDocument(proposalUri(runId, at(`${folder}/logo.png`)));
    assert.equal(right.getText(), '<svg/>\n');
    await expectBefore();

    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    assert.equal(isThere('gone.png'), false);
    assert.equal(isThere('away.png'), false);
    assert.deepEqual(await bytesAt('img/away.png'), picture(1));
    assert.equal((await bytesAt('logo.png')).toString(), '<svg/>\n');

    bed.messages.press('Undo');
    await vscode.commands.executeCommand(planCommands.undoApply);
    await eventually('the pictures are back', () => isThere('gone.png') && isThere('away.png'));
    await expectBefore();
  });

  it('are taken back by a Revert Block on the right, which puts in what the left side says', async () => {
    const { runId } = bed.run.state;
    const path = at(`${folder}/logo.png`);
    const left = await vscode.workspace.openTextDocument(reviewedUri(runId, path));
    const right = await vscode.workspace.openTextDocument(proposalUri(runId, path));
    const revert = new vscode.WorkspaceEdit();
    revert.replace(right.uri, new vscode.Range(0, 0, right.lineCount, 0), left.getText());
    assert.ok(await vscode.workspace.applyEdit(revert));
    assert.ok(await right.save());
    const file = bed.run.state.proposal.get(path);
    const [hunk] = file ? hunksOf(file) : [];
    assert.equal(hunk && bed.run.state.choices.get(hunk.id), 'rejected');
    assert.equal(right.getText(), left.getText());
    await expectBefore();
  });

  it('move aside for a new file by another name, with their bytes', async () => {
    await bed.close();
    bed = await RunBed.open({
      team: {
        tasks: [
          {
            title: 'Move it',
            scope: [`${folder}/**`],
            calls: [{ name: 'move', arguments: { from: `${folder}/logo.png`, to: `${folder}/img/logo.png` } }],
          },
          { title: 'Make another', scope: [`${folder}/**`], calls: [write(`${folder}/logo.png`, '<svg/>\n')] },
        ],
      },
    });
    await bed.review();
    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    assert.deepEqual(await bytesAt('img/logo.png'), picture(2));
    assert.equal((await bytesAt('logo.png')).toString(), '<svg/>\n');
  });

  it('that changed on disk meanwhile are not written over: their change clashes, and waits to be decided', async () => {
    await bed.acceptAll();
    await put(`${folder}/logo.png`, picture(77));
    const clashes = () => bed.run.state.proposal.get(at(`${folder}/logo.png`))?.clashes ?? [];
    // The watcher tells of it when it does.
    await eventually('the clash is seen', () => clashes().some(({ was }) => was === 'accepted'));
    await bed.apply();
    assert.deepEqual(await bytesAt('logo.png'), picture(77));
    assert.equal(isThere('gone.png'), false, 'What does not clash is applied.');
  });
});
