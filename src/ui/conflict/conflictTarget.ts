import type { TaskId } from '../../core/plan/plan';
import type { WorkspacePath } from '../../core/util/paths';
import { readConflictUri } from './uris';

/** What a command on a conflict is about: all of it, or one file. */
export interface ConflictTarget {
  readonly runId: string;
  readonly taskId: TaskId;
  readonly path?: WorkspacePath;
}

/** Reads the argument of a command: a row of the tree, a lens, the URI of the right side, or something that is none of ours. */
export function readConflictTarget(argument: unknown): ConflictTarget | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { scheme, authority, path, runId, taskId } = argument as Readonly<Record<string, unknown>>;
  const file = typeof path === 'string' ? path : undefined;
  if (typeof scheme === 'string' && typeof authority === 'string' && file !== undefined)
    return readConflictUri({ scheme, authority, path: file });
  if (typeof runId !== 'string' || typeof taskId !== 'string') return undefined;
  return { runId, taskId: taskId as TaskId, ...(file !== undefined && { path: file as WorkspacePath }) };
}
