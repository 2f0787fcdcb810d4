import { readdir } from 'node:fs/promises';
import { errorCode } from './systemError';

/** What the name of every journal ends with. */
export const journalExtension = '.jsonl';
/** No dots and no separators: a run id can name nothing but a file in the folder. */
const runIdPattern = /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/;

/** Whether a text may be the id of a run, and so the name of a file. */
export function isRunId(text: string): boolean {
  return runIdPattern.test(text);
}

/** The names of the journals in a folder; a folder that is not there has none. */
export async function journalNames(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith(journalExtension) && isRunId(name.slice(0, -journalExtension.length)));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}
