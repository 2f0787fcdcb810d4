import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

import { after, afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { proposalUri } from '../../../src/ui/review/documents';
import { at } from '../../unit/ui/review/fakeRun';
import { answersOf, edit, read } from '../models';
import { RunBed } from '../runBed';
import { closeEditors, eventually, inWorkspace, put } from './reviewBed';

const folder = 'whole-way';

/** Bytes as each encoding writes a text; written down here, so that the editor's own codec is not its own judge. */
const encoders = {
  utf8: (text: string) => Buffer.from(text),
  utf8bom: (text: string) => Buffer.from(`\uFEFF${text}`),
  utf16le: (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le'),
  utf16be: (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16(),
  windows1252: (text: string) => Buffer.from(text.replaceAll('€', '\u0080'), 'latin1'),
};

interface Case {
  readonly name: string;
  readonly text: string;
  readonly encoding?: keyof typeof encoders;
  /** Whether the user's settings name the encoding; otherwise the file's mark tells it. */
  readonly isConfigured?: boolean;
  readonly isOpen?: boolean;
}

const unix = 'für 1 €\nzwei\ndrei\n';
const windows = unix.replaceAll('\n', '\r\n');

const cases: readonly Case[] = [
  { name: 'plain', text: unix },
  { name: 'crlf', text: windows },
  { name: 'crlf-open', text: windows, isOpen: true },
  { name: 'no-final-newline', text: 'für 1 €\nzwei' },
  { name: 'crlf-no-final-newline', text: 'für 1 €\r\nzwei' },
  { name: 'marked', text: unix, encoding: 'utf8bom' },
  { name: 'marked-crlf', text: windows, encoding: 'utf8bom' },
  { name: 'marked-no-final-newline', text: 'für 1 €\nzwei', encoding: 'utf8bom' },
  { name: 'wide', text: windows, encoding: 'utf16le' },
  { name: 'wide-configured', text: windows, encoding: 'utf16le', isConfigured: true },
  { name: 'wide-big-endian', text: unix, encoding: 'utf16be' },
  { name: 'windows1252', text: windows, encoding: 'windows1252', isConfigured: true },
  { name: 'windows1252-open', text: 'für 1 €\nzwei', encoding: 'windows1252', isConfigured: true, isOpen: true },
];

/** What the worker of every case does to the second line, and what becomes of a text by it. */
const change = { from: 'zwei', to: 'zwei ö\nund mehr' };

function changed(text: string): string {
  return text.replace(change.from, text.includes('\r\n') ? change.to.replace('\n', '\r\n') : change.to);
}

/**
 * Sets the folder's encoding, or takes it away. While it is UTF-16 the editor cannot write settings, which it then misreads: beds are
 * opened before and closed after.
 */
async function configure(encoding: string | undefined): Promise<void> {
  const configured = (): string | undefined =>
    vscode.workspace.getConfiguration('files', inWorkspace(folder)).inspect<string>('encoding')?.workspaceValue;
  if (encoding === configured()) return;
  if (encoding !== undefined) await put('.vscode/settings.json', JSON.stringify({ 'files.encoding': encoding }));
  else await vscode.workspace.fs.delete(inWorkspace('.vscode'), { recursive: true });
  await eventually('the editor knows the encoding', () => configured() === encoding);
}

describe('the whole way of a file, from its bytes to its bytes', () => {
  let bed: RunBed | undefined;

  afterEach(async () => {
    await configure(undefined);
    await bed?.close();
    bed = undefined;
    await closeEditors();
  });

  after(async () => {
    await vscode.workspace.fs.delete(inWorkspace(folder), { recursive: true });
  });

  /** A bed whose one worker reads a file and then changes it. */
  const openBed = async (path: string): Promise<RunBed> => {
    const calls = [read(path), edit(path, change.from, change.to)];
    bed = await RunBed.open({ team: { tasks: [{ title: 'Change it', scope: [path], calls }] } });
    return bed;
  };

  for (const { name, text, encoding = 'utf8', isConfigured, isOpen } of cases) {
    it(name, async () => {
      const path = `${folder}/${name}.txt`;
      const opened = await openBed(path);
      if (isConfigured) await configure(encoding);
      await put(path, encoders[encoding](text));
      if (isOpen) await vscode.window.showTextDocument(inWorkspace(path));

      await opened.review();
      const { state } = opened.run;
      const [shown] = answersOf(opened.requests('worker').at(-1), 'read');
      assert.equal(shown, text, 'The worker reads the text, without its mark.');
      assert.equal(state.proposal.get(at(path))?.text, changed(text));
      const proposal = await vscode.workspace.openTextDocument(proposalUri(state.runId, at(path)));
      assert.equal(proposal.getText(), changed(text), 'The review shows what is proposed.');
      assert.deepEqual(await readFile(inWorkspace(path).fsPath), encoders[encoding](text), 'Nothing is written yet.');

      await opened.acceptAll();
      await opened.apply();
      opened.expect('applied');
      assert.deepEqual(await readFile(inWorkspace(path).fsPath), encoders[encoding](changed(text)));
    });
  }

  it('is refused for a text in another encoding than the editor would read it in', async () => {
    for (const [name, bytes] of [
      ['latin', encoders.windows1252(unix)],
      ['wide-unmarked', Buffer.from(unix, 'utf16le')],
    ] as const) {
      const path = `${folder}/${name}.txt`;
      await put(path, bytes);
      const opened = await openBed(path);
      await opened.review();
      const last = opened.requests('worker').at(-1);
      assert.match(answersOf(last, 'read').join(), /cannot be shown: it is binary/);
      assert.match(answersOf(last, 'edit').join(), /^Error: /);
      assert.equal(opened.run.state.proposal.size, 0);
      assert.deepEqual(await readFile(inWorkspace(path).fsPath), bytes);
      await opened.close();
      bed = undefined;
    }
  });
});
