import type { Workspace } from '../ports/workspace';
import type { Texts } from '../staging/read/changeSet';
import { readHeld } from '../staging/read/standIn';
import type { WorkspacePath } from '../util/paths';

/** Files as they are now. */
export interface PresentTexts {
  readonly current: Texts;
  readonly unreadable: readonly WorkspacePath[];
}

/** What is held of files as they are in the workspace at this moment, unsaved text included. */
export async function readPresent(
  workspace: Workspace,
  paths: Iterable<WorkspacePath>,
  signal: AbortSignal,
): Promise<PresentTexts> {
  const current = new Map<WorkspacePath, string | null>();
  const unreadable: WorkspacePath[] = [];
  for (const path of paths) {
    const held = await readHeld(workspace, path, signal);
    if (held.ok) current.set(path, held.value);
    else if (held.error.reason === 'not-found') current.set(path, null);
    else unreadable.push(path);
  }
  return { current, unreadable };
}
