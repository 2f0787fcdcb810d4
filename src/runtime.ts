import { join } from 'node:path';
import * as vscode from 'vscode';
import { makePolicyRules } from './core/authority/policy';
import { carriedFiles, type CarryTest } from './core/gates/carriedFiles';
import type { GateSpec } from './core/gates/verdict';
import { listedPrices } from './core/money/prices';
import type { ChatModel } from './core/ports/chatModel';
import type { Confinement } from './core/ports/confinement';
import type { Logger } from './core/ports/services';
import type { ShadowTree } from './core/ports/shadowTree';
import type { RunOptions } from './core/run/assembleRun';
import { createRun } from './core/run/createRun';
import type { RunSetup } from './core/run/events';
import type { RunFailure } from './core/run/failure';
import { findOpenRuns, type JournaledRun } from './core/run/openRuns';
import { findLastApplied } from './core/run/pastRun';
import { restoreRun } from './core/run/restoreRun';
import type { Run } from './core/run/run';
import type { RunState } from './core/run/state';
import { RunRecords } from './core/run/runRecords';
import { editFormatFor } from './core/worker/editFormat';
import type { Undoable } from './core/run/undoable';
import { bad, type Checked } from './core/setup/checked';
import type { ModelInUse } from './core/setup/checkModel';
import { checkSetUp } from './core/setup/checkSetUp';
import type { ReachablePlace } from './core/setup/reachable';
import { DisposableStore, type Disposable } from './core/util/disposable';
import { describeError, fail, ok, type Result } from './core/util/result';
import type { TimeWords } from './core/util/timeWords';
import { demoModels, demoNotice } from './adapters/demo/demo';
import { startDemoModel } from './adapters/demo/demoModel';
import type { ModelServer } from './adapters/demo/server/modelServer';
import { newId, sha256 } from './adapters/node/digest';
import { EditorModel } from './adapters/editorModels/editorModel';
import { offeredPlaces } from './adapters/editorModels/offered';
import { ModelRouter } from './adapters/modelRouter';
import { NodeJournalStore } from './adapters/node/journal';
import { pruneJournals } from './adapters/node/journalPruning';
import type { Bounds } from './adapters/node/process/commandStarter';
import { NodeCommandRunner } from './adapters/node/processRunner';
import { findTypeScript } from './adapters/node/types/installed';
import { NodeTypeChecker } from './adapters/node/types/nodeTypeChecker';
import { NodeShadowTree } from './adapters/node/shadow/nodeShadowTree';
import type { Credentials } from './adapters/openai/connections';
import { OpenAiModel } from './adapters/openai/openAiModel';
import { RateGates } from './adapters/rate/rateGates';
import { systemTiming } from './adapters/rate/timing';
import { localServers, reachablePlaces } from './adapters/reachable/reachablePlaces';
import { VscodeApplier } from './adapters/vscode/applier';
import { bytesAsApplied } from './adapters/vscode/appliedBytes';
import { ExpiringSet } from './adapters/vscode/expiringSet';
import { VscodeFileWatch } from './adapters/vscode/fileWatch';
import type { ApiKeyStore } from './adapters/vscode/secrets';
import type { LeadWorkerSettings } from './adapters/vscode/settings';
import { VscodeWorkspace } from './adapters/vscode/workspace';
import { workspaceFolders } from './adapters/vscode/workspaceFiles';

/*
 * The second entry: all that a run needs and activation does not. The editor loads it at the first run; nothing but
 * extension.ts imports it, and only when asked.
 */

/** How many gates run at once: beside workers that wait for the network, on the user's own machine. */
const gateSlots = 2;

/** Calls at once to the demo's model, which is a script: as many as there can be workers. */
const demoParallel = 16;

/** How long it is remembered what a server does not take: it may be updated. */
const lacksLifeMs = 7 * 24 * 60 * 60 * 1000;

/** What the runtime takes over from the extension. */
export interface RuntimeHost {
  readonly logger: Logger;
  /** Words for times where the user is. */
  readonly times: TimeWords;
  readonly keys: ApiKeyStore;
  /** Absolute path of this workspace's storage folder. */
  readonly storage: string;
  /** Remembers over sessions what servers do not take. */
  readonly memory: vscode.Memento;
  /** Which models of the editor's the user lets us use. */
  readonly modelAccess: vscode.LanguageModelAccessInformation;
  /** Whether this window shows the demo, which runs on the scripted model. */
  readonly isDemo: boolean;
  readSettings(): Result<LeadWorkerSettings, { readonly message: string }>;
  gates(): Promise<Result<readonly GateSpec[], { readonly message: string }>>;
}

/** Where calls go, as the settings say. */
type ServiceSettings = Pick<LeadWorkerSettings, 'api'> & { readonly baseUrl?: string | null | undefined };

/** A run with what belongs to it alone. */
interface OpenRun {
  readonly run: Run;
  /** Listens to its files, and holds its copies for gates. */
  readonly belongings: Disposable;
}

/**
 * Starts runs and opens them again. Disposing it, as when the window closes or reloads, ends what they do and kills what their gates
 * started, ends the demo's server and removes shadow copies.
 */
export class Runtime implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly workspace = this.owned.add(new VscodeWorkspace());
  private readonly runner: NodeCommandRunner;
  private readonly types: NodeTypeChecker;
  private readonly applier = new VscodeApplier();
  private readonly journals: NodeJournalStore;
  private readonly clock = { now: () => Date.now() };
  private readonly gates = new RateGates(systemTiming, () => parallelIn(this.host));
  private readonly editorModels: ChatModel;
  private demo: Promise<ModelServer> | undefined;
  private readonly open: OpenRun[] = [];

  constructor(private readonly host: RuntimeHost) {
    this.journals = this.owned.add(new NodeJournalStore(`${host.storage}/journals`));
    const started = { root: `${host.storage}/gates`, bounds: () => boundsIn(host) };
    this.runner = this.owned.add(new NodeCommandRunner(started));
    this.types = this.owned.add(new NodeTypeChecker({ ...started, compilerProgram: join(__dirname, 'compiler.js') }));
    const access = host.modelAccess;
    this.editorModels = new EditorModel({ timing: systemTiming, access, parallel: () => parallelIn(host) });
    this.prune();
  }

  /** Keeps the journals of past runs within their limits; what can't be deleted now stays for the next window. */
  private prune(): void {
    const { logger, storage } = this.host;
    pruneJournals(`${storage}/journals`, Date.now()).then(
      (pruned) => pruned.length > 0 && logger.info(`Old journals were deleted: ${pruned.join(', ')}.`),
      (error: unknown) => logger.warn(`Old journals were not deleted: ${describeError(error)}`),
    );
  }

  /**
   * Opens a run on a goal with the settings of this moment; `folder` names the workspace folder that it is about, where that is not
   * all of them. Nothing is asked of a model yet.
   */
  async startRun(goal: string, folder?: string): Promise<Result<Run, RunFailure>> {
    const { host } = this;
    this.releaseDiscarded();
    const settings = host.readSettings();
    if (!settings.ok) return fail({ reason: 'settings', message: settings.error.message });
    const gates = await host.gates();
    if (!gates.ok) return fail({ reason: 'settings', message: gates.error.message });
    // What a model gets to see must not hang on a file watcher's word.
    this.workspace.refresh();
    if (host.isDemo) host.logger.info(demoNotice);
    const setup = newSetup(goal, settings.value, host.isDemo);
    return this.opened(settings.value, createRun, {
      ...setup,
      ...(folder !== undefined && { folder }),
      gates: gates.value.filter((gate) => folder === undefined || folderOf(gate) === folder),
    });
  }

  /** The runs of this workspace that are neither through nor discarded, the newest last. */
  findOpenRuns(): Promise<readonly JournaledRun[]> {
    const { journals, workspace, host } = this;
    return findOpenRuns({ journals, workspace, logger: host.logger });
  }

  /**
   * Opens a run of this workspace again from its journal. It has the models, gates and powers that it was started with; what its
   * journal does not say comes from the settings of this moment. Nothing is asked of a model.
   */
  async restoreRun({ runId, setup }: Pick<RunState, 'runId' | 'setup'>): Promise<Result<Run, RunFailure>> {
    const settings = this.host.readSettings();
    if (!settings.ok) return fail({ reason: 'settings', message: settings.error.message });
    return this.opened(settings.value, (options) => restoreRun(options, runId), setup);
  }

  /** The newest run of this workspace of which an apply still stands, from the journals. */
  async lastApplied(): Promise<Result<Undoable | undefined, RunFailure>> {
    const { journals, workspace, applier, clock, host } = this;
    return findLastApplied({ journals, workspace, applier, clock, logger: host.logger });
  }

  /** Looks at all parts of the set-up, and asks each model twice. What the settings do not say cannot be looked at. */
  async *checkSetUp(signal: AbortSignal): AsyncGenerator<Checked> {
    const { host } = this;
    const settings = host.readSettings();
    if (!settings.ok) {
      yield bad('Settings', settings.error.message, 'open-settings');
      return;
    }
    const { baseUrl } = settings.value;
    const hasKey = !host.isDemo && ((await host.keys.get()) ?? '') !== '';
    const folders = workspaceFolders();
    yield* checkSetUp(
      {
        folders: folders.map(({ name }) => name),
        isTrusted: vscode.workspace.isTrusted,
        service: {
          name: host.isDemo ? 'the demo model' : baseUrl === undefined ? 'OpenAI' : new URL(baseUrl).host,
          hasKey,
          needsKey: !host.isDemo && baseUrl === undefined,
        },
        models: await this.modelsInUse(settings.value),
        gates: await host.gates(),
        couldStart: (gate) => this.couldStart(gate),
      },
      signal,
    );
  }

  /** Asks the server in use, servers on this machine and the editor which models they have. */
  async *findModels(signal: AbortSignal): AsyncGenerator<ReachablePlace> {
    const settings = this.host.readSettings();
    const apiKey = (await this.host.keys.get()) ?? '';
    const baseUrl = settings.ok ? (settings.value.baseUrl ?? null) : null;
    yield* reachablePlaces({ baseUrl, apiKey, localServers, editorPlaces: offeredPlaces }, signal);
  }

  /** The models of a run that began now. */
  private async modelsInUse(settings: LeadWorkerSettings): Promise<readonly ModelInUse[]> {
    const { lead, worker, profiles = [] } = newSetup('', settings, this.host.isDemo);
    const model = this.host.isDemo ? await this.demoModel() : this.model(settings);
    return [
      { model, name: lead, leads: true, effort: settings.leadEffort },
      ...[worker, ...profiles.map((profile) => profile.model)].map((name) => ({ model, name, leads: false })),
    ];
  }

  /** Whether a gate could be started in its folder as that is, and within which bounds. */
  private async couldStart(gate: GateSpec): Promise<Result<Confinement, string>> {
    const folder = workspaceFolders().find(({ name }) => name === folderOf(gate));
    if (folder?.root.scheme !== 'file') return fail(`There is no folder ${folderOf(gate) ?? ''} on a disk here.`);
    const cwd = folder.root.fsPath;
    if (gate.kind !== 'types') return this.runner.couldStart({ command: gate.command, args: gate.args, cwd });
    const found = await findTypeScript(cwd);
    return found.ok ? this.runner.couldStart({ command: process.execPath, args: [], cwd }) : found;
  }

  /** The runs of this workspace as their journals tell them. */
  get records(): RunRecords {
    return new RunRecords({ journals: this.journals, times: this.host.times, logger: this.host.logger });
  }

  dispose(): void {
    for (const { run, belongings } of this.open) {
      // Nobody has stopped it: it is found interrupted when the window is back. Gates are killed below before this returns.
      run.leave();
      belongings.dispose();
    }
    this.demo?.then(
      (server) => server.close(),
      // It never started, and whoever asked for it was told.
      () => undefined,
    );
    this.owned.dispose();
  }

  /** Begins a run, or takes one up again, as its setup says; what that does not say is as in these settings. */
  private async opened(
    settings: LeadWorkerSettings,
    begin: (options: RunOptions) => Promise<Result<Run, RunFailure>>,
    { folder, lead, worker, profiles = [], ...setup }: Omit<RunSetup, 'folders'>,
  ): Promise<Result<Run, RunFailure>> {
    const { leadEffort, workerEffort, editFormat, maxTurnsPerAttempt } = settings;
    const model = setup.scripted ? await this.demoModel() : this.model(settings);
    const belongings = new DisposableStore();
    const run = await begin({
      ...setup,
      ...this.surroundings(belongings, settings, folder),
      lead: { model, name: lead, effort: leadEffort },
      worker: {
        model,
        name: worker,
        effort: workerEffort,
        editFormat: editFormatFor(setup.scripted ? 'auto' : editFormat, worker),
        maxTurnsPerAttempt,
      },
      workers: profiles.map(({ name, purpose, ...named }) => ({
        model,
        name: named.model,
        editFormat: named.editFormat,
        effort: named.effort,
        profile: name,
        purpose,
      })),
    });
    if (run.ok) this.open.push({ run: run.value, belongings });
    else belongings.dispose();
    return run;
  }

  /** What a run works with, whatever it is about. */
  private surroundings(
    belongings: DisposableStore,
    { sensitiveFiles, gateFiles }: LeadWorkerSettings,
    folder: string | undefined,
  ): Omit<RunOptions, 'goal' | 'lead' | 'worker' | 'maxWorkers' | 'authority' | 'gates' | 'scripted'> {
    const rules = makePolicyRules(sensitiveFiles, this.workspace, folder);
    return {
      rules,
      workspace: this.workspace,
      watch: belongings.add(this.fileWatch()),
      shadow: this.shadow(belongings, carriedFiles(gateFiles, rules.sensitive)),
      runner: this.runner,
      types: this.types,
      applier: this.applier,
      journals: this.journals,
      clock: this.clock,
      digest: sha256,
      newId,
      isTrusted: () => vscode.workspace.isTrusted,
      logger: this.host.logger,
    };
  }

  private fileWatch(): VscodeFileWatch {
    return new VscodeFileWatch((error) => this.host.logger.error(`A listener failed: ${describeError(error)}`));
  }

  /** What belonged to discarded runs goes when the next one starts: until then their last events may still be on the way. */
  private releaseDiscarded(): void {
    const kept = this.open.filter(({ run }) => run.state.phase !== 'discarded');
    for (const each of this.open.splice(0)) {
      if (kept.includes(each)) this.open.push(each);
      else each.belongings.dispose();
    }
  }

  private model({ baseUrl = null, api }: ServiceSettings): ChatModel {
    const { keys, memory } = this.host;
    const server = new OpenAiModel({
      credentials: {
        resolve: async () => ok<Credentials>({ apiKey: (await keys.get()) ?? '', baseUrl }),
      },
      api,
      gates: this.gates,
      lacks: new ExpiringSet(memory, { key: 'leadWorker.lacks', lifeMs: lacksLifeMs, clock: this.clock }),
    });
    return new ModelRouter({ editor: this.editorModels, server });
  }

  private async demoModel(): Promise<ChatModel> {
    this.demo ??= startDemoModel();
    const { baseUrl } = await this.demo;
    return new OpenAiModel({
      credentials: { resolve: async () => ok<Credentials>({ apiKey: '', baseUrl }) },
      gates: new RateGates(systemTiming, () => demoParallel),
    });
  }

  /** Copies are made of local folders; elsewhere gates cannot run, and say so in their verdicts. */
  private shadow(belongings: DisposableStore, carried: CarryTest): ShadowTree {
    const { host } = this;
    const folders = workspaceFolders().map(({ name, root }) => ({ name, root: root.fsPath, scheme: root.scheme }));
    const remote = folders.find(({ scheme }) => scheme !== 'file');
    if (remote) {
      const message = `Gates need a folder on a disk, and ${remote.name} is a virtual one (${remote.scheme}).`;
      return { lay: async () => fail({ reason: 'unavailable', message }) };
    }
    const shadow = new NodeShadowTree({
      folders,
      storage: host.storage,
      slots: gateSlots,
      ignored: async (path, kind) => !carried(path, kind) && (await this.workspace.isIgnored(path)),
      unsaved: () => this.workspace.unsaved(),
      encode: bytesAsApplied,
      logger: host.logger,
    });
    belongings.add(shadow);
    shadow
      .sweep()
      .catch((error: unknown) => host.logger.warn(`Old gate copies were not removed: ${describeError(error)}`));
    return shadow;
  }
}

/** What a new run is set up with, but for its gates and its folder. */
function newSetup(goal: string, settings: LeadWorkerSettings, isDemo: boolean): Omit<RunSetup, 'folders' | 'gates'> {
  const { leadModel, workerModel, workers, maxWorkers, overlap, authority, prices } = settings;
  return {
    goal,
    ...(isDemo ? demoModels : { lead: leadModel, worker: workerModel }),
    // The demo's server plays two models, and no more.
    profiles: (isDemo ? [] : workers).map(({ name, model, purpose, editFormat, effort }) => ({
      name,
      model,
      purpose,
      editFormat: editFormatFor(editFormat, model),
      ...(effort && { effort }),
    })),
    maxWorkers,
    overlap,
    authority,
    ...(!isDemo && { prices: { ...listedPrices, ...prices } }),
    scripted: isDemo,
  };
}

/** How gates are kept within bounds now; as strictly as can be, where the settings can't be read. */
function boundsIn(host: RuntimeHost): Bounds {
  const settings = host.readSettings();
  return settings.ok ? settings.value.bounds : { sandbox: true, network: false };
}

/** Calls at once as the user wants them now. */
function parallelIn(host: RuntimeHost): number | undefined {
  const settings = host.readSettings();
  return settings.ok ? settings.value.parallel : undefined;
}

/** The folder a gate measures: the first one, where it names none. */
function folderOf(gate: GateSpec): string | undefined {
  return gate.folder ?? workspaceFolders()[0]?.name;
}
