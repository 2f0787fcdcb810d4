import type { TaskId } from '../plan/plan';
import type { Event } from '../util/emitter';
import type { WorkspacePath } from '../util/paths';
import type { Result } from '../util/result';
import type { Controllable } from './controllable';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import type { ReadOnly } from './readOnly';
import type { Reviewable } from './reviewable';
import type { Settlable } from './settlable';
import type { RunState } from './state';
import type { Undoable } from './undoable';

/** Something that is going on, for the eye only: not an event, not in the journal. */
export interface RunProgress {
  readonly role: 'lead' | 'worker' | 'gate';
  readonly taskId: TaskId | null;
  /** One line: "reading src/index.ts". */
  readonly text: string;
}

/** What happened and what it led to. */
export interface RunChange {
  readonly event: RunEvent;
  readonly state: RunState;
}

/** How an apply ended well. */
export interface Applied {
  readonly paths: readonly WorkspacePath[];
  /** Files that the user's own save actions changed beyond what was accepted. */
  readonly changedBySaving: readonly WorkspacePath[];
}

/**
 * A run as the surfaces see it: a state to show and the things a person may do. Each call appends to the journal before it
 * acts; a call that makes no sense in the present state does nothing and says so in its result.
 */
export interface Run extends Undoable, Settlable, Controllable, Reviewable {
  readonly state: RunState;
  /** It is only looked at here, and this is why; left out where it can be acted on. */
  readonly readOnly?: ReadOnly;
  readonly onDidChange: Event<RunChange>;
  readonly onDidProgress: Event<RunProgress>;

  /** Asks the lead for a plan. Resolves when the plan is ready, or has failed, or was stopped. */
  plan(): Promise<Result<void, RunFailure>>;
  /** Approves the plan and carries it out. Resolves when every task has settled. */
  approve(): Promise<Result<void, RunFailure>>;
  /**
   * Goes on with a run that was interrupted: what was in flight with a worker is begun anew, all else goes on where it stood. Resolves
   * like `approve`, or like `plan` where it was still being planned. After a pause it resolves at once.
   */
  resume(): Promise<Result<void, RunFailure>>;
  /**
   * The window closes: everything under way ends, and nothing of that is recorded, as when the window is killed. What an apply has
   * written is recorded all the same, if there is time left for it.
   */
  leave(): void;
  /** Stops planning, running or applying: no request starts after it and open ones are closed. */
  stop(): Promise<void>;
  /** Gives the run up; nothing of it is shown any more, the journal stays. */
  discard(): Promise<void>;

  /** Answers what the lead had to ask. */
  answer(questionId: string, granted: boolean): Promise<Result<void, RunFailure>>;
  /**
   * The user has seen these versions of what gates run from, named by their fingerprints: gates may run them. One that waits no
   * more is not released.
   */
  releaseGates(shown: readonly string[]): Promise<Result<void, RunFailure>>;
  /** Runs the gates of a held task again, after the user fixed why they could not run. */
  retryGates(taskId: TaskId): Promise<Result<void, RunFailure>>;
  /** Lets a gate's result not count, for this run, on record. */
  waiveGate(gate: string, reason: string): Promise<Result<void, RunFailure>>;
  /** Goes on with everything that a stop or an abort cut short. */
  retryStopped(): Promise<Result<void, RunFailure>>;

  /**
   * Writes what was accepted: gates on exactly that, preflight, one undoable step, read back. `without` leaves files out.
   * Refuses with `gate-red`, `gates-held`, `obstacles`, `clash` … and has then written nothing.
   */
  apply(options: { readonly without: readonly WorkspacePath[] }): Promise<Result<Applied, RunFailure>>;
}
