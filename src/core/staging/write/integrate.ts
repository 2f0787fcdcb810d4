import type { WorkspacePath } from '../../util/paths';
import { fail, ok, type Result } from '../../util/result';
import type { FileChange } from '../read/changeSet';
import type { Conflict } from '../read/proposal';
import { mergeFile } from './merge';

/** A file as it stands: where, and with which text (`null`: it is not there). */
export interface StandingFile {
  readonly path: WorkspacePath;
  readonly text: string | null;
}

/** What has become of a changed file since the author of the change saw it. */
export interface Present {
  /** That very file: elsewhere by now, when somebody moved it. As the author saw it, when nobody touched it. */
  readonly file: StandingFile;
  /** What stands where the change wants to put it, if that is another file; `null` for nothing. */
  readonly inTheWay: string | null;
}

/**
 * Merges a change into a file as it is now, three ways against what its author saw: its text by lines, and its place. A change follows
 * a file that was moved meanwhile; a move takes along what was changed meanwhile. Whatever can't be had together is a conflict.
 */
export function integrate(change: FileChange, present: Present): Result<StandingFile, readonly Conflict[]> {
  const { before, after, movedFrom } = change;
  const { file, inTheWay } = present;
  const seenAt = movedFrom ?? change.path;
  const wasMoved = file.path !== seenAt;
  const wasDeleted = file.text === null && before !== null;
  const places = { ours: wasDeleted ? null : file.path, theirs: after === null ? null : change.path };
  const texts = { line: 1, base: before ?? '', ours: file.text ?? '', theirs: after ?? '' };

  if (movedFrom !== undefined && wasMoved && file.path !== change.path) {
    return fail([{ path: seenAt, kind: 'rename-rename', ...texts, places }]);
  }
  if (movedFrom !== undefined ? wasDeleted : wasMoved && after === null) {
    return fail([{ path: seenAt, kind: 'rename-delete', ...texts, places }]);
  }
  const path = movedFrom === undefined ? file.path : change.path;
  if (inTheWay !== null && path !== file.path) {
    return fail([{ path, kind: 'both-created', ...texts, base: '', ours: inTheWay }]);
  }
  const merged = mergeFile(before, file.text, after);
  if (merged.type === 'clean') return ok({ path, text: merged.text });
  return fail(merged.conflicts.map((conflict) => ({ path: file.path, ...conflict })));
}
