import type { WorkspacePath } from '../../util/paths';
import { countOf } from '../../util/text';
import { describeFailures, type BlockFailure } from './matching/editFailure';

/** Why one file's part of an edit was refused. */
export interface OperationFailure {
  readonly path: WorkspacePath;
  readonly reason: 'not-found' | 'occupied' | 'gone' | 'other-text' | 'opaque' | 'unreadable' | 'blocks';
  /** For the model that sent it: what is wrong and what to do. Names the path. */
  readonly message: string;
  /** The blocks (hunks) that were refused, with the places they name, where it was them. */
  readonly blocks: readonly BlockFailure[];
}

/** A file that an edit changes, deletes or moves is not there. */
export function missing(path: WorkspacePath): OperationFailure {
  const message = `There is no file ${path}, or not any more. To make one, write all of its text.`;
  return { path, reason: 'not-found', message, blocks: [] };
}

/** A file that an edit creates, or moves another one to, is there already. */
export function occupied(path: WorkspacePath, what: 'create' | 'move'): OperationFailure {
  const message =
    what === 'create'
      ? `There is a file ${path} already. Change it with an update, or write it whole.`
      : `There is a file ${path} already. Delete it first, or move to another path.`;
  return { path, reason: 'occupied', message, blocks: [] };
}

/** The same call has deleted or moved the file before. */
export function gone(path: WorkspacePath, to: WorkspacePath | null): OperationFailure {
  const message = to
    ? `${path} was moved to ${to} by this same call. Edit it there, or before it moves.`
    : `${path} was deleted by this same call. Leave out the one or the other.`;
  return { path, reason: 'gone', message, blocks: [] };
}

/** A file is to be deleted, but is not what the edit says it deletes. */
export function otherText(path: WorkspacePath, line: number): OperationFailure {
  const message = `${path} is not deleted: from line ${line} on it is not what the edit says it is. Read it again.`;
  return { path, reason: 'other-text', message, blocks: [] };
}

/** Lines of a file that is no text are to be changed. */
export function opaque(path: WorkspacePath): OperationFailure {
  const message = `${path} is not text, or too large to be edited: it has no lines to change. Delete it, move it, or replace all of it by writing the whole file.`;
  return { path, reason: 'opaque', message, blocks: [] };
}

/** A file is too large to be brought back, should the user want that. */
export function tooLarge(path: WorkspacePath): OperationFailure {
  const message = `${path} is so large that it could not be brought back, and can't be changed here. Leave it as it is, or report that the task is blocked by it.`;
  return { path, reason: 'opaque', message, blocks: [] };
}

/** Blocks or hunks of one file that were not carried out. */
export function refusedBlocks(
  path: WorkspacePath,
  noun: 'Block' | 'Hunk',
  blocks: readonly BlockFailure[],
): OperationFailure {
  return { path, reason: 'blocks', message: `${path}:\n${describeFailures(noun, blocks)}`, blocks };
}

/** The words for an edit of which nothing was carried out. */
export function describeRefusal(failures: readonly OperationFailure[]): string {
  const files = new Set(failures.map(({ path }) => path)).size;
  const head = `Nothing was changed: ${countOf(files, 'file')} could not be edited as asked.`;
  return [head, ...failures.map(({ message }) => message)].join('\n');
}
