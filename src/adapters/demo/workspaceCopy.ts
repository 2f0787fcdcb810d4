import { cp } from 'node:fs/promises';
import { join } from 'node:path';

/** Copies the sample workspace out of the extension's media folder into `to`, which is made when it is not there. */
export async function copyDemoWorkspace(mediaFolder: string, to: string): Promise<void> {
  await cp(join(mediaFolder, 'demo'), to, { recursive: true, errorOnExist: true, force: false });
}
