import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

import { clearPictures, pictureNames } from '../../demo/pictures';

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'lead-worker-pictures-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

test('whatever folder is named, only pictures of ours go', async () => {
  const folder = await newFolder();
  const others = ['1-goal.jpg', '1-holiday.png', '12-goal.png', '2-plan', 'goal.png', 'my failed.png', 'thesis.txt'];
  const ours = [...pictureNames, 'failed'].map((name) => `${name}.png`);
  for (const name of [...others, ...ours]) await writeFile(path.join(folder, name), name);
  await clearPictures(folder);
  expect(await readdir(folder)).toEqual([...others].sort());
  expect(await readFile(path.join(folder, 'thesis.txt'), 'utf8')).toBe('thesis.txt');
});

test('a folder that is not there is made', async () => {
  const folder = path.join(await newFolder(), 'some/where');
  await clearPictures(folder);
  expect(await readdir(folder)).toEqual([]);
});

test('the pictures are numbered in their order', () => {
  expect(pictureNames.map((name) => Number.parseInt(name, 10))).toEqual(pictureNames.map((_, index) => index + 1));
});
