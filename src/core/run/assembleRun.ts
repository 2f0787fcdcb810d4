import type { PolicyRules } from '../authority/policy';
import type { AuthorityTable } from '../authority/table';
import { GateRunner } from '../gates/gateRunner';
import { builtInMatchers } from '../gates/matchers/catalogue';
import { TypeGateRunner } from '../gates/typeGate';
import type { GateSpec } from '../gates/verdict';
import { Lead } from '../lead/lead';
import type { PriceTable } from '../money/prices';
import type { Overlap } from '../plan/overlap';
import { defaultProfile } from '../plan/profile';
import type { Applier } from '../ports/applier';
import type { ChatModel, ReasoningEffort } from '../ports/chatModel';
import type { CommandRunner } from '../ports/commandRunner';
import type { FileWatch } from '../ports/fileWatch';
import type { JournalStore } from '../ports/journal';
import type { Clock, Digest, Logger, NewId } from '../ports/services';
import type { ShadowTree } from '../ports/shadowTree';
import type { TypeChecker } from '../ports/typeChecker';
import type { Workspace } from '../ports/workspace';
import type { Emitter } from '../util/emitter';
import { RunEngine } from './engine';
import type { RunChange, RunProgress } from './run';
import { runMandate } from './mandates';
import { PauseGate } from './pausing';
import type { RunLog } from './runLog';
import { readyTasks, type Schedule } from './schedule';
import { Steering } from './steering';
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
  /** What starts next; the longest remaining path first unless given. */
  readonly schedule?: Schedule;
  /** Tasks that may write the same files wait for each other where it does not say. */
  readonly overlap?: Overlap;
  readonly authority: AuthorityTable;
  /** What models cost; nothing is known where it does not say. */
  readonly prices?: PriceTable;
  readonly gates: readonly GateSpec[];
  readonly scripted: boolean;
  readonly rules: PolicyRules;
  readonly workspace: Workspace;
  /** Belongs to this run alone. */
  readonly watch: FileWatch;
  readonly shadow: ShadowTree;
  readonly runner: CommandRunner;
  readonly types: TypeChecker;
  readonly applier: Applier;
  readonly journals: JournalStore;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly newId: NewId;
  /** Whether the user trusts the folder: without that a run plans, and neither works nor measures. */
  readonly isTrusted: () => boolean;
  readonly logger: Logger;
}

/** What a run is put together around. */
export interface Parts {
  readonly log: RunLog;
  readonly changes: Emitter<RunChange>;
  readonly progress: Emitter<RunProgress>;
}

/** Puts the parts of a run together, be it a new one or one from its journal. */
export function assembleRun(options: RunOptions, { log, changes, progress }: Parts): RunEngine {
  const { workers = [] } = options;
  const pause = new PauseGate(() => log.state.paused);
  const lead = new Lead({
    model: options.lead.model,
    modelName: options.lead.name,
    effort: options.lead.effort,
    mandate: runMandate(log.state.setup),
    profiles: [{ name: defaultProfile, model: options.worker.name, purpose: '' }, ...workers.map(profileOf)],
    gates: options.gates,
    overlap: options.overlap,
    rules: options.rules,
    mayCall: (signal) => pause.passed(signal),
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
    types: new TypeGateRunner({
      checker: options.types,
      workspace: options.workspace,
      shadow: options.shadow,
      clock: options.clock,
      digest: options.digest,
    }),
  });
  return new RunEngine({
    context: {
      log,
      lead,
      gates,
      workerOf: workerLookup(options.worker, workers),
      maxTurnsPerAttempt: options.worker.maxTurnsPerAttempt,
      schedule: options.schedule ?? readyTasks,
      pause,
      steering: new Steering(),
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
