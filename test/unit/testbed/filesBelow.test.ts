import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { filesBelow } from '../../testbed/filesBelow';
import { temporaryFolder, type TemporaryFolder } from '../../testbed/temporaryFolder';

let folder: TemporaryFolder;

beforeEach(async () => {
  folder = await temporaryFolder('files');
});

afterEach(() => folder.remove());

const at = (name: string): string => path.join(folder.path, name);

async function seen(): Promise<readonly (readonly [string, string])[]> {
  return [...(await filesBelow(folder.path))];
}

describe('filesBelow', () => {
  it('finds texts at every depth, hidden ones too, in the order of their paths', async () => {
    await mkdir(at('b/c'), { recursive: true });
    await writeFile(at('b/c/text.md'), 'ä\r\n');
    await writeFile(at('.hidden'), '');
    expect(await seen()).toEqual([
      ['.hidden', ''],
      ['b/c/text.md', 'ä\r\n'],
    ]);
  });

  it('tells bytes apart that are no text, and a mark before a text', async () => {
    await writeFile(at('one'), Buffer.from([0xff]));
    await writeFile(at('marked'), Buffer.from([0xef, 0xbb, 0xbf, 0x61]));
    expect(await seen()).toEqual([
      ['marked', '\uFEFFa'],
      ['one (bytes)', '/w=='],
    ]);
    await writeFile(at('one'), Buffer.from([0xfe]));
    expect((await filesBelow(folder.path)).get('one (bytes)')).toBe('/g==');
  });

  it('sees an empty folder', async () => {
    await mkdir(at('empty'));
    expect(await seen()).toEqual([['empty/', '']]);
  });

  it.skipIf(process.platform === 'win32')('sees where a link leads, and does not go there', async () => {
    await mkdir(at('real'));
    await writeFile(at('real/file'), 'text');
    await symlink('real', at('link'));
    expect(await seen()).toEqual([
      ['link (link)', 'real'],
      ['real/file', 'text'],
    ]);
  });
});
