import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { installedEditors, isAtLeast } from '../../testbed/installedEditor';
import { temporaryFolder, type TemporaryFolder } from '../../testbed/temporaryFolder';

describe('isAtLeast', () => {
  it.each([
    ['1.106.0', true],
    ['1.139.1', true],
    ['2.0.0', true],
    ['1.106.0-insider', true],
    ['1.105.9', false],
    ['1.99.3', false],
    ['0.999.0', false],
  ])('%s: %s', (version, expected) => {
    expect(isAtLeast(version, '1.106.0')).toBe(expected);
  });
});

describe('installedEditors', () => {
  let folder: TemporaryFolder;

  beforeEach(async () => {
    folder = await temporaryFolder('desktop');
  });

  afterEach(() => folder.remove());

  /** An editor's executable, and its manifest where a platform has it. */
  async function editor(executable: string, manifest?: { readonly file: string; readonly version: string }) {
    const file = path.join(folder.path, executable);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, '');
    if (manifest !== undefined) {
      const place = path.join(folder.path, manifest.file);
      await mkdir(path.dirname(place), { recursive: true });
      await writeFile(place, JSON.stringify({ name: 'Code', version: manifest.version }));
    }
    return file;
  }

  it.each([
    ['code/code', 'code/resources/app/package.json'],
    ['Code.app/Contents/MacOS/Electron', 'Code.app/Contents/Resources/app/package.json'],
    ['Code/Code.exe', 'Code/1a2b3c/resources/app/package.json'],
  ])('reads the version of %s from %s', async (executable, file) => {
    const found = await editor(executable, { file, version: '1.120.0' });
    expect(installedEditors([found], '1.106.0')).toEqual([{ executable: found, version: '1.120.0' }]);
  });

  it('passes over one that is too old, or not there', async () => {
    const old = await editor('old/code', { file: 'old/resources/app/package.json', version: '1.90.0' });
    const fresh = await editor('new/code', { file: 'new/resources/app/package.json', version: '1.106.1' });
    const absent = path.join(folder.path, 'absent/code');
    const found = installedEditors([old, absent, fresh], '1.106.0').map(({ executable }) => executable);
    expect(found).toEqual([fresh]);
  });

  it('takes one that keeps its version to itself, and says so', async () => {
    const unknown = await editor('code/code');
    expect(installedEditors([unknown], '1.106.0')).toEqual([{ executable: unknown, version: undefined }]);
  });
});
