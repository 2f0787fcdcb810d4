import assert from 'node:assert/strict';
import { chmod, stat, symlink } from 'node:fs/promises';

import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { VscodeApplier } from '../../../src/adapters/vscode/applier';
import type { FileWrite } from '../../../src/core/ports/applier';
import { at } from '../../unit/ui/review/fakeRun';
import { setUserSetting } from '../runBed';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

let folder = 'moves0';
let count = 0;

const move = (
  movedFrom: string,
  name: string,
  texts: { readonly before: string; readonly after?: string },
): FileWrite => ({
  path: at(`${folder}/${name}`),
  movedFrom: at(`${folder}/${movedFrom}`),
  before: texts.before,
  after: texts.after ?? texts.before,
});
const write = (name: string, text: string | null, next: string | null): FileWrite => ({
  path: at(`${folder}/${name}`),
  before: text,
  after: next,
});

describe('the applier, where files are moved', () => {
  const applier = new VscodeApplier();

  before(() => setUserSetting('files.autoSave', 'off'));
  after(() => setUserSetting('files.autoSave', undefined));

  beforeEach(async () => {
    folder = `moves${++count}`;
    await put(`${folder}/a.txt`, 'one\ntwo\nthree\n');
    await put(`${folder}/b.txt`, 'b\n');
  });

  afterEach(async () => {
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  const uri = (name: string): vscode.Uri => inWorkspace(`${folder}/${name}`);
  const texts = async (...names: string[]): Promise<Record<string, string | null>> =>
    Object.fromEntries(
      await Promise.all(
        names.map(
          async (name) =>
            [
              name,
              await onDisk(`${folder}/${name}`).then(
                (text) => text,
                () => null,
              ),
            ] as const,
        ),
      ),
    );
  const before3 = 'one\ntwo\nthree\n';

  it('moves a file and leaves its text alone', async () => {
    await chmod(uri('a.txt').fsPath, 0o755);
    const applied = await applier.apply([move('a.txt', 'deep/new.txt', { before: before3 })]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.deepEqual(await texts('a.txt', 'deep/new.txt'), { 'a.txt': null, 'deep/new.txt': before3 });
    assert.equal((await stat(uri('deep/new.txt').fsPath)).mode & 0o777, 0o755);
    assertNothingOpen();
  });

  it('moves and edits a file, beside creates, changes and deletes, and opens nothing', async () => {
    await put(`${folder}/c.txt`, 'c\n');
    const applied = await applier.apply([
      write('c.txt', 'c\n', null),
      write('b.txt', 'b\n', 'B\n'),
      move('a.txt', 'new.txt', { before: before3, after: 'zero\none\nthree\n' }),
      write('made.txt', null, 'made\n'),
    ]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.deepEqual(await texts('a.txt', 'new.txt', 'b.txt', 'c.txt', 'made.txt'), {
      'a.txt': null,
      'new.txt': 'zero\none\nthree\n',
      'b.txt': 'B\n',
      'c.txt': null,
      'made.txt': 'made\n',
    });
    assertNothingOpen();
  });

  it('moves and edits a single file', async () => {
    const applied = await applier.apply([move('a.txt', 'new.txt', { before: before3, after: 'one\nthree\n' })]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.deepEqual(await texts('a.txt', 'new.txt'), { 'a.txt': null, 'new.txt': 'one\nthree\n' });
    assertNothingOpen();
  });

  it('keeps Windows line ends and the byte order mark of a file that it moves and edits', async () => {
    await put(`${folder}/w.txt`, '\uFEFFone\r\ntwo\r\nlast');
    await put(`${folder}/wide.txt`, Buffer.from('\uFEFFone\r\ntwo\r\n', 'utf16le'));
    const applied = await applier.apply([
      move('w.txt', 'x/w.txt', { before: 'one\r\ntwo\r\nlast', after: 'one\r\n2\r\nmore\r\nlast' }),
      move('wide.txt', 'x/wide.txt', { before: 'one\r\ntwo\r\n', after: 'one\r\nzwei\r\n' }),
    ]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.equal(await onDisk(`${folder}/x/w.txt`), '\uFEFFone\r\n2\r\nmore\r\nlast');
    const wide = Buffer.from(await vscode.workspace.fs.readFile(uri('x/wide.txt')));
    assert.equal(wide.toString('utf16le'), '\uFEFFone\r\nzwei\r\n');
  });

  it('is undone by one undo, the open editor going along both ways', async () => {
    await vscode.window.showTextDocument(uri('a.txt'), { preview: false });
    const applied = await applier.apply([
      move('a.txt', 'new.txt', { before: before3, after: 'zero\none\nthree\n' }),
      write('b.txt', 'b\n', 'B\n'),
    ]);
    assert.deepEqual(applied, { ok: true, value: [] });
    await eventually('the tab goes along', () => tabs().join() === uri('new.txt').toString());
    const editor = await vscode.window.showTextDocument(uri('new.txt'), { preview: false });
    assert.equal(editor.document.getText(), 'zero\none\nthree\n');
    await vscode.commands.executeCommand('undo');
    await eventually('undo took back the move', async () => {
      const now = await texts('a.txt', 'new.txt');
      return now['a.txt'] !== null && now['new.txt'] === null;
    });
    const a = await vscode.workspace.openTextDocument(uri('a.txt'));
    const b = await vscode.workspace.openTextDocument(uri('b.txt'));
    await eventually('undo took back the texts', () => a.getText() === before3 && b.getText() === 'b\n');
    for (const document of [a, b]) await document.save();
    assert.deepEqual(await texts('a.txt', 'b.txt'), { 'a.txt': before3, 'b.txt': 'b\n' });
  });

  it('takes unsaved text along that was planned on, and no other', async () => {
    const document = await vscode.workspace.openTextDocument(uri('a.txt'));
    await typeAtStart(document.uri, 'typed\n');
    const stale = await applier.apply([move('a.txt', 'new.txt', { before: before3 })]);
    assert.match(stale.ok ? '' : stale.error.message, /a\.txt has changed meanwhile/);
    const planned = await applier.apply([
      move('a.txt', 'new.txt', { before: `typed\n${before3}`, after: 'typed\none\n' }),
    ]);
    assert.deepEqual(planned, { ok: true, value: [] });
    assert.deepEqual(await texts('a.txt', 'new.txt'), { 'a.txt': null, 'new.txt': 'typed\none\n' });
  });

  it('changes nothing but the case of a name', async () => {
    const applied = await applier.apply([move('a.txt', 'A.txt', { before: before3, after: 'ONE\ntwo\nthree\n' })]);
    assert.deepEqual(applied, { ok: true, value: [] });
    assert.deepEqual(await texts('a.txt', 'A.txt'), { 'a.txt': null, 'A.txt': 'ONE\ntwo\nthree\n' });
  });

  it('names what is in the way, at either end', async () => {
    await symlink(uri('b.txt').fsPath, uri('link.txt').fsPath);
    const obstacles = await applier.preflight([
      move('a.txt', 'b.txt', { before: before3 }),
      move('gone.txt', 'new1.txt', { before: 'x\n' }),
      move('a.txt', 'new2.txt', { before: 'other\n' }),
      move('link.txt', 'new3.txt', { before: 'b\n' }),
      move('a.txt', 'fine.txt', { before: before3 }),
    ]);
    assert.deepEqual(
      obstacles.map(({ message }) => message.replaceAll(`${folder}/`, '')),
      [
        'b.txt exists by now. It is to be moved there from a.txt, and would be overwritten.',
        'gone.txt is gone. It is to be moved.',
        'a.txt has changed meanwhile.',
        'link.txt is a link. Move it yourself, or leave it where it is.',
      ],
    );
  });

  it('brings a moved file back, to the byte, when it fails half-way', async () => {
    await put(`${folder}/w.txt`, '\uFEFFone\r\ntwo\r\n');
    await put(`${folder}/c.txt`, 'c\n');
    await vscode.window.showTextDocument(uri('a.txt'), { preview: false });
    // Deletes come last, so all is moved and changed by then: another program makes the last file something else.
    const meddler = vscode.workspace.onWillDeleteFiles((event) => event.waitUntil(put(`${folder}/b.txt`, 'other\n')));
    const applied = await applier.apply([
      move('w.txt', 'deep/er/w.txt', { before: 'one\r\ntwo\r\n', after: 'one\r\n2\r\n' }),
      move('a.txt', 'new.txt', { before: before3 }),
      write('b.txt', 'b\n', 'B\n'),
      write('c.txt', 'c\n', null),
    ]);
    meddler.dispose();
    assert.match(
      applied.ok ? '' : applied.error.message,
      /b\.txt was written by something else .* All else is as it was\.$/,
    );
    assert.deepEqual(await texts('w.txt', 'a.txt', 'c.txt', 'new.txt', 'deep/er/w.txt'), {
      'w.txt': '\uFEFFone\r\ntwo\r\n',
      'a.txt': before3,
      'c.txt': 'c\n',
      'new.txt': null,
      'deep/er/w.txt': null,
    });
    await assert.rejects(Promise.resolve(vscode.workspace.fs.stat(uri('deep'))));
    await eventually('the tab is back', () => tabs().includes(uri('a.txt').toString()));
    assert.equal(tabs().includes(uri('new.txt').toString()), false);
  });

  it('writes nothing when the editor refuses the move', async () => {
    const meddler = vscode.workspace.onWillRenameFiles((event) =>
      event.waitUntil(put(`${folder}/new.txt`, 'was faster\n')),
    );
    const applied = await applier.apply([
      write('made.txt', null, 'made\n'),
      move('a.txt', 'new.txt', { before: before3, after: 'x\n' }),
      write('b.txt', 'b\n', 'B\n'),
    ]);
    meddler.dispose();
    assert.equal(applied.ok ? '' : applied.error.reason, 'editor-refused');
    assert.deepEqual(await texts('a.txt', 'b.txt', 'new.txt', 'made.txt'), {
      'a.txt': before3,
      'b.txt': 'b\n',
      'new.txt': 'was faster\n',
      'made.txt': null,
    });
  });

  function assertNothingOpen(): void {
    const inside = inWorkspace(folder).toString();
    const dirty = vscode.workspace.textDocuments.filter(
      (document) => document.isDirty && document.uri.toString().startsWith(inside),
    );
    assert.deepEqual([tabs(), dirty.map(({ uri: one }) => one.toString())], [[], []]);
  }
});

async function typeAtStart(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

/** The tabs of this test: one of a test before may come late. */
function tabs(): string[] {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .flatMap((tab) => (tab.input instanceof vscode.TabInputText ? [tab.input.uri.toString()] : []))
    .filter((tab) => tab.startsWith(inWorkspace(folder).toString()));
}
