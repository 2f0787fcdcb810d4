import { guidesText, readGuides } from '../agent/guides';
import type { Task } from '../plan/plan';
import { WorkspaceView } from '../staging/read/overlayView';
import type { RunContext } from './context';

/** What the repository's guides say to those who work on a task or judge it, by where it writes; empty without any. */
export async function guidesFor(
  { workspace, rules, logger }: Pick<RunContext, 'workspace' | 'rules' | 'logger'>,
  { id, writeScope }: Pick<Task, 'id' | 'writeScope'>,
  signal: AbortSignal,
): Promise<string> {
  const guides = await readGuides(
    {
      places: writeScope,
      view: new WorkspaceView(workspace),
      policy: { agent: { role: 'lead' }, rules },
      folders: workspace.folders,
    },
    signal,
  );
  if (guides.length > 0) logger.info(`${id} goes by ${guides.map(({ path }) => path).join(', ')}.`);
  return guidesText(guides);
}
