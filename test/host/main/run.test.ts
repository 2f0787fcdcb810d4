import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';

import { after, afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { proposalUri } from '../../../src/ui/review/documents';
import { at } from '../../unit/ui/review/fakeRun';
import { GateLog } from '../gateLog';
import { answersOf, edit, read, remove, write, type Team } from '../models';
import { RunBed, setUserSetting } from '../runBed';
import { snapshot } from '../snapshot';
import { closeEditors, eventually, inWorkspace, onDisk, put } from './reviewBed';

// Each test has a folder of its own: documents of deleted files stay around for a while.
let folder = 'run0';
let count = 0;
const numbers = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\n';

describe('a run', () => {
  let bed: RunBed;
  const gates = new GateLog();

  beforeEach(async () => {
    folder = `run${++count}`;
    await put(`${folder}/a.txt`, numbers);
    await put(`${folder}/b.txt`, 'b\r\nlast');
    await put(`${folder}/gone.txt`, 'gone\n');
  });

  afterEach(async () => {
    await bed.close();
    await closeEditors();
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  after(() => gates.remove());

  const team = (): Team => ({
    looks: [read(`${folder}/a.txt`)],
    tasks: [
      {
        title: 'Say the second',
        scope: [`${folder}/a.txt`, `${folder}/gone.txt`],
        calls: [read(`${folder}/a.txt`), edit(`${folder}/a.txt`, 'two', 'TWO'), remove(`${folder}/gone.txt`)],
        findings: [{ path: `${folder}/a.txt`, shownBy: 'TWO', severity: 'warning', message: 'This is loud.' }],
      },
      {
        title: 'Add a file',
        scope: [`${folder}/b.txt`, `${folder}/new/**`],
        calls: [
          read(`${folder}/b.txt`),
          edit(`${folder}/b.txt`, 'last', 'really last'),
          write(`${folder}/new/c.txt`, 'c\n'),
        ],
      },
    ],
  });

  it('changes nothing before apply, then exactly what was accepted, and one undo takes all of it back', async () => {
    bed = await RunBed.open({ team: team() });
    assert.equal(existsSync(inWorkspace('.git').fsPath), false, 'The point is that no repository is needed.');
    const before = await snapshot();
    const editor = await vscode.window.showTextDocument(inWorkspace(`${folder}/a.txt`), { preview: false });
    const run = await bed.review();
    await bed.acceptAll();
    assert.deepEqual(await snapshot(), before);

    await bed.apply();
    bed.expect('applied');
    assert.match(bed.messages.saying(/^Write /).detail, /One undo takes all of it back/);
    assert.equal(await onDisk(`${folder}/a.txt`), numbers.replace('two', 'TWO'));
    assert.equal(await onDisk(`${folder}/b.txt`), 'b\r\nreally last');
    assert.equal(await onDisk(`${folder}/new/c.txt`), 'c\n');
    assert.equal(existsSync(inWorkspace(`${folder}/gone.txt`).fsPath), false);
    assert.equal(run.state.appliedPaths.length, 4);

    await vscode.window.showTextDocument(editor.document, { preview: false });
    await vscode.commands.executeCommand('undo');
    const other = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/b.txt`));
    await eventually('the text is back', () => editor.document.getText() === numbers);
    await eventually('the other text is back', () => other.getText() === 'b\r\nlast');
    await eventually('the created file is gone', () => !existsSync(inWorkspace(`${folder}/new/c.txt`).fsPath));
    await eventually('the deleted file is back', () => existsSync(inWorkspace(`${folder}/gone.txt`).fsPath));
    // Of these only the first has an editor, and "Save All" saves editors.
    for (const document of [editor.document, other]) await document.save();
    const undone = new Map(await snapshot());
    // The editor undoes the file, not the folder it made for it.
    undone.delete(inWorkspace(`${folder}/new`).fsPath);
    assert.deepEqual(undone, before);
  });

  it('shows what the lead found in the problems of the proposed text', async () => {
    bed = await RunBed.open({ team: team() });
    const run = await bed.review();
    const uri = proposalUri(run.state.runId, at(`${folder}/a.txt`));
    await eventually('the finding shows', () => vscode.languages.getDiagnostics(uri).length === 1);
    const [diagnostic] = vscode.languages.getDiagnostics(uri);
    assert.equal(diagnostic?.message, 'This is loud.');
    assert.equal(diagnostic.range.start.line, 1);
    assert.equal(diagnostic.severity, vscode.DiagnosticSeverity.Warning);
    assert.deepEqual(vscode.languages.getDiagnostics(inWorkspace(`${folder}/a.txt`)), []);
  });

  it('measures in a copy: whatever a gate writes, the workspace stays as it is', async () => {
    await put(`${folder}/node_modules/some/index.js`, 'exports.some = 1;\n');
    await put(`${folder}/node_modules/.cache/kept`, 'kept\n');
    const writes = [
      `fs.mkdirSync('${folder}/node_modules/.cache', { recursive: true });`,
      `fs.writeFileSync('${folder}/node_modules/.cache/gate', 'x');`,
      `fs.writeFileSync('${folder}/node_modules/.cache/kept', 'spoilt');`,
      `fs.writeFileSync('${folder}/a.txt', 'spoilt');`,
      `fs.rmSync('${folder}/b.txt');`,
      `fs.writeFileSync('${folder}/made.txt', 'made');`,
      `if (require('./${folder}/node_modules/some').some !== 1) process.exit(1);`,
    ];
    bed = await RunBed.open({ team: team(), gates: [gates.gate({ file: `${folder}/a.txt`, then: writes.join(' ') })] });
    const before = await snapshot();
    const run = await bed.review();
    await bed.acceptAll();
    assert.deepEqual(await snapshot(), before);

    const root = inWorkspace('').fsPath;
    assert.ok(gates.runs.length > 0);
    assert.ok(gates.runs.every(({ cwd }) => !cwd.startsWith(root)));
    assert.ok(gates.runs.some(({ text }) => text === numbers.replace('two', 'TWO')));
    assert.ok(gates.runs.every(({ text }) => text !== 'spoilt'));
    assert.deepEqual(
      run.state.proposalVerdicts.map(({ gate, outcome }) => [gate, outcome]),
      [['check', 'passed']],
    );

    await bed.apply();
    bed.expect('applied');
    assert.equal(await onDisk(`${folder}/node_modules/.cache/kept`), 'kept\n');
    assert.equal(existsSync(inWorkspace(`${folder}/made.txt`).fsPath), false);
  });

  it('measures the bytes that apply will write, in the encoding and with the line ends of the settings', async () => {
    await setUserSetting('files.eol', '\r\n');
    await setUserSetting('files.encoding', 'utf8bom');
    try {
      bed = await RunBed.open({ team: team(), gates: [gates.gate({ file: `${folder}/new/c.txt` })] });
      await bed.review();
      assert.equal(gates.runs.at(-1)?.text, '\uFEFFc\r\n');
      await bed.acceptAll();
      await bed.apply();
      bed.expect('applied');
      assert.equal(await onDisk(`${folder}/new/c.txt`), '\uFEFFc\r\n');
    } finally {
      await setUserSetting('files.eol', undefined);
      await setUserSetting('files.encoding', undefined);
    }
  });

  it('writes nothing while a required gate is red', async () => {
    const red = `if (text.includes('TWO')) { console.log('no shouting'); process.exit(3); }`;
    bed = await RunBed.open({ team: team(), gates: [gates.gate({ file: `${folder}/a.txt`, then: red })] });
    const before = await snapshot();
    await bed.plan();
    await vscode.commands.executeCommand('leadWorker.approve');
    const { tasks } = bed.run.state;
    const [first, second] = [...tasks.values()];
    assert.notEqual(first?.status, 'accepted');
    assert.equal(second?.status, 'accepted');
    const judged = bed.requests('lead').map(({ items }) => JSON.stringify(items));
    assert.ok(
      judged.some((items) => items.includes('Task T1') && items.includes('no shouting')),
      'The lead was not shown why the gate is red.',
    );
    assert.ok(
      judged.some((items) => items.includes('was refused')),
      'The lead was let accept a red attempt.',
    );
    assert.deepEqual(await snapshot(), before);
  });

  it('reads what the user has typed and not saved, and writes beside it', async () => {
    const document = await vscode.workspace.openTextDocument(inWorkspace(`${folder}/a.txt`));
    const editor = await vscode.window.showTextDocument(document, { preview: false });
    await editor.edit((builder) => builder.insert(new vscode.Position(6, 0), 'typed\n'));
    const typed = document.getText();
    const gate = gates.gate({ file: `${folder}/a.txt` });
    bed = await RunBed.open({ team: team(), gates: [gate] });
    await bed.review();
    assert.equal(await onDisk(`${folder}/a.txt`), numbers);
    assert.deepEqual(answersOf(bed.requests('lead')[1], 'read'), [typed]);
    const worker = bed.requests('worker').find((request) => JSON.stringify(request.items).includes('Say the second'));
    assert.ok(worker);
    assert.ok(
      bed.requests('worker').some((request) => answersOf(request, 'read').includes(typed)),
      'No worker read what was typed.',
    );
    assert.equal(gates.runs.at(-1)?.text, typed.replace('two', 'TWO'));

    await bed.acceptAll();
    await bed.apply();
    bed.expect('applied');
    assert.equal(document.getText(), typed.replace('two', 'TWO'));
    assert.equal(await onDisk(`${folder}/a.txt`), typed.replace('two', 'TWO'));
  });
});
