import * as vscode from 'vscode';

import { fewestTasks, moreWorkers, sameModel, tooManyWorkers } from '../../core/run/health/advice';
import type { CurrentRun } from '../../core/run/currentRun';
import type { RunRecords } from '../../core/run/runRecords';
import type { RunState } from '../../core/run/state';
import type { Disposable } from '../../core/util/disposable';
import { describeError } from '../../core/util/result';
import { settings } from '../catalogue';
import type { HealthStore } from './healthStore';
import { estimateNote, estimateOf } from './planEstimate';

const saidKey = 'leadWorker.moreWorkersSaid';

/** What the advice on coordination needs from the rest. */
export interface HealthDeps {
  readonly current: CurrentRun;
  readonly store: HealthStore;
  /** Remembers in this workspace up to which number more workers were suggested. */
  readonly memory: vscode.Memento;
  readonly records: () => Promise<Pick<RunRecords, 'health'>>;
  readonly onError: (error: unknown) => void;
}

/** What is worth knowing of how a run is set up before its plan is approved. */
export function setupNotes(state: RunState, store: HealthStore): readonly string[] {
  const { setup } = state;
  if (setup.scripted) return [];
  const estimate = estimateOf(state, store.runs);
  return [
    tooManyWorkers(store.runs, setup.maxWorkers),
    sameModel(setup.lead, setup.worker),
    estimate && estimateNote(estimate),
  ].filter((note) => note !== undefined);
}

/** Keeps how well each run was coordinated, and suggests another worker once runs went well. */
export function registerHealth(deps: HealthDeps): Disposable {
  return deps.current.onDidChangeAny((change) => {
    if (change?.event.type !== 'run-finished' || change.state.setup.scripted) return;
    learn(deps, change.state).catch((error: unknown) =>
      deps.onError(`The run's coordination was not kept: ${describeError(error)}`),
    );
  });
}

async function learn({ store, memory, records }: HealthDeps, { runId, setup }: RunState): Promise<void> {
  const health = await (await records()).health(runId);
  if (!health.ok) throw new Error(health.error.message);
  if (!health.value || health.value.tasks < fewestTasks) return;
  await store.keep(health.value);
  const more = moreWorkers(store.runs, setup.maxWorkers);
  if (more === undefined || more <= memory.get<number>(saidKey, 0)) return;
  await memory.update(saidKey, more);
  await suggest(more);
}

/** The setting is written on the click, in the user's settings, and at no other time. */
async function suggest(workers: number): Promise<void> {
  const use = `Use ${workers} Workers`;
  const answer = await vscode.window.showInformationMessage(
    `Lead/Worker: the last runs here went well, and tasks waited for a free worker. Another one may save time.`,
    use,
    'Not Now',
  );
  if (answer === use)
    await vscode.workspace.getConfiguration().update(settings.maxWorkers, workers, vscode.ConfigurationTarget.Global);
}
