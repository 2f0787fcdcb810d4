import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

import { afterEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { VscodeApplier } from '../../../src/adapters/vscode/applier';
import { bytesAsApplied } from '../../../src/adapters/vscode/appliedBytes';
import type { SavedText } from '../../../src/core/ports/applier';
import { at } from '../../unit/ui/review/fakeRun';
import { setUserSetting } from '../runBed';
import { closeEditors, inWorkspace, put } from './reviewBed';

interface Case {
  readonly name: string;
  /** What stands on disk before; `null` for a file that is to be made. */
  readonly before: string | null;
  readonly after: string;
  /** Of the file before; UTF-8 unless given. */
  readonly encoding?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly isOpen?: boolean;
}

const russian = 'Привет, как дела? Это просто текст для проверки кодировки.\n'.repeat(20);
const latin = { encoding: 'iso88591', settings: { 'files.encoding': 'iso88591' } };

const cases: readonly Case[] = [
  { name: 'plain', before: 'one\ntwo\n', after: 'one\nzwö\n' },
  { name: 'marked', before: 'ö\n', after: 'ö\nü\n', encoding: 'utf8bom' },
  { name: 'wide', before: 'ö\n', after: 'ö\nü\n', encoding: 'utf16le' },
  { name: 'windows', before: 'one\r\ntwo\r\n', after: 'one\r\ntwo\r\nthree\r\n' },
  { name: 'mixed', before: '1\r\n2\n3\r\n', after: '1\r\n2\n3\r\n4\r\n' },
  { name: 'unmixed', before: '1\r\n2\n3\r\n', after: '1\n2\n3\n4\n' },
  { name: 'one-line', before: 'end', after: 'the end' },
  { name: 'latin', before: 'für\n', after: 'für ihn\n', ...latin },
  { name: 'latin-open', before: 'für\n', after: 'für ihn\n', ...latin, isOpen: true },
  {
    name: 'guessed',
    before: russian,
    after: russian.replace('Привет', 'Пока'),
    encoding: 'windows1251',
    settings: { 'files.autoGuessEncoding': true },
  },
  { name: 'unmarked', before: 'ö\n', after: 'ü\n', settings: { 'files.encoding': 'utf8bom' } },
  { name: 'new', before: null, after: 'new ö\nand more\n' },
  { name: 'new-windows', before: null, after: 'new\nmore\n', settings: { 'files.eol': '\r\n' } },
  { name: 'new-unix', before: null, after: 'new\r\nmore\n', settings: { 'files.eol': '\n' } },
  { name: 'new-latin', before: null, after: 'für\n', settings: { 'files.encoding': 'iso88591' } },
  { name: 'new-marked', before: null, after: 'ö\n', settings: { 'files.encoding': 'utf8bom' } },
];

function savedBy(applied: Awaited<ReturnType<VscodeApplier['apply']>>): readonly SavedText[] {
  if (!applied.ok) throw new Error(applied.error.message);
  return applied.value;
}

describe('what gates measure is, byte for byte, what apply writes, and what was there comes back', () => {
  const applier = new VscodeApplier();
  let settings: readonly string[] = [];

  afterEach(async () => {
    await closeEditors();
    for (const name of settings) await setUserSetting(name, undefined);
    await vscode.workspace.fs.delete(inWorkspace('bytes'), { recursive: true });
  });

  for (const { name, before, after, encoding = 'utf8', settings: wanted = {}, isOpen } of cases) {
    it(name, async () => {
      settings = Object.keys(wanted);
      for (const [setting, value] of Object.entries(wanted)) await setUserSetting(setting, value);
      const path = `bytes/${name}.txt`;
      await vscode.workspace.fs.createDirectory(inWorkspace('bytes'));
      if (before !== null) await put(path, await vscode.workspace.encode(before, { encoding }));
      if (isOpen) await vscode.window.showTextDocument(inWorkspace(path));

      const { fsPath } = inWorkspace(path);
      const original = before === null ? undefined : await readFile(fsPath);
      const measured = await bytesAsApplied(at(path), after);
      const writes = [{ path: at(path), before, after }];
      const images = await applier.bytesBefore(writes);
      const saved = savedBy(await applier.apply(writes));
      assert.deepEqual(Buffer.from(measured), await readFile(fsPath));

      const afterBytes = images.get(at(path));
      const present = saved.find((file) => file.path === path)?.text ?? after;
      savedBy(
        await applier.apply([{ path: at(path), before: present, after: before, ...(afterBytes && { afterBytes }) }]),
      );
      assert.deepEqual(existsSync(fsPath) ? await readFile(fsPath) : undefined, original, 'The very bytes come back.');
    });
  }
});
