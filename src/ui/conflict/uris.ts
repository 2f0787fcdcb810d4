import type { TaskId } from '../../core/plan/plan';
import { posixRules } from '../../core/util/pathRules';
import { parseWorkspacePath, type WorkspacePath } from '../../core/util/paths';
import { schemes } from '../catalogue';
import { authorityOf, runIdOf, type UriParts } from '../review/uris';

/** Left: what came first, as the proposal has it. Right: the user's text, which is what came second until they say otherwise. */
export type ConflictSide = 'first' | 'yours';

/** One side of one file that two changes clash in. */
export interface ConflictDocument {
  readonly side: ConflictSide;
  readonly runId: string;
  readonly taskId: TaskId;
  readonly path: WorkspacePath;
}

/** The folder that all documents of conflicts stand below. */
export const conflictTop = '/Conflict/';

const schemeOf = { first: schemes.first, yours: schemes.conflict };

/** The URI of one side: `lead-worker-conflict://<run>/Conflict/<task>/<path>`. Both have one path, or a diff shows a renamed file. */
export function conflictUri({ side, runId, taskId, path }: ConflictDocument): UriParts {
  return {
    scheme: schemeOf[side],
    authority: authorityOf(runId),
    path: `${conflictTop}${encodeURIComponent(taskId)}/${path}`,
  };
}

/** The way back; `undefined` for whatever is not one of these documents. */
export function readConflictUri(uri: UriParts): ConflictDocument | undefined {
  const side = (['first', 'yours'] as const).find((each) => uri.scheme === schemeOf[each]);
  const [, task, text] = /^\/Conflict\/([^/]+)\/(.+)$/.exec(uri.path) ?? [];
  if (side === undefined || task === undefined || text === undefined) return undefined;
  const path = parseWorkspacePath(text, posixRules);
  const taskId = decoded(task);
  if (!path.ok || path.value !== text || taskId === undefined) return undefined;
  return { side, runId: runIdOf(uri), taskId, path: path.value };
}

function decoded(task: string): TaskId | undefined {
  try {
    return decodeURIComponent(task) as TaskId;
  } catch (error) {
    // Not one that we made.
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
