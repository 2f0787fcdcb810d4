import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { IgnoreFiles } from '../../../src/adapters/vscode/ignoreFiles';
import { largestTextBytes } from '../../../src/adapters/vscode/textContent';
import { VscodeWorkspace } from '../../../src/adapters/vscode/workspace';
import { at } from '../../unit/ui/review/fakeRun';
import { setUserSetting } from '../runBed';
import { closeEditors, eventually, inWorkspace, put } from './reviewBed';

/** More than 10 MB. */
const longText = 'A line of a long file.\r\n'.repeat(440_000);

describe('the workspace', () => {
  const workspace = new VscodeWorkspace();
  const signal = new AbortController().signal;
  let outside: string;

  before(async () => {
    outside = await mkdtemp(path.join(tmpdir(), 'lead-worker-outside-'));
    await writeFile(path.join(outside, 'secret.txt'), 'secret');
    await put('ws/.gitignore', 'build/\n*.log\n!keep.log\n');
    await put('ws/.leadworkerignore', 'private.txt\n');
    await put('ws/sub/.gitignore', '!note.log\n');
    for (const name of ['a.txt', 'x.log', 'keep.log', 'private.txt', 'build/out.txt', 'sub/note.log', 'sub/y.log']) {
      await put(`ws/${name}`, name);
    }
    await put('ws/binary.bin', new Uint8Array([1, 0, 2]));
    await put('ws/latin.txt', new Uint8Array([0x66, 0xfc, 0x72, 0x0a]));
    await put('ws/bom.txt', '\uFEFFtext');
    await put('ws/long.txt', longText);
    await put('ws/large.txt', 'x'.repeat(largestTextBytes + 1));
    await symlink(path.join(outside, 'secret.txt'), inWorkspace('ws/link.txt').fsPath);
    await symlink(outside, inWorkspace('ws/linked').fsPath);
    await mkdir(inWorkspace('ws/empty').fsPath);
  });

  afterEach(closeEditors);

  after(async () => {
    workspace.dispose();
    await vscode.workspace.fs.delete(inWorkspace('ws'), { recursive: true });
    await rm(outside, { recursive: true });
  });

  const listed = async (limit: number): Promise<readonly string[]> =>
    (await workspace.list({ limit }, signal)).files.filter((file) => file.startsWith('ws/'));

  it('lists what ignore files let through, and nothing beyond a link that leads out', async () => {
    await eventually('the search sees the new files', async () => (await listed(1000)).includes('ws/sub/note.log'));
    const files = await listed(1000);
    assert.deepEqual(
      files.filter((file) => !file.includes('ignore')),
      [
        'ws/a.txt',
        'ws/binary.bin',
        'ws/bom.txt',
        'ws/keep.log',
        'ws/large.txt',
        'ws/latin.txt',
        'ws/long.txt',
        'ws/sub/note.log',
      ]
        .concat(files.includes('ws/link.txt') ? ['ws/link.txt'] : [])
        .sort(),
    );
    assert.equal(await workspace.isIgnored(at('ws/private.txt')), true);
    assert.equal(await workspace.isIgnored(at('ws/a.txt')), false);
  });

  it('keeps to ignore files that the user hides from the editor', async () => {
    await setUserSetting('files.exclude', { '**/.gitignore': true, '**/.leadworkerignore': true });
    try {
      workspace.refresh();
      const hidden = ['ws/x.log', 'ws/private.txt', 'ws/build/out.txt', 'ws/sub/y.log'];
      const verdicts = await Promise.all([...hidden, 'ws/a.txt'].map((path) => workspace.isIgnored(at(path))));
      assert.deepEqual(verdicts, [true, true, true, true, false]);
      const files = await listed(1000);
      assert.ok(files.includes('ws/a.txt'));
      assert.deepEqual(
        files.filter((file) => hidden.includes(file)),
        [],
      );
    } finally {
      await setUserSetting('files.exclude', undefined);
    }
  });

  it('keeps to the rules of the repository that a folder lies in, wherever it keeps them', async () => {
    await put('ws/repo/.git/info/exclude', '*.private\n!open.secret\n');
    await put('ws/repo/.gitignore', '*.secret\n/packages/app/local/\n!both.private\n');
    await put('ws/repo/packages/.leadworkerignore', 'app/plans.txt\n');
    await put('ws/repo/packages/app/.gitignore', '!fine.secret\n');
    const ignoreFiles = new IgnoreFiles();
    try {
      const { rules } = await ignoreFiles.of(inWorkspace('ws/repo/packages/app'));
      const paths = [
        'a.txt',
        'b.secret',
        'src/b.secret',
        'open.secret',
        'fine.secret',
        'local/c.txt',
        'src/local/c.txt',
      ];
      assert.deepEqual(await rules.visible([...paths, 'plans.txt', 'd.private', 'both.private']), [
        'a.txt',
        'fine.secret',
        'src/local/c.txt',
        'both.private',
      ]);
      await put('ws/repo/.gitignore', '*.txt\n');
      await eventually('the changed rule counts', async () => {
        return (await ignoreFiles.of(inWorkspace('ws/repo/packages/app'))).rules.ignores('a.txt');
      });
      // A repository within the workspace has a list of its own.
      assert.equal(await workspace.isIgnored(at('ws/repo/packages/d.private')), true);
    } finally {
      ignoreFiles.dispose();
    }
  });

  it('shows nothing of a folder whose rules cannot be read', async () => {
    await put('ws/unclear/a.txt', 'a');
    await symlink('.gitignore', inWorkspace('ws/unclear/.gitignore').fsPath);
    workspace.refresh();
    assert.equal(await workspace.isIgnored(at('ws/unclear/a.txt')), true);
    assert.equal(await workspace.isIgnored(at('ws/a.txt')), false);
  });

  it('says when there is more than the limit', async () => {
    const listing = await workspace.list({ limit: 2 }, signal);
    assert.equal(listing.files.length, 2);
    assert.equal(listing.truncated, true);
  });

  it('takes up a changed ignore file', async () => {
    await put('ws/.leadworkerignore', 'private.txt\na.txt\n');
    await eventually('the rule counts', () => workspace.isIgnored(at('ws/a.txt')));
    await put('ws/.leadworkerignore', 'private.txt\n');
    await eventually('the rule is gone', async () => !(await workspace.isIgnored(at('ws/a.txt'))));
  });

  it('reads text without its byte order mark, and bytes not at all', async () => {
    assert.deepEqual(await workspace.read(at('ws/bom.txt'), signal), {
      ok: true,
      value: { type: 'text', text: 'text' },
    });
    const opaque = async (name: string): Promise<unknown> => {
      const read = await workspace.read(at(name), signal);
      return read.ok && read.value.type === 'opaque' ? read.value.why : read;
    };
    assert.equal(await opaque('ws/binary.bin'), 'binary');
    assert.equal(await opaque('ws/latin.txt'), 'binary');
    assert.equal(await opaque('ws/large.txt'), 'too-large');
  });

  it('reads a file of 10 MB as it is', async () => {
    const read = await workspace.read(at('ws/long.txt'), signal);
    assert.ok(read.ok && read.value.type === 'text' && read.value.text === longText);
  });

  it('knows where it lies, and how the disk spells what it has', async () => {
    const { roots, rules } = await workspace.place();
    assert.deepEqual(
      roots.map(({ location }) => location),
      [inWorkspace('').fsPath.replace(/[\\/]$/, '')],
    );
    await put('ws/Case.txt', '');
    const hasOther = await vscode.workspace.fs.stat(inWorkspace('ws/CASE.TXT')).then(
      () => true,
      () => false,
    );
    assert.equal(rules.caseSensitive, !hasOther);
    assert.equal(await workspace.spelling(at('ws/CASE.TXT')), hasOther ? 'ws/Case.txt' : 'ws/CASE.TXT');
    // Where both forms would be files of their own, the one that is there is meant.
    await put('ws/cafe\u0301.txt', '');
    assert.equal(await workspace.spelling(at('ws/caf\u00E9.txt')), 'ws/cafe\u0301.txt');
    assert.equal(await workspace.spelling(at('ws/no/such/File.txt')), 'ws/no/such/File.txt');
  });

  it('refuses links that lead out, folders and what is not there', async () => {
    const reason = async (name: string): Promise<string> => {
      const read = await workspace.read(at(name), signal);
      return read.ok ? 'read' : read.error.reason;
    };
    assert.equal(await reason('ws/link.txt'), 'outside');
    assert.equal(await reason('ws/linked/secret.txt'), 'outside');
    assert.equal(await reason('ws/empty'), 'not-found');
    assert.equal(await reason('ws/nothing.txt'), 'not-found');
  });

  it('sees unsaved text', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace('ws/a.txt'));
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), 'typed ');
    await vscode.workspace.applyEdit(edit);
    assert.deepEqual(await workspace.read(at('ws/a.txt'), signal), {
      ok: true,
      value: { type: 'text', text: 'typed a.txt' },
    });
    assert.equal(workspace.unsaved().get(at('ws/a.txt')), 'typed a.txt');
    await document.save();
    assert.equal(workspace.unsaved().size, 0);
  });
});
