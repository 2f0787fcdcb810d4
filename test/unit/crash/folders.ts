import { join } from 'node:path';

/** Where the journals of a crash test are. */
export function journalFolder(folder: string): string {
  return join(folder, 'journals');
}

/** Where the files of its workspace are. */
export function filesFolder(folder: string): string {
  return join(folder, 'files');
}
