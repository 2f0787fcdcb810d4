import type { Applier } from '../ports/applier';
import type { JournalStore } from '../ports/journal';
import type { Clock, Logger } from '../ports/services';
import type { Workspace } from '../ports/workspace';
import { Emitter } from '../util/emitter';
import type { WorkspacePath } from '../util/paths';
import { describeError, fail, ok, type Result } from '../util/result';
import type { RunEvent } from './events';
import type { RunFailure } from './failure';
import { replay } from './reducer';
import type { RunChange } from './run';
import { JournalWriteError, RunLog } from './runLog';
import type { RunState } from './state';
import type { PlannedUndo, Undoable, Undone } from './undoable';
import { planUndoOfLast, undoLast } from './undoWork';

/** What is needed to find the run whose apply was the last in this workspace. */
export interface PastRuns {
  readonly journals: JournalStore;
  readonly workspace: Workspace;
  readonly applier: Applier;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The newest run of which an apply still stands, from the journals; `undefined` when there is none. A journal that cannot be read
 * is passed over and logged: what it held can't be told from what was never applied.
 */
export async function findLastApplied(options: PastRuns): Promise<Result<Undoable | undefined, RunFailure>> {
  for (const runId of await options.journals.list()) {
    const state = await readRun(options, runId);
    if (!state || state.applies.length === 0) continue;
    const journal = await options.journals.open(runId);
    if (!journal.ok) return fail(unwritable(journal.error.message));
    const onError = (error: unknown): void => options.logger.error(`A listener failed: ${describeError(error)}`);
    const changes = new Emitter<RunChange>(onError);
    const log = RunLog.resume(state, { journal: journal.value, changes, clock: options.clock });
    return ok(new PastRun(options, log));
  }
  return ok(undefined);
}

async function readRun({ journals, logger }: PastRuns, runId: string): Promise<RunState | undefined> {
  const contents = await journals.read(runId);
  if (!contents.ok) {
    logger.warn(contents.error.message);
    return undefined;
  }
  // Most runs were never applied, and are not worth folding.
  if (!contents.value.entries.some(isApply)) return undefined;
  try {
    return replay(contents.value.entries as readonly RunEvent[]);
  } catch (error) {
    logger.warn(`The journal of run ${runId} does not hold together: ${describeError(error)}`);
    return undefined;
  }
}

function isApply(entry: unknown): boolean {
  return typeof entry === 'object' && entry !== null && 'type' in entry && entry.type === 'apply-started';
}

/** A run that is in its journal only: nothing of it can be done any more but to take back what it wrote. */
class PastRun implements Undoable {
  constructor(
    private readonly options: PastRuns,
    private readonly log: RunLog,
  ) {}

  get state(): RunState {
    return this.log.state;
  }

  planUndo({ without }: { readonly without: readonly WorkspacePath[] }): Promise<Result<PlannedUndo, RunFailure>> {
    return planUndoOfLast({ ...this.options, log: this.log }, without, new AbortController().signal);
  }

  async undo({ without }: { readonly without: readonly WorkspacePath[] }): Promise<Result<Undone, RunFailure>> {
    try {
      return await undoLast({ ...this.options, log: this.log }, without, new AbortController().signal);
    } catch (error) {
      if (error instanceof JournalWriteError) return fail(unwritable(error.message));
      throw error;
    }
  }
}

function unwritable(message: string): RunFailure {
  return { reason: 'journal', message: `The undo cannot be recorded, so it was not begun or not finished: ${message}` };
}
