import type { PlanAnswer } from '../../../core/plan/schema';
import type { FindingSeverity } from '../../../core/review/finding';
import type { Facts } from './facts';

/** A task as the lead's plan states it. */
export type PlannedTask = PlanAnswer['tasks'][number];

/** One task of the demo: how the lead plans it, what workers do, how the lead judges that. Data only. */
export interface TaskScript {
  readonly planned: PlannedTask;
  readonly attempts: readonly AttemptScript[];
  readonly judgements: readonly JudgementScript[];
}

/** What a piece of script is for: a first attempt (`null`), or one that was sent back with such words. */
export type FeedbackCondition = RegExp | null;

/** What a worker does. Texts may hold `{{name}}` for a fact. */
export interface AttemptScript {
  readonly feedback: FeedbackCondition;
  /** Read before anything is written. */
  readonly reads: readonly string[];
  /** Found in the files that were read, or in the feedback. */
  readonly facts: Facts;
  readonly edits: readonly ScriptedEdit[];
  readonly files: readonly { readonly path: string; readonly content: string }[];
  readonly summary: string;
}

/** A replacement in a file that was read; `search` has to stand in it exactly once. */
export interface ScriptedEdit {
  readonly path: string;
  readonly search: string;
  readonly replace: string;
}

/** What the lead says to an attempt whose command gates ended so. */
export interface JudgementScript {
  readonly feedback: FeedbackCondition;
  readonly gates: 'passed' | 'failed';
  /** Found in the output of the failed gates. */
  readonly facts: Facts;
  readonly criteria: readonly ScriptedCriterion[];
  readonly findings: readonly ScriptedFinding[];
  /** Words for the worker send the attempt back; `null` accepts it. */
  readonly retry: string | null;
}

/** A criterion, met or not, with a line of the diff that shows it. */
export interface ScriptedCriterion {
  readonly criterion: string;
  readonly met: boolean;
  readonly shownBy: string;
  readonly reason: string;
}

/** A finding; its line number is the one that the diff gives to the line with `shownBy` in it. */
export interface ScriptedFinding {
  readonly path: string;
  readonly shownBy: string;
  readonly severity: FindingSeverity;
  readonly message: string;
  readonly criterion: string | null;
}
