import type { PolicyRules } from '../authority/policy';
import type { AuthorityTable } from '../authority/table';
import { GateRunner } from '../gates/gateRunner';
import { builtInMatchers } from '../gates/matchers/catalogue';
import { findGateFiles } from '../gates/sources';
import type { GateSpec } from '../gates/verdict';
import { Lead } from '../lead/lead';
import type { Overlap } from '../plan/overlap';
import { defaultProfile } from '../plan/profile';
import type { Applier } from '../ports/applier';
import type { ChatModel, ReasoningEffort } from '../ports/chatModel';
import type { CommandRunner } from '../ports/commandRunner';
import type { FileWatch } from '../ports/fileWatch';
import type { JournalStore } from '../ports/journal';
import type { Clock, Digest, Logger, NewId } from '../ports/services';
import type { ShadowTree } from '../ports/shadowTree';
import type { Workspace } from '../ports/workspace';
import { Emitter } from '../util/emitter';
import { describeError, fail, ok, type Result } from '../util/result';
import { RunEngine } from './engine';
import type { RunFailure } from './failure';
import type { Run, RunChange, RunProgress } from './run';
import { runMandate } from './mandates';
import { JournalWriteError, RunLog } from './runLog';
import { profileOf, workerLookup, type NamedWorker, type Worker } from './workers';

/** Which model does what, and how a model is named to its provider. */
export interface RoleModel {
  readonly model: ChatModel;
  readonly name: string;
}

/** All a run needs from outside, as ports. */
export interface RunOptions {
  readonly goal: string;
  readonly lead: RoleModel & { readonly effort: ReasoningEffort };
  /** The default worker. */
  readonly worker: Worker & { readonly maxTurnsPerAttempt: number };
  /** Further ones, which tasks name by their profiles. */
  readonly workers?: readonly NamedWorker[];
  readonly maxWorkers: number;
  /** Tasks that may write the same files wait for each other where it does not say. */
  readonly overlap?: Overlap;
  readonly authority: AuthorityTable;
  readonly gates: readonly GateSpec[];
  readonly scripted: boolean;
  readonly rules: PolicyRules;
  readonly workspace: Workspace;
  /** Belongs to this run alone. */
  readonly watch: FileWatch;
  readonly shadow: ShadowTree;
  readonly runner: CommandRunner;
  readonly applier: Applier;
  readonly journals: JournalStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly newId: NewId;
  /** Whether the user trusts the folder: without that a run plans, and neither works nor measures. */
  readonly isTrusted: () => boolean;
  readonly logger: Logger;
}

/** Opens the journal of a new run and puts its parts together. Nothing is asked of a model yet. */
export async function createRun(options: RunOptions): Promise<Result<Run, RunFailure>> {
  const { workspace, logger, workers = [] } = options;
  const runId = options.newId();
  const journal = await options.journals.create(runId);
  if (!journal.ok) return fail(journalFailure(journal.error.message));

  const gates = await Promise.all(
    options.gates.map(async (gate) => ({
      ...gate,
      runsFrom: await findGateFiles(gate, workspace, new AbortController().signal),
    })),
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
          profiles: workers.map((worker) => ({ ...profileOf(worker), editFormat: worker.editFormat })),
          maxWorkers: options.maxWorkers,
          ...(options.overlap && { overlap: options.overlap }),
          authority: options.authority,
          gates,
          scripted: options.scripted,
        },
      },
      { journal: journal.value, changes, clock: options.clock },
    );
    return ok(assemble(options, { log, changes, progress }));
  } catch (error) {
    if (error instanceof JournalWriteError) return fail(journalFailure(error.message));
    throw error;
  }
}

interface Parts {
  readonly log: RunLog;
  readonly changes: Emitter<RunChange>;
  readonly progress: Emitter<RunProgress>;
}

function assemble(options: RunOptions, { log, changes, progress }: Parts): Run {
  const { workers = [] } = options;
  const lead = new Lead({
    model: options.lead.model,
    modelName: options.lead.name,
    effort: options.lead.effort,
    mandate: runMandate(log.state.setup),
    profiles: [{ name: defaultProfile, model: options.worker.name, purpose: '' }, ...workers.map(profileOf)],
    gates: options.gates,
    overlap: options.overlap,
    rules: options.rules,
    listener: {
      onTurn: ({ model, usage }, purpose) =>
        log.record({ type: 'lead-called', purpose, model: { configured: options.lead.name, returned: model }, usage }),
      onReturned: (issues) => log.record({ type: 'plan-returned', issues }),
      onProgress: (text) => progress.fire({ role: 'lead', taskId: null, text }),
    },
  });
  const gates = new GateRunner({
    shadow: options.shadow,
    runner: options.runner,
    clock: options.clock,
    digest: options.digest,
    defaultFolder: options.workspace.folders[0] ?? '',
    matchers: builtInMatchers,
    pathRules: async () => (await options.workspace.place()).rules,
  });
  return new RunEngine({
    context: {
      log,
      lead,
      gates,
      workerOf: workerLookup(options.worker, workers),
      maxTurnsPerAttempt: options.worker.maxTurnsPerAttempt,
      workspace: options.workspace,
      watch: options.watch,
      rules: options.rules,
      applier: options.applier,
      clock: options.clock,
      digest: options.digest,
      newId: options.newId,
      isTrusted: options.isTrusted,
      logger: options.logger,
      report: (event) => progress.fire(event),
    },
    changes,
    progress,
  });
}

function journalFailure(message: string): RunFailure {
  return { reason: 'journal', message: `The run could not start because its journal cannot be written: ${message}` };
}
