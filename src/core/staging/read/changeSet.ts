import type { TaskId } from '../../plan/plan';
import type { WorkspacePath } from '../../util/paths';

/** How one file differs: `null` stands for a file that is not there. `before` and `after` differ, unless it was only moved. */
export interface FileChange {
  readonly path: WorkspacePath;
  readonly before: string | null;
  readonly after: string | null;
  /**
   * Where the file stood before, when it was moved: then `before` is the text it had there, nothing stood at `path`, and nothing
   * stands at the old place any more (which has no change of its own).
   */
  readonly movedFrom?: WorkspacePath;
}

/** All that one attempt wrote, against the text it saw. */
export interface ChangeSet {
  /** Fingerprint over paths and texts; a verdict names the change set it measured by it. */
  readonly digest: string;
  /** Sorted by path. */
  readonly changes: readonly FileChange[];
}

/** Texts by path; `null` stands for a file that is not there. */
export type Texts = ReadonlyMap<WorkspacePath, string | null>;

/** What the changes make of each path they touch; `null` for a file that is not there any more, or stands elsewhere. */
export function textsAfter(changes: readonly FileChange[]): Texts {
  return new Map(
    changes.flatMap(({ path, after, movedFrom }): [WorkspacePath, string | null][] =>
      movedFrom === undefined
        ? [[path, after]]
        : [
            [movedFrom, null],
            [path, after],
          ],
    ),
  );
}

/** What stood at each path they touch, before them; `null` where nothing did. */
export function textsBefore(changes: readonly FileChange[]): Texts {
  return new Map(
    changes.flatMap(({ path, before, movedFrom }): [WorkspacePath, string | null][] =>
      movedFrom === undefined
        ? [[path, before]]
        : [
            [movedFrom, before],
            [path, null],
          ],
    ),
  );
}

/** Who wrote a piece of proposed text. */
export type Author =
  { readonly type: 'task'; readonly taskId: TaskId; readonly attempt: number } | { readonly type: 'user' };
