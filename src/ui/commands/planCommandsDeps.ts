import type { CurrentRun } from '../../core/run/currentRun';
import type { RunFailure } from '../../core/run/failure';
import type { JournaledRun } from '../../core/run/openRuns';
import type { Run } from '../../core/run/run';
import type { RunState } from '../../core/run/state';
import type { Undoable } from '../../core/run/undoable';
import type { Logger } from '../../core/ports/services';
import type { Checked } from '../../core/setup/checked';
import type { Result } from '../../core/util/result';
import type { ContextKeys } from '../contextKeys';
import type { GoalInput } from '../goal/goalInput';
import type { GateSetup } from '../setup/gateSetup';
import type { ModelSetup } from '../setup/modelSetup';
import type { Problem } from './problem';

/** The part of the product that is loaded at the first run: engine, models, processes. */
export interface Runtime {
  /**
   * Opens a run on a goal with the settings of this moment; `folder` names the workspace folder that it is about, where that is not
   * all of them. Nothing is asked of a model yet.
   */
  startRun(goal: string, folder?: string): Promise<Result<Run, RunFailure>>;
  /** The runs of this workspace that are neither through nor discarded, the newest last. */
  findOpenRuns(): Promise<readonly JournaledRun[]>;
  /** Opens a run of this workspace again from its journal. Nothing is asked of a model. */
  restoreRun(run: Pick<RunState, 'runId' | 'setup'>): Promise<Result<Run, RunFailure>>;
  /** Looks at all parts of the set-up, and asks each model twice. */
  checkSetUp(signal: AbortSignal): AsyncIterable<Checked>;
  /** The newest run of this workspace of which an apply still stands, from the journals. */
  lastApplied(): Promise<Result<Undoable | undefined, RunFailure>>;
}

/** What the commands for planning, running and set-up need from the rest. */
export interface PlanCommandsDeps {
  readonly current: CurrentRun;
  readonly logger: Logger;
  readonly contextKeys: ContextKeys;
  readonly goal: GoalInput;
  readonly models: ModelSetup;
  readonly gates: GateSetup;
  /** Names of the window's folders, as paths have them. */
  folders(): readonly string[];
  loadRuntime(): Promise<Runtime>;
  showLog(): void;
  /** Whether this workspace has any journal, and so perhaps something to undo. */
  hasJournals(): Promise<boolean>;
  /** Opens the demo workspace in a new window. */
  openDemo(): Promise<Result<void, Problem>>;
  /** Deletes journals, shadow copies and keys; answers in words what is gone. */
  deleteAllData(): Promise<Result<string, Problem>>;
}
