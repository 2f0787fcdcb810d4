import type { TaskId } from '../../core/plan/plan';
import type { HunkId } from '../../core/review/hunk';
import type { WorkspacePath } from '../../core/util/paths';

/** What a row stands for; commands that get a row as argument look at it first. */
export type RowType =
  | 'run'
  | 'question'
  | 'verdict'
  | 'wave'
  | 'task'
  | 'pending'
  | 'file'
  | 'hunk'
  | 'edits'
  | 'note'
  | 'summary'
  | 'held'
  | 'conflict'
  | 'dispute'
  | 'merge'
  | 'other'
  | 'problem';

/** What a command needs to know of the row it was called on. A row of the tree is one, and so is the argument of its click. */
export interface RowTarget {
  readonly type: RowType;
  readonly runId: string;
  readonly taskId?: TaskId;
  readonly path?: WorkspacePath;
  readonly hunkIds?: readonly HunkId[];
  readonly questionId?: string;
  readonly gate?: string;
}

/** A product icon, with a theme colour where the state has one; `file` stands for the icon theme's own. */
export interface RowIcon {
  readonly id: string;
  readonly color?: string;
}

/** One row of the plan, as data: the tree only maps it to the editor's types. */
export interface PlanRow extends RowTarget {
  /** Unique in the whole tree and the same as long as the thing it shows is. */
  readonly id: string;
  readonly label: string;
  /** The live state, one line. */
  readonly description: string;
  readonly icon: RowIcon;
  /** Words that menus match: `task retryable`. */
  readonly context: string;
  /** What a screen reader says, which hears nothing of the icon. */
  readonly spoken: string;
  /** Markdown, made when the row is hovered; text of models is escaped in it. */
  readonly tooltip: () => string;
  /** Command of a click, called with the row's target. */
  readonly click: string | null;
  readonly expanded: boolean;
  readonly children: readonly PlanRow[];
}

/** The part of a row that its commands get. */
export function targetOf(row: RowTarget): RowTarget {
  return {
    type: row.type,
    runId: row.runId,
    ...(row.taskId !== undefined && { taskId: row.taskId }),
    ...(row.path !== undefined && { path: row.path }),
    ...(row.hunkIds !== undefined && { hunkIds: row.hunkIds }),
    ...(row.questionId !== undefined && { questionId: row.questionId }),
    ...(row.gate !== undefined && { gate: row.gate }),
  };
}
