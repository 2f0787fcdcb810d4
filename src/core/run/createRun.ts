import { findGateFiles } from '../gates/sources';
import { Emitter } from '../util/emitter';
import { describeError, fail, ok, type Result } from '../util/result';
import { assembleRun, type RunOptions } from './assembleRun';
import type { RunFailure } from './failure';
import type { Run, RunChange, RunProgress } from './run';
import { JournalWriteError, RunLog } from './runLog';
import { profileOf } from './workers';

/** Opens the journal of a new run and puts its parts together. Nothing is asked of a model yet. */
export async function createRun(options: RunOptions): Promise<Result<Run, RunFailure>> {
  const { workspace, logger, workers = [] } = options;
  const runId = options.newId();
  const journal = await options.journals.create(runId);
  if (!journal.ok) return fail(journalFailure(journal.error.message));

  const gates = await Promise.all(
    options.gates.map(async (gate) =>
      gate.kind === 'types'
        ? gate
        : { ...gate, runsFrom: await findGateFiles(gate, workspace, new AbortController().signal) },
    ),
  );
  const onError = (error: unknown): void => logger.error(`A listener failed: ${describeError(error)}`);
  const changes = new Emitter<RunChange>(onError);
  const progress = new Emitter<RunProgress>(onError);
  try {
    const log = await RunLog.create(
      {
        type: 'run-created',
        runId,
        at: options.clock.now(),
        setup: {
          goal: options.goal,
          folders: workspace.folders,
          ...(options.rules.folder !== undefined && { folder: options.rules.folder }),
          lead: options.lead.name,
          worker: options.worker.name,
          profiles: workers.map((worker) => ({
            ...profileOf(worker),
            editFormat: worker.editFormat,
            ...(worker.effort && { effort: worker.effort }),
          })),
          maxWorkers: options.maxWorkers,
          ...(options.overlap && { overlap: options.overlap }),
          authority: options.authority,
          ...(options.prices && { prices: options.prices }),
          gates,
          scripted: options.scripted,
        },
      },
      { journal: journal.value, changes, clock: options.clock },
    );
    return ok(assembleRun(options, { log, changes, progress }));
  } catch (error) {
    if (error instanceof JournalWriteError) return fail(journalFailure(error.message));
    throw error;
  }
}

function journalFailure(message: string): RunFailure {
  return { reason: 'journal', message: `The run could not start because its journal cannot be written: ${message}` };
}
