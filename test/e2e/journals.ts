import path from 'node:path';

import { filesBelow } from '../testbed/filesBelow';
import type { Workbench } from '../testbed/workbench';

/** The text of all journals that a window's extension has written. */
export async function journalsOf({ userData }: Workbench): Promise<string> {
  const stored = await filesBelow(path.join(userData, 'User/workspaceStorage'));
  const journals = [...stored].filter(([file]) => /\/lead-worker\.lead-worker\/journals\/.*\.jsonl$/.test(file));
  if (journals.length === 0) throw new Error(`No journal is among ${[...stored.keys()].join(', ')}.`);
  return journals.map(([, text]) => text).join('');
}
