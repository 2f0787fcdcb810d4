import type { FindingSeverity } from '../review/finding';
import type { Revision } from '../plan/planChanges';
import type { WorkspacePath } from '../util/paths';

/** The lead's judgement of one criterion. */
export interface CriterionJudgement {
  readonly criterion: string;
  readonly met: boolean;
  readonly reason: string;
}

/** A finding as the lead states it, before it gets an id. */
export interface StatedFinding {
  readonly path: WorkspacePath;
  readonly line: number;
  readonly quote: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly criterion: string | null;
}

/** What the lead decides about an attempt; only what the authority table lets it say. */
export type Decision =
  | { readonly type: 'accept' }
  | { readonly type: 'retry'; readonly feedback: string }
  | { readonly type: 'reassign'; readonly profile: string; readonly feedback: string }
  /** The task stays undone until the user steps in. */
  | { readonly type: 'leave'; readonly reason: string }
  | { readonly type: 'abort'; readonly reason: string };

/** The lead's whole answer on one attempt. */
export interface Assessment {
  readonly criteria: readonly CriterionJudgement[];
  readonly findings: readonly StatedFinding[];
  readonly decision: Decision;
  /** The plan as it is to be from here on, where the lead wants it changed. */
  readonly revision?: Revision;
}
