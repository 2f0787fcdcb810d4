import assert from 'node:assert/strict';
import { mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { VscodeApplier } from '../../../src/adapters/vscode/applier';
import type { ApplyFailure, FileWrite } from '../../../src/core/ports/applier';
import type { Result } from '../../../src/core/util/result';
import { at } from '../../unit/ui/review/fakeRun';
import { setUserSetting } from '../runBed';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

// Each test has a folder of its own: documents of deleted files stay around for a while.
let folder = 'apply0';
let count = 0;

const write = (name: string, before: string | null, after: string | null): FileWrite => ({
  path: at(`${folder}/${name}`),
  before,
  after,
});

describe('the applier', () => {
  let applier: VscodeApplier;

  before(async () => {
    // In a browser the editor saves by itself after a second, on a desktop it does not.
    await setUserSetting('files.autoSave', 'off');
  });

  after(async () => {
    await setUserSetting('files.autoSave', undefined);
  });

  beforeEach(async () => {
    folder = `apply${++count}`;
    applier = new VscodeApplier();
    await put(`${folder}/a.txt`, 'one\ntwo\nthree\n');
    await put(`${folder}/b.txt`, 'b\n');
  });

  afterEach(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  const exists = async (name: string): Promise<boolean> => {
    try {
      await vscode.workspace.fs.stat(inWorkspace(`${folder}/${name}`));
      return true;
    } catch {
      return false;
    }
  };

  it('changes, creates and deletes in one step, saves all and opens nothing', async () => {
    const applied = await applier.apply([
      write('a.txt', 'one\ntwo\nthree\n', 'one\nTWO\nthree\n'),
      write('b.txt', 'b\n', null),
      write('deep/new.txt', null, 'new\n'),
    ]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\nTWO\nthree\n');
    assert.equal(await onDisk(`${folder}/deep/new.txt`), 'new\n');
    assert.equal(await exists('b.txt'), false);
    assert.deepEqual(tabs(), []);
    assert.deepEqual(dirtyDocuments(), []);
  });

  it('edits what changes and no more: the cursor and a breakpoint below stay with their lines', async () => {
    const lines = Array.from({ length: 12 }, (_, index) => `line ${index}\n`);
    await put(`${folder}/l.txt`, lines.join(''));
    const editor = await vscode.window.showTextDocument(inWorkspace(`${folder}/l.txt`));
    const { uri } = editor.document;
    editor.selection = new vscode.Selection(7, 0, 7, 6);
    const breakpoint = new vscode.SourceBreakpoint(new vscode.Location(uri, new vscode.Position(9, 0)));
    vscode.debug.addBreakpoints([breakpoint]);
    const lineOfBreakpoint = (): number | undefined => {
      const known = vscode.debug.breakpoints.find(({ id }) => id === breakpoint.id);
      return known instanceof vscode.SourceBreakpoint ? known.location.range.start.line : undefined;
    };
    try {
      const after = ['new\n', 'more\n', ...lines.slice(0, 2), 'changed\n', ...lines.slice(3, 11), 'end\n'].join('');
      const touched = new Set<number>();
      const counting = vscode.workspace.onDidChangeTextDocument((change) => {
        if (change.document !== editor.document) return;
        for (const { range } of change.contentChanges) touched.add(range.start.line);
      });
      const applied = await applier.apply([write('l.txt', lines.join(''), after)]);
      counting.dispose();
      assert.deepEqual(applied, { ok: true, value: [] });
      assert.deepEqual(
        [...touched].sort((one, other) => one - other),
        [0, 2, 11],
      );
      assert.equal(editor.document.getText(editor.selection), 'line 7');
      await eventually('the breakpoint moved along', () => lineOfBreakpoint() === 11);
      assert.equal(editor.document.lineAt(11).text, 'line 9');
    } finally {
      vscode.debug.removeBreakpoints(vscode.debug.breakpoints.filter(({ id }) => id === breakpoint.id));
    }
  });

  it('is undone by one undo', async () => {
    const editor = await vscode.window.showTextDocument(inWorkspace(`${folder}/a.txt`));
    const applied = await applier.apply([
      write('a.txt', 'one\ntwo\nthree\n', 'zero\none\ntwo\nthree\n'),
      write('b.txt', 'b\n', 'B\n'),
      write('new.txt', null, 'new\n'),
    ]);
    assert.equal(applied.ok, true);
    assert.equal(editor.document.getText(), 'zero\none\ntwo\nthree\n');
    await vscode.window.showTextDocument(editor.document);
    await vscode.commands.executeCommand('undo');
    const b = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/b.txt`));
    await eventually(
      'undo took back both texts',
      () => editor.document.getText() === 'one\ntwo\nthree\n' && b.getText() === 'b\n',
    );
    await eventually('undo took back the new file', async () => !(await exists('new.txt')));
    // Of these only the first has an editor, and "Save All" saves editors.
    for (const document of [editor.document, b]) await document.save();
  });

  it('saves a single file too, and leaves no tab behind', async () => {
    const applied = await applier.apply([write('a.txt', 'one\ntwo\nthree\n', 'one\nthree\n')]);
    assert.equal(applied.ok, true);
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\nthree\n');
    assert.deepEqual(dirtyDocuments(), []);
    assert.deepEqual(tabs(), []);
  });

  it('keeps the tab of a file that was open', async () => {
    await vscode.window.showTextDocument(inWorkspace(`${folder}/a.txt`), { preview: false });
    assert.equal((await applier.apply([write('a.txt', 'one\ntwo\nthree\n', 'x\n')])).ok, true);
    assert.deepEqual(tabs(), [inWorkspace(`${folder}/a.txt`).toString()]);
  });

  it('keeps Windows line ends, the byte order mark and a missing final newline', async () => {
    await put(`${folder}/w.txt`, '\uFEFFone\r\ntwo\r\nlast');
    const applied = await applier.apply([write('w.txt', 'one\r\ntwo\r\nlast', 'one\r\n2\r\nmore\r\nlast')]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/w.txt`), '\uFEFFone\r\n2\r\nmore\r\nlast');
  });

  it('changes the line ends of a whole file when that was accepted', async () => {
    const applied = await applier.apply([write('a.txt', 'one\ntwo\nthree\n', 'one\r\ntwo\r\nthree\r\n')]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\r\ntwo\r\nthree\r\n');
  });

  it('appends to a file without a final newline and empties one', async () => {
    await put(`${folder}/n.txt`, 'end');
    const applied = await applier.apply([write('n.txt', 'end', 'end\nmore\n'), write('b.txt', 'b\n', '')]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/n.txt`), 'end\nmore\n');
    assert.equal(await onDisk(`${folder}/b.txt`), '');
  });

  it('writes over unsaved text only when that very text was planned on', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/a.txt`));
    await typeAtStart(document.uri, 'typed\n');

    const stale = await applier.apply([write('a.txt', 'one\ntwo\nthree\n', 'x\n'), write('b.txt', 'b\n', 'B\n')]);
    assert.deepEqual(obstaclesOf(stale), [`${folder}/a.txt`]);
    assert.equal(await onDisk(`${folder}/b.txt`), 'b\n');

    const planned = await applier.apply([write('a.txt', 'typed\none\ntwo\nthree\n', 'typed\none\n')]);
    assert.deepEqual(planned, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/a.txt`), 'typed\none\n');
  });

  it('waits for a document that has not noticed a change on disk', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/a.txt`));
    await writeFile(document.uri.fsPath, 'one\ntwo\nthree\nfour\n');
    const applied = await applier.apply([write('a.txt', 'one\ntwo\nthree\nfour\n', 'one\n2\nthree\nfour\n')]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\n2\nthree\nfour\n');
  });

  it('names every obstacle and writes nothing', async () => {
    await symlink(path.join(tmpdir(), 'lead-worker-nowhere'), inWorkspace(`${folder}/out`).fsPath);
    const obstacles = await applier.preflight([
      write('a.txt', null, 'x\n'),
      write('b.txt', 'other\n', 'x\n'),
      write('gone.txt', 'x\n', null),
      write('out', null, 'x\n'),
      write('out/below.txt', null, 'x\n'),
      write('fine.txt', null, 'x\n'),
    ]);
    assert.deepEqual(
      obstacles.map((obstacle) => obstacle.path),
      [`${folder}/a.txt`, `${folder}/b.txt`, `${folder}/gone.txt`, `${folder}/out`, `${folder}/out/below.txt`],
    );
    assert.match(obstacles[0]?.message ?? '', /exists by now/);
    assert.match(obstacles[3]?.message ?? '', /leads out of the workspace/);
  });

  /** A folder in the place of a file that is to be deleted, made when all texts are changed: the editor then fails half-way. */
  const failAtDelete = (name: string, then: () => Promise<unknown> = async () => undefined): vscode.Disposable =>
    vscode.workspace.onWillDeleteFiles((event) => {
      const file = inWorkspace(`${folder}/${name}`).fsPath;
      const meddle = async (): Promise<void> => {
        await rm(file);
        await mkdir(file);
        await writeFile(path.join(file, 'inside.txt'), 'inside\n');
        await then();
      };
      event.waitUntil(meddle());
    });

  it('brings back all but what stands in its way when the editor fails half-way', async () => {
    await put(`${folder}/c.txt`, 'c\n');
    const meddler = failAtDelete('c.txt');
    const applied = await applier.apply([
      write('deep/er/new.txt', null, 'new\n'),
      write('a.txt', 'one\ntwo\nthree\n', 'x\n'),
      write('c.txt', 'c\n', null),
    ]);
    meddler.dispose();
    assert.equal(applied.ok ? '' : applied.error.reason, 'editor-refused');
    assert.match(messageOf(applied), /c\.txt .* All else is as it was\.$/);
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\ntwo\nthree\n');
    assert.equal(await exists('deep'), false);
    assert.deepEqual(dirtyDocuments(), []);
    assert.equal(await onDisk(`${folder}/c.txt/inside.txt`), 'inside\n');
  });

  it('leaves alone what the user types while it fails, and names it', async () => {
    await put(`${folder}/c.txt`, 'c\n');
    const b = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/b.txt`));
    const meddler = failAtDelete('c.txt', () => typeAtStart(b.uri, 'typed '));
    const applied = await applier.apply([
      write('a.txt', 'one\ntwo\nthree\n', 'x\n'),
      write('b.txt', 'b\n', 'B\n'),
      write('c.txt', 'c\n', null),
    ]);
    meddler.dispose();
    assert.equal(b.getText(), 'typed B\n');
    assert.match(messageOf(applied), /b\.txt was typed into after it was changed, and stays as it is now\./);
    assert.doesNotMatch(messageOf(applied), /Everything is as it was/);
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\ntwo\nthree\n');
    await b.save();
  });

  it('touches nothing when the editor refuses because the user types', async () => {
    const b = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/b.txt`));
    const untouched = inWorkspace(`${folder}/a.txt`).fsPath;
    const before = await stat(untouched, { bigint: true });
    const meddler = vscode.workspace.onWillCreateFiles((event) => event.waitUntil(typeAtStart(b.uri, 'typed ')));
    const applied = await applier.apply([
      write('new.txt', null, 'new\n'),
      write('a.txt', 'one\ntwo\nthree\n', 'x\n'),
      write('b.txt', 'b\n', 'B\n'),
    ]);
    meddler.dispose();
    assert.equal(applied.ok ? '' : applied.error.reason, 'editor-refused');
    assert.equal(b.getText(), 'typed b\n');
    assert.match(messageOf(applied), /b\.txt was typed into meanwhile and stays as it is\. All else is as it was\.$/);
    assert.equal(await onDisk(`${folder}/b.txt`), 'b\n');
    assert.equal(await exists('new.txt'), false);
    assert.equal((await stat(untouched, { bigint: true })).ctimeNs, before.ctimeNs);
    await b.save();
  });

  it('counts what save actions do as done, and tells of it', async () => {
    const files = vscode.workspace.getConfiguration('files');
    await files.update('trimTrailingWhitespace', true, vscode.ConfigurationTarget.Global);
    try {
      const applied = await applier.apply([
        write('a.txt', 'one\ntwo\nthree\n', 'one  \n'),
        write('b.txt', 'b\n', 'B\n'),
      ]);
      assert.deepEqual(applied, { ok: true, value: [{ path: `${folder}/a.txt`, text: 'one\n' }] });
      assert.equal(await onDisk(`${folder}/a.txt`), 'one\n');
    } finally {
      await files.update('trimTrailingWhitespace', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('brings everything back when it fails half-way, and leaves alone what another program wrote', async () => {
    await put(`${folder}/c.txt`, 'c\n');
    // Deletes come last, so all texts are changed by then: another program writes one of the files.
    const meddler = vscode.workspace.onWillDeleteFiles((event) => {
      event.waitUntil(put(`${folder}/b.txt`, 'written by another program\n'));
    });
    const applied = await applier.apply([
      write('new.txt', null, 'new\n'),
      write('a.txt', 'one\ntwo\nthree\n', 'one\n'),
      write('b.txt', 'b\n', 'B\n'),
      write('c.txt', 'c\n', null),
    ]);
    meddler.dispose();
    assert.equal(applied.ok ? '' : applied.error.reason, 'verification');
    assert.match(applied.ok ? '' : applied.error.message, /b\.txt was written by something else/);
    assert.equal(await onDisk(`${folder}/a.txt`), 'one\ntwo\nthree\n');
    assert.equal(await onDisk(`${folder}/b.txt`), 'written by another program\n');
    assert.equal(await onDisk(`${folder}/c.txt`), 'c\n');
    assert.equal(await exists('new.txt'), false);
  });

  it('writes nothing when the editor refuses', async () => {
    const meddler = vscode.workspace.onWillCreateFiles((event) => {
      event.waitUntil(put(`${folder}/new.txt`, 'was faster\n'));
    });
    const applied = await applier.apply([write('new.txt', null, 'new\n'), write('b.txt', 'b\n', 'B\n')]);
    meddler.dispose();
    assert.equal(applied.ok ? '' : applied.error.reason, 'editor-refused');
    assert.equal(await onDisk(`${folder}/b.txt`), 'b\n');
    assert.equal(await onDisk(`${folder}/new.txt`), 'was faster\n');
  });
});

function messageOf(applied: Result<unknown, ApplyFailure>): string {
  return applied.ok ? '' : applied.error.message;
}

async function typeAtStart(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

function obstaclesOf(applied: Result<unknown, ApplyFailure>): string[] {
  return applied.ok ? [] : applied.error.obstacles.map((obstacle) => obstacle.path);
}

function dirtyDocuments(): string[] {
  const inside = inWorkspace(folder).toString();
  return vscode.workspace.textDocuments
    .filter((document) => document.isDirty && document.uri.toString().startsWith(inside))
    .map((document) => document.uri.toString());
}

function tabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [tab.input.uri.toString()] : []));
}
