import assert from 'node:assert/strict';

import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { VscodeApplier } from '../../../src/adapters/vscode/applier';
import type { ApplyFailure, ApplyObstacle, FileWrite } from '../../../src/core/ports/applier';
import { baseName } from '../../../src/core/util/paths';
import type { Result } from '../../../src/core/util/result';
import { at } from '../../unit/ui/review/fakeRun';
import { setUserSetting } from '../runBed';
import { setFolders } from './folders';
import { MeddledFiles } from './meddledFiles';

const scheme = 'lead-worker-test-meddled';
const root = vscode.Uri.from({ scheme, path: '/project' });

describe('apply, where files wait and refuse', () => {
  const applier = new VscodeApplier();
  let files: MeddledFiles;
  let provided: vscode.Disposable;
  // Documents of deleted files stay around for a while, so each test has files of its own.
  let count = 0;

  before(async () => {
    files = new MeddledFiles();
    provided = vscode.workspace.registerFileSystemProvider(scheme, files, { isCaseSensitive: true });
    files.writeFile(vscode.Uri.joinPath(root, 'always.txt'), new Uint8Array());
    await setFolders(2, 0, { uri: root, name: 'meddled' });
    // In a browser the editor saves by itself after a second, on a desktop it does not.
    await setUserSetting('files.autoSave', 'off');
  });

  beforeEach(() => nextFiles());

  afterEach(async () => {
    files.beforeRead = async () => undefined;
    files.refusesWrite = () => false;
    files.refusesDelete = () => false;
    files.isReadOnly = () => false;
    await vscode.commands.executeCommand('workbench.action.files.saveAll');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    await setUserSetting('files.autoSave', undefined);
    await setFolders(2, 1);
    provided.dispose();
  });

  it('never writes over what is typed while files are opened and read, whenever that is', async () => {
    const refused: string[] = [];
    for (let reading = 1; ; reading++) {
      nextFiles();
      const a = await vscode.workspace.openTextDocument(uri('a'));
      let reads = 0;
      files.beforeRead = async (path) => {
        if (path === uri('b').path && ++reads === reading) await typeAtStart(a.uri, 'typed ');
      };
      const applied = await applier.apply([write('a', 'a\n', 'A\n'), write('b', 'b\n', 'B\n')]);
      if (reads < reading) break;

      const text = a.getText();
      await a.save();
      // What is typed after the edit stands on top of it; before, it stops the edit.
      assert.equal(text, applied.ok ? 'typed A\n' : 'typed a\n', `at reading ${reading}`);
      assert.equal(files.textAt(uri('b')), applied.ok ? 'B\n' : 'b\n', `at reading ${reading}`);
      if (!applied.ok) refused.push(`${applied.error.reason}: ${namesIn(applied.error.obstacles)}`);
    }
    // Preflight, the opening of the document, and what is kept to be brought back.
    assert.ok(refused.length >= 3, `Only ${refused.length} readings came before the edit.`);
    assert.deepEqual([...new Set(refused)], ['obstacles: a.txt']);
  });

  it('names a read-only file, and writes none of the others', async () => {
    files.isReadOnly = (path) => path === uri('b').path;
    const applied = await applier.apply([write('a', 'a\n', 'A\n'), write('b', 'b\n', 'B\n')]);
    assert.match(applied.ok ? '' : (applied.error.obstacles[0]?.message ?? ''), /b\.txt is read-only\.$/);
    assert.deepEqual([files.textAt(uri('a')), files.textAt(uri('b'))], ['a\n', 'b\n']);
  });

  it('brings everything back when a file cannot be deleted', async () => {
    files.refusesDelete = (path) => path === uri('b').path;
    const applied = await applier.apply([
      write('new', null, 'new\n'),
      write('a', 'a\n', 'A\n'),
      write('b', 'b\n', null),
    ]);
    assert.ok(
      files.written.some((line) => line.endsWith(': A\n') || line.endsWith(': new\n')),
      'It failed too early.',
    );
    assertAsBefore(applied);
  });

  it('brings everything back when a file cannot be saved', async () => {
    files.refusesWrite = (path, text) => path === uri('b').path && text === 'B\n';
    const applied = await applier.apply([
      write('new', null, 'new\n'),
      write('a', 'a\n', 'A\n'),
      write('b', 'b\n', 'B\n'),
    ]);
    assert.ok(
      files.written.some((line) => line.endsWith(': A\n')),
      'It failed too early.',
    );
    assertAsBefore(applied);
  });

  it('brings unsaved text back too', async () => {
    const a = await vscode.workspace.openTextDocument(uri('a'));
    await typeAtStart(a.uri, 'typed ');
    files.refusesWrite = (path, text) => path === uri('b').path && text === 'B\n';
    const applied = await applier.apply([write('a', 'typed a\n', 'typed A\n'), write('b', 'b\n', 'B\n')]);
    assert.match(messageOf(applied), /b\.txt could not be saved.* Everything is as it was\.$/);
    assert.equal(a.getText(), 'typed a\n');
    assert.equal(a.isDirty, true);
    assert.equal(files.textAt(uri('a')), 'a\n');
    assert.ok(await a.save(), 'The text that was brought back can not be saved.');
    assert.equal(files.textAt(uri('a')), 'typed a\n');
  });

  it('touches nothing when the editor refuses and nothing has changed', async () => {
    files.refusesWrite = (path) => path === uri('new').path;
    files.written.splice(0);
    const applied = await applier.apply([write('new', null, 'new\n'), write('a', 'a\n', 'A\n')]);
    assert.equal(applied.ok ? '' : applied.error.reason, 'editor-refused');
    assertAsBefore(applied);
    assert.deepEqual(files.written, []);
  });

  it('says so when something could not be brought back', async () => {
    files.refusesWrite = (path, text) =>
      (path === uri('b').path && text === 'B\n') || (path === uri('a').path && text === 'a\n');
    const applied = await applier.apply([write('a', 'a\n', 'A\n'), write('b', 'b\n', 'B\n')]);
    assert.match(messageOf(applied), /a\.txt could not be brought back: .* All else is as it was\.$/);
    assert.equal(files.textAt(uri('a')), 'A\n');
    assert.equal(files.textAt(uri('b')), 'b\n');
  });

  function nextFiles(): void {
    count++;
    for (const name of ['a', 'b'] as const) files.writeFile(uri(name), new TextEncoder().encode(`${name}\n`));
  }

  function assertAsBefore(applied: Result<unknown, ApplyFailure>): void {
    assert.match(messageOf(applied), /Everything is as it was\.$/);
    assert.deepEqual(
      (['a', 'b', 'new'] as const).map((name) => files.textAt(uri(name))),
      ['a\n', 'b\n', null],
    );
    const dirty = vscode.workspace.textDocuments.filter(
      (document) => document.isDirty && document.uri.scheme === scheme,
    );
    assert.deepEqual(dirty.map(String), []);
  }

  function pathOf(name: string): FileWrite['path'] {
    return at(`meddled/${count}/${name}.txt`);
  }

  function uri(name: string): vscode.Uri {
    return vscode.Uri.joinPath(root, `${count}/${name}.txt`);
  }

  function write(name: string, before: string | null, after: string | null): FileWrite {
    return { path: pathOf(name), before, after };
  }
});

function namesIn(obstacles: readonly ApplyObstacle[]): string {
  return obstacles.map(({ path }) => baseName(path)).join();
}

function messageOf(applied: Result<unknown, ApplyFailure>): string {
  return applied.ok ? 'It was applied.' : applied.error.message;
}

async function typeAtStart(uri: vscode.Uri, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
