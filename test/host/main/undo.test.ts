import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { NodeJournalStore } from '../../../src/adapters/node/journal';
import { VscodeApplier } from '../../../src/adapters/vscode/applier';
import { VscodeWorkspace } from '../../../src/adapters/vscode/workspace';
import type { RunEvent } from '../../../src/core/run/events';
import { findLastApplied } from '../../../src/core/run/pastRun';
import { replay } from '../../../src/core/run/reducer';
import type { Undoable } from '../../../src/core/run/undoable';
import { planCommands, reviewCommands, schemes } from '../../../src/ui/catalogue';
import { GateLog } from '../gateLog';
import { edit, read, remove, write, type Team } from '../models';
import { currentRun, RunBed, setUserSetting } from '../runBed';
import { snapshot } from '../snapshot';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

// Each test has a folder of its own: documents of deleted files stay around for a while.
let folder = 'undo0';
let count = 0;
const numbers = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';
const ignore = (): void => undefined;
const refuse = (line: string): never => {
  throw new Error(line);
};
const marked = '\uFEFFone\r\ntwo\r\nlast';

describe('"Undo Last Apply"', () => {
  let bed: RunBed;
  let gates: GateLog;
  let before: ReadonlyMap<string, string>;

  beforeEach(async () => {
    folder = `undo${++count}`;
    gates = new GateLog();
    await put(`${folder}/a.txt`, numbers);
    await put(`${folder}/marked.txt`, marked);
    await put(`${folder}/mixed.txt`, '1\r\n2\n3\r\n');
    await put(`${folder}/gone.txt`, '\uFEFFgone\r\n');
    before = await snapshot();
    bed = await RunBed.open({ team: team(), gates: [gates.gate({ file: `${folder}/a.txt` })] });
    // Other tests apply in this workspace too, and leave their journals.
    bed.messages.press('Delete All Data');
    await vscode.commands.executeCommand(planCommands.deleteAllData);
    await bed.review();
    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
  });

  afterEach(async () => {
    await bed.close();
    gates.remove();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  const team = (): Team => ({
    tasks: [
      {
        title: 'Change them all',
        scope: [`${folder}/**`],
        calls: [
          read(`${folder}/a.txt`),
          edit(`${folder}/a.txt`, 'two', 'TWO'),
          read(`${folder}/marked.txt`),
          edit(`${folder}/marked.txt`, 'two', 'TWO'),
          read(`${folder}/mixed.txt`),
          edit(`${folder}/mixed.txt`, '2', 'TWO'),
          remove(`${folder}/gone.txt`),
          write(`${folder}/new.txt`, 'new\n'),
        ],
      },
    ],
  });

  /** The command, with these buttons pressed. */
  const undo = async (...buttons: readonly string[]): Promise<void> => {
    bed.messages.press(...buttons);
    await vscode.commands.executeCommand(planCommands.undoApply);
  };

  const type = async (line: number, from: string, to: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/a.txt`));
    const change = new vscode.WorkspaceEdit();
    change.replace(document.uri, new vscode.Range(line, 0, line, from.length), to);
    assert.ok(await vscode.workspace.applyEdit(change));
    return document;
  };

  /** Where journals are: gates run in a copy that lies in the same storage. */
  const journals = (): string => {
    const own = `${path.sep}lead-worker.lead-worker`;
    const cwd = gates.runs[0]?.cwd ?? '';
    return path.join(cwd.slice(0, cwd.indexOf(own) + own.length), 'journals');
  };

  /** The last apply as a window finds it that has just been opened: everything is made anew over the same storage. */
  const afterReload = async (): Promise<Undoable | undefined> => {
    const found = await findLastApplied({
      clock: { now: () => Date.now() },
      journals: new NodeJournalStore(journals()),
      workspace: new VscodeWorkspace(),
      applier: new VscodeApplier(),
      logger: { trace: ignore, info: ignore, warn: refuse, error: refuse },
    });
    if (!found.ok) throw new Error(found.error.message);
    return found.value;
  };

  it('names the files, brings back every byte of them, and proposes the changes again', async () => {
    assert.notDeepEqual(await snapshot(), before);
    await undo('Undo');
    const asked = bed.messages.saying(/^Undo the last apply in 5 files\?$/);
    assert.ok(asked.isModal);
    for (const line of [
      `change back: ${folder}/a.txt`,
      `bring back: ${folder}/gone.txt`,
      `delete: ${folder}/new.txt`,
    ]) {
      assert.ok(asked.detail.includes(line), asked.detail);
    }
    bed.messages.saying(/^Undone in 5 files\. The changes are open again in the review\.$/);
    assert.deepEqual(await snapshot(), before);
    bed.expect('review');

    // Nothing is lost: all of it can be accepted and applied once more, and undone once more.
    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    assert.equal(await onDisk(`${folder}/a.txt`), numbers.replace('two', 'TWO'));
    await undo('Undo');
    assert.deepEqual(await snapshot(), before);
  });

  it('does nothing without a yes', async () => {
    const applied = await snapshot();
    await undo();
    assert.deepEqual(await snapshot(), applied);
    bed.expect('applied');
  });

  it('stands on the notification of the apply', async () => {
    const { buttons } = bed.messages.saying(/^Applied 5 files/);
    assert.deepEqual(buttons, ['Undo']);
  });

  it('is one step, which one undo of the editor takes back', async () => {
    const editor = await vscode.window.showTextDocument(inWorkspace(`${folder}/a.txt`), { preview: false });
    await undo('Undo');
    await vscode.window.showTextDocument(editor.document, { preview: false });
    await vscode.commands.executeCommand('undo');
    await eventually('the change is back', () => editor.document.getText() === numbers.replace('two', 'TWO'));
    await eventually('the created file is back', () => existsSync(inWorkspace(`${folder}/new.txt`).fsPath));
    await vscode.workspace.saveAll(false);
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) await document.save();
  });

  it('works when the run is gone from the window, is offered once, and is on record', async () => {
    const { runId } = bed.run.state;
    await bed.run.discard();
    await undo('Undo');
    bed.messages.saying(/^Undone in 5 files\.$/);
    assert.deepEqual(await snapshot(), before);
    const store = new NodeJournalStore(journals());
    const entries = await store.read(runId);
    const events = entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
    assert.deepEqual(
      events.slice(-3).map((event) => event.type),
      ['run-discarded', 'undo-started', 'apply-undone'],
    );
    assert.deepEqual(replay(events)?.applies, []);
    assert.equal(await afterReload(), undefined);
  });

  it('works from the journal alone, as after a reload', async () => {
    (await currentRun()).set(undefined);
    const run = await afterReload();
    const undone = await run?.undo({ without: [] });
    assert.equal(undone?.ok, true);
    assert.deepEqual(await snapshot(), before);
    assert.equal(await afterReload(), undefined);
    assert.ok((await readdir(journals())).every((name) => /\.jsonl(\.lock)?$/.test(name)));
  });

  it('brings back an apply of which the end is not on record', async () => {
    const store = new NodeJournalStore(journals());
    const entries = await store.read(bed.run.state.runId);
    const events = entries.ok ? (entries.value.entries as readonly RunEvent[]) : [];
    const cutShort = new NodeJournalStore(path.join(journals(), '..', `cut-${folder}`));
    const journal = await cutShort.create('cut');
    assert.ok(journal.ok);
    for (const event of events) if (event.type !== 'applied') await journal.value.append(event, 'system');
    await vscode.workspace.fs.delete(inWorkspace(`${folder}/new.txt`));

    const found = await findLastApplied({
      clock: { now: () => Date.now() },
      journals: cutShort,
      workspace: new VscodeWorkspace(),
      applier: new VscodeApplier(),
      logger: { trace: ignore, info: ignore, warn: refuse, error: refuse },
    });
    const planned = found.ok ? await found.value?.planUndo({ without: [] }) : undefined;
    assert.equal(planned?.ok && planned.value.isWhole, false);
    if (found.ok) assert.equal((await found.value?.undo({ without: [] }))?.ok, true);
    assert.deepEqual(await snapshot(), before);
  });

  it('keeps what the user changed since, saved or not', async () => {
    const document = await type(5, 'six', '6');
    await undo('Undo');
    assert.equal(document.getText(), numbers.replace('six', '6'));
    assert.equal(await onDisk(`${folder}/a.txt`), numbers.replace('six', '6'));
    assert.equal(await onDisk(`${folder}/marked.txt`), marked);
  });

  it('names a clash with its line and writes nothing, or goes without that file', async () => {
    const document = await type(1, 'TWO', 'mine');
    await document.save();
    const applied = await snapshot();
    await undo();
    const said = bed.messages.saying(/You changed the same lines since/);
    assert.match(said.message, new RegExp(`^Nothing was undone\\..*${folder}/a\\.txt, line 2`));
    assert.deepEqual(said.buttons, ['Undo Without Them']);
    assert.deepEqual(await snapshot(), applied);

    await undo('Undo Without Them', 'Undo');
    assert.match(bed.messages.saying(/in 4 files\?$/).detail, new RegExp(`Left as they are: ${folder}/a\\.txt`));
    const undone = new Map(await snapshot());
    const file = inWorkspace(`${folder}/a.txt`).fsPath;
    assert.equal(await readFile(file, 'utf8'), numbers.replace('two', 'mine'));
    assert.deepEqual(new Map([...undone, [file, before.get(file) ?? '']]), new Map(before));
  });

  it('says that nothing is left', async () => {
    await undo('Undo');
    await undo();
    bed.messages.saying(/^Nothing is left to undo in this workspace\.$/);
  });
});

describe('what format on save makes of what was applied', () => {
  let bed: RunBed;
  const file = 'saved/a.txt';

  beforeEach(async () => {
    await put(file, numbers);
    await setUserSetting('files.trimTrailingWhitespace', true);
    bed = await RunBed.open({
      team: {
        tasks: [
          {
            title: 'Change it',
            scope: [file],
            calls: [read(file), edit(file, 'two', 'TWO   '), edit(file, 'six', 'SIX')],
          },
        ],
      },
    });
    await bed.review();
  });

  afterEach(async () => {
    await bed.close();
    await setUserSetting('files.trimTrailingWhitespace', undefined);
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace('saved'), { recursive: true });
  });

  it('is shown beside the accepted text, and is what the review goes on from', async () => {
    const { run } = bed;
    const [first] = [...run.state.proposal.values()];
    assert.ok(first);
    const { reviewFile } = await import('../../../src/core/review/fold');
    const [hunk] = reviewFile(first, run.state.choices).hunks;
    assert.ok(hunk);
    await run.choose([hunk.hunk.id], 'accepted');
    await bed.apply('Show What Saving Changed');
    const said = bed.messages.saying(/^Applied 1 file/);
    assert.match(said.message, /Saving changed saved\/a\.txt beyond what you accepted/);
    assert.deepEqual(said.buttons, ['Show What Saving Changed', 'Undo']);
    await eventually('the accepted text is shown', () =>
      vscode.workspace.textDocuments.some(
        (document) => document.uri.scheme === schemes.accepted && document.getText().includes('TWO   \n'),
      ),
    );
    await eventually('beside the file itself', () => {
      const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
      return input instanceof vscode.TabInputTextDiff && input.modified.toString() === inWorkspace(file).toString();
    });

    const saved = numbers.replace('two', 'TWO');
    assert.equal(await onDisk(file), saved);
    const [settled] = [...run.state.proposal.values()];
    assert.equal(settled?.base, saved);
    assert.equal(
      settled.text,
      saved.replace('six', 'SIX'),
      'What is still proposed is the other change, and only that.',
    );

    await vscode.commands.executeCommand(reviewCommands.acceptAll);
    await bed.apply();
    bed.expect('applied');
    assert.equal(await onDisk(file), saved.replace('six', 'SIX'));
  });
});
