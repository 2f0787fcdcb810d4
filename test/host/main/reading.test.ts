import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { after, afterEach, before, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { answersOf, edit, list, read, search } from '../models';
import { RunBed, setUserSetting } from '../runBed';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

const folder = 'reading';

describe('what reaches the models', () => {
  let bed: RunBed;
  let outside: string;

  before(async () => {
    outside = await mkdtemp(path.join(tmpdir(), 'lead-worker-outside-'));
    await put(`${folder}/open.txt`, 'open\n');
  });

  afterEach(async () => {
    await bed.close();
    await closeEditors();
  });

  after(async () => {
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
    await rm(outside, { recursive: true });
  });

  it('is nothing of secret or ignored files, nor what lies behind a link that leads out', async () => {
    const canary = (): string => `canary-${randomUUID()}`;
    const canaries = { env: canary(), unsaved: canary(), ignored: canary(), key: canary(), outside: canary() };
    await put(`${folder}/.gitignore`, 'private/\n*.local\n');
    await put(`${folder}/.env`, `KEY=${canaries.env}\n`);
    await put(`${folder}/server.pem`, canaries.key);
    await put(`${folder}/private/notes.txt`, canaries.ignored);
    await put(`${folder}/settings.local`, canaries.ignored);
    await writeFile(path.join(outside, 'secret.txt'), canaries.outside);
    await symlink(path.join(outside, 'secret.txt'), inWorkspace(`${folder}/link.txt`).fsPath);
    await symlink(outside, inWorkspace(`${folder}/linked`).fsPath);
    await symlink('.env', inWorkspace(`${folder}/alias.txt`).fsPath);
    await symlink('circle.txt', inWorkspace(`${folder}/circle.txt`).fsPath);
    const document = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/.env`));
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, new vscode.Position(0, 0), `NEW=${canaries.unsaved}\n`);
    await vscode.workspace.applyEdit(change);

    const hidden = [
      '.env',
      'server.pem',
      'private/notes.txt',
      'settings.local',
      'link.txt',
      'linked/secret.txt',
      'alias.txt',
      'circle.txt',
    ];
    const looks = [
      list(),
      list(`${folder}/**`),
      search('canary-[0-9a-f]+'),
      ...hidden.map((name) => read(`${folder}/${name}`)),
    ];
    bed = await RunBed.open({
      team: { looks, tasks: [{ title: 'Look around', scope: [`${folder}/**`], calls: looks }] },
    });
    await bed.plan();
    bed.expect('plan-ready');
    await vscode.commands.executeCommand('leadWorker.approve');
    await document.save();

    const sent = JSON.stringify(bed.server.requests.map(({ request }) => request));
    assert.ok(sent.includes(`${folder}/open.txt`), 'The listing was not sent, so the test shows nothing.');
    for (const [name, text] of Object.entries(canaries))
      assert.ok(!sent.includes(text), `The canary "${name}" was sent.`);
    for (const role of ['lead', 'worker'] as const) {
      const last = bed.requests(role).findLast((request) => answersOf(request, 'read').length === hidden.length);
      for (const refused of answersOf(last, 'read')) assert.match(refused, /^Error: /);
      for (const listing of answersOf(last, 'list'))
        assert.doesNotMatch(listing, /\.env|pem|notes|\.local|secret|alias/);
      assert.deepEqual(answersOf(last, 'search'), ['Nothing found.']);
    }
  });

  it('is nothing of what ignore files leave out that the user does not care to see in the editor', async () => {
    const canary = `canary-${randomUUID()}`;
    await put(`${folder}/quiet/.gitignore`, 'notes.txt\n');
    await put(`${folder}/quiet/notes.txt`, canary);
    await setUserSetting('files.exclude', { '**/.gitignore': true });
    try {
      const looks = [list(), read(`${folder}/quiet/notes.txt`), search('canary-[0-9a-f]+')];
      bed = await RunBed.open({ team: { looks, tasks: [{ title: 'No', scope: [`${folder}/open.txt`], calls: [] }] } });
      await bed.plan();
      const last = bed.requests('lead').at(-1);
      assert.match(answersOf(last, 'read').join(), /left out by the project's ignore files/);
      assert.match(answersOf(last, 'list').join(), /open\.txt/);
      assert.doesNotMatch(answersOf(last, 'list').join(), /notes\.txt/);
      assert.ok(!JSON.stringify(bed.server.requests.map(({ request }) => request)).includes(canary));
    } finally {
      await setUserSetting('files.exclude', undefined);
    }
  });

  it('is nothing of files that the user keeps from them, whatever list the workspace brings along', async () => {
    const canary = `canary-${randomUUID()}`;
    const setting = 'leadWorker.sensitiveFiles';
    const configuration = vscode.workspace.getConfiguration();
    await put(`${folder}/plans/merger.txt`, canary);
    await setUserSetting(setting, [`${folder}/plans/**`]);
    await configuration.update(setting, [], vscode.ConfigurationTarget.Workspace);
    try {
      const looks = [read(`${folder}/plans/merger.txt`), read(`${folder}/open.txt`)];
      bed = await RunBed.open({ team: { looks, tasks: [{ title: 'No', scope: [`${folder}/open.txt`], calls: [] }] } });
      await bed.plan();
      const [refused = '', shown = ''] = answersOf(bed.requests('lead').at(-1), 'read');
      assert.match(refused, /may hold secrets/);
      assert.match(shown, /open/);
      assert.ok(!JSON.stringify(bed.server.requests.map(({ request }) => request)).includes(canary));
    } finally {
      await configuration.update(setting, undefined, vscode.ConfigurationTarget.Workspace);
      await setUserSetting(setting, undefined);
      await vscode.workspace.fs.delete(inWorkspace('.vscode'), { recursive: true });
    }
  });

  it('says of a binary file that it is one', async () => {
    await put(`${folder}/picture.bin`, new Uint8Array([137, 80, 78, 71, 0, 1, 2]));
    bed = await RunBed.open({
      team: {
        looks: [read(`${folder}/picture.bin`)],
        tasks: [{ title: 'Nothing', scope: [`${folder}/open.txt`], calls: [] }],
      },
    });
    await bed.plan();
    assert.match(answersOf(bed.requests('lead').at(-1), 'read').join(), /cannot be shown: it is binary \(7 bytes\)/);
  });

  it('is a bounded part of a huge tree, and said to be one', async () => {
    for (let part = 0; part < 60; part++) {
      const parent = inWorkspace(`${folder}/huge/${String(part).padStart(2, '0')}`).fsPath;
      await mkdir(parent, { recursive: true });
      await Promise.all(Array.from({ length: 100 }, (_, file) => writeFile(path.join(parent, `${file}.txt`), '')));
    }
    const looks = [list(`${folder}/huge/**`), list(), list(`${folder}/huge/59/7?.txt`)];
    bed = await RunBed.open({ team: { looks, tasks: [{ title: 'No', scope: [`${folder}/open.txt`], calls: [] }] } });
    await bed.plan();
    const [huge = '', all = '', narrow = ''] = answersOf(bed.requests('lead').at(-1), 'list');
    for (const listing of [huge, all]) {
      assert.equal(listing.split('\n').length, 501);
      assert.match(listing, /\n… more than 500; narrow the glob$/);
    }
    assert.deepEqual(narrow.split('\n').length, 10);
    await vscode.workspace.fs.delete(inWorkspace(`${folder}/huge`), { recursive: true });
  });

  it('is the text of a notebook, which is changed as text', async () => {
    const notebook = {
      cells: [{ cell_type: 'code', execution_count: null, id: 'a1', metadata: {}, outputs: [], source: ['print(1)'] }],
      metadata: {},
      nbformat: 4,
      nbformat_minor: 5,
    };
    const text = `${JSON.stringify(notebook, null, 1)}\n`;
    await put(`${folder}/book.ipynb`, text);
    bed = await RunBed.open({
      team: {
        tasks: [
          {
            title: 'Print two',
            scope: [`${folder}/book.ipynb`],
            calls: [read(`${folder}/book.ipynb`), edit(`${folder}/book.ipynb`, 'print(1)', 'print(2)')],
          },
        ],
      },
    });
    await bed.review();
    assert.deepEqual(answersOf(bed.requests('worker').at(-1), 'read'), [text]);
    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    await eventually(
      'the notebook is written',
      async () => (await onDisk(`${folder}/book.ipynb`)) === text.replace('print(1)', 'print(2)'),
    );
  });
});
