import { Emitter } from '../util/emitter';
import { describeError, fail, ok, type Result } from '../util/result';
import { assembleRun, type RunOptions } from './assembleRun';
import type { RunFailure } from './failure';
import { readRun } from './openRuns';
import type { Run, RunChange, RunProgress } from './run';
import { JournalWriteError, RunLog } from './runLog';
import type { RunState } from './state';

/**
 * Opens a run again from its journal, as it was: plan, proposal, verdicts, findings, conflicts and choices. What was under way is
 * recorded as interrupted and goes on when the user says so; a run that was being stopped is stopped. `options` are those of the run's
 * own setup, as far as that says.
 */
export async function restoreRun(options: RunOptions, runId: string): Promise<Result<Run, RunFailure>> {
  const journal = await options.journals.open(runId);
  if (!journal.ok && journal.error.isHeld) return fail({ reason: 'elsewhere', message: journal.error.message });
  if (!journal.ok) return fail(journalFailure(journal.error.message));
  const read = await readRun(options.journals, runId);
  if (!read.ok) return fail(journalFailure(read.error));
  if (!read.value) return fail(journalFailure(`The journal of run ${runId} is empty.`));
  const onError = (error: unknown): void => options.logger.error(`A listener failed: ${describeError(error)}`);
  const changes = new Emitter<RunChange>(onError);
  const progress = new Emitter<RunProgress>(onError);
  const log = RunLog.resume(read.value.state, { journal: journal.value, changes, clock: options.clock });
  try {
    if (log.state.phase === 'stopping') await log.record({ type: 'run-stopped' });
    if (isCutShort(log.state)) await log.record({ type: 'run-interrupted' });
  } catch (error) {
    if (error instanceof JournalWriteError) return fail(journalFailure(error.message));
    throw error;
  }
  const run = assembleRun(options, { log, changes, progress });
  run.takeUp();
  return ok(run);
}

/** Whether something was under way when the last event was written. */
function isCutShort({ phase, applying }: RunState): boolean {
  return applying || phase === 'planning' || phase === 'running';
}

function journalFailure(message: string): RunFailure {
  return { reason: 'journal', message: `The run could not be opened again: ${message}` };
}
