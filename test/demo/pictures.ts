import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { inRepository } from '../testbed/repository';

/** The pictures of the demo in the order of its steps. */
export const pictureNames = [
  '1-goal',
  '2-plan',
  '3-workers',
  '4-retry',
  '5-ready-for-review',
  '6-finding',
  '7-sent-back',
  '8-review',
  '9-rejected',
  '10-apply',
  '11-applied',
] as const;

/** The name of a picture, without its extension. */
export type PictureName = (typeof pictureNames)[number];

/** The picture of what the window showed when the demo failed. */
export const failedPicture = 'failed';

/** The pictures that the README shows, by the one each is taken from. */
const readmePictures: Readonly<Partial<Record<PictureName, string>>> = {
  '3-workers': 'plan-running.png',
  '6-finding': 'review-finding.png',
};

/**
 * Makes the folder for the pictures, and takes those of an earlier demo out of it. The user may have named any folder: nothing
 * goes but files that are named exactly as ours are.
 */
export async function clearPictures(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const names = [...pictureNames, failedPicture];
  await Promise.all(names.map((name) => rm(path.join(folder, `${name}.png`), { force: true })));
}

/** Copies the pictures that the README shows to where it shows them; answers their paths. */
export async function updateReadme(folder: string): Promise<readonly string[]> {
  const copies = Object.entries(readmePictures).map(async ([name, shown]) => {
    const to = inRepository('media', shown);
    await copyFile(path.join(folder, `${name}.png`), to);
    return to;
  });
  return Promise.all(copies);
}
