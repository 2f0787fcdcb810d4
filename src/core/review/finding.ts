import type { TaskId } from '../plan/plan';
import type { WorkspacePath } from '../util/paths';

/** How much a finding matters: an open `error` is listed before apply. */
export type FindingSeverity = 'error' | 'warning' | 'information';

/** A located statement about proposed text. */
export interface Finding {
  readonly id: string;
  /** `lead`, or `gate:<id>`. */
  readonly source: string;
  readonly taskId: TaskId;
  readonly attempt: number;
  readonly path: WorkspacePath;
  /** Line of the proposed text it was made on, from 1. */
  readonly line: number;
  /** That line's text: the finding stands where this line stands, and goes when the line changes. */
  readonly quote: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  /** Criterion of the task it speaks to, if any. */
  readonly criterion: string | null;
}

/** What the user did with a finding. */
export type FindingChoice = 'open' | 'sent-back' | 'dropped' | 'dismissed';

/** A finding with the user's choice. */
export interface FindingState {
  readonly finding: Finding;
  readonly choice: FindingChoice;
  /** Why it was dismissed. */
  readonly reason?: string;
}
