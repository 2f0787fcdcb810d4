import { randomUUID } from 'node:crypto';
import { sep } from 'node:path';
import * as vscode from 'vscode';
import { CurrentRun } from './core/run/currentRun';
import { DisposableStore, type Disposable } from './core/util/disposable';
import { describeError, fail, ok, type Result } from './core/util/result';
import { timeWordsIn } from './core/util/timeWords';
import { demoGoal, demoModels, demoNotice } from './adapters/demo/demo';
import { copyDemoWorkspace } from './adapters/demo/workspaceCopy';
import { sha256 } from './adapters/node/digest';
import { mayHaveOpenRun } from './adapters/node/journalPeek';
import { ChannelLogger } from './adapters/vscode/logger';
import { ApiKeyStore } from './adapters/vscode/secrets';
import { Settings } from './adapters/vscode/settings';
import { uriOf, workspaceFolders } from './adapters/vscode/workspaceFiles';
import { registerPlanCommands } from './ui/commands/registerPlanCommands';
import type { Problem } from './ui/commands/problem';
import { ContextKeys } from './ui/contextKeys';
import { registerFindings } from './ui/findings/registerFindings';
import { GoalInput } from './ui/goal/goalInput';
import { HealthStore } from './ui/health/healthStore';
import { taskEstimates } from './ui/health/planEstimate';
import { registerHealth, setupNotes } from './ui/health/registerHealth';
import { registerPlanTree } from './ui/plan/planTree';
import { registerConflicts } from './ui/conflict/registerConflicts';
import { registerRecords } from './ui/report/registerRecords';
import { registerReview } from './ui/review/registerReview';
import { reviewsOf } from './ui/review/reviewsOf';
import { reviewUri } from './ui/review/uris';
import { GateSetup } from './ui/setup/gateSetup';
import { ModelSetup } from './ui/setup/modelSetup';
import { restoreRuns } from './ui/restoreRuns';
import { registerStatusItem } from './ui/status/statusItem';
import type { Runtime } from './runtime';

/** What tests in the extension host get; nobody else gets anything. */
export interface TestSeam {
  readonly current: CurrentRun;
}

/** Called by the editor when a view, a command or a document of ours is first needed. Wires; nothing more. */
export function activate(context: vscode.ExtensionContext): TestSeam | undefined {
  // What is still loading when the window closes must go too, and the editor asks for subscriptions only once.
  const owned = new DisposableStore();
  context.subscriptions.push(owned);
  const own = <T extends Disposable>(disposable: T): T => owned.add(disposable);
  const channel = own(vscode.window.createOutputChannel('Lead/Worker', { log: true }));
  const logger = new ChannelLogger(channel);
  const onError = (error: unknown): void => logger.error(describeError(error));
  const keys = new ApiKeyStore(context.secrets);
  const settings = new Settings(context.workspaceState, sha256);
  const storage = context.storageUri ?? context.globalStorageUri;
  const demos = vscode.Uri.joinPath(context.globalStorageUri, 'demo');
  const isDemo = (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath.startsWith(demos.fsPath + sep));

  const times = timeWordsIn((at) => -new Date(at).getTimezoneOffset());
  const current = own(new CurrentRun(onError));
  const contextKeys = own(new ContextKeys({ current, reviewsOf, onError }));
  const openDemo = (): Promise<Result<void, Problem>> => openDemoWindow(context.extensionUri, demos);
  const models = new ModelSetup({
    keys,
    isDemo: () => isDemo,
    openDemo: async () => {
      await openDemo();
    },
    findModels: async function* (signal) {
      yield* (await loadRuntime()).findModels(signal);
    },
  });
  const gates = new GateSetup({ folders: workspaceFolders, settings, memory: context.workspaceState });
  const goal = own(
    new GoalInput({ extensionUri: context.extensionUri, facts: () => facts(settings, isDemo), newId: randomUUID }),
  );
  if (isDemo) goal.keep(demoGoal);

  const refreshModel = (): void => {
    models.hasModel().then((hasModel) => contextKeys.setNeedsModel(!hasModel), onError);
  };
  own(context.secrets.onDidChange(refreshModel));
  own(vscode.workspace.onDidChangeConfiguration(refreshModel));
  refreshModel();

  let runtime: Promise<Runtime> | undefined;
  const loadRuntime = (): Promise<Runtime> => {
    runtime ??= import('./runtime').then((loaded) =>
      own(
        new loaded.Runtime({
          logger,
          times,
          keys,
          storage: storage.fsPath,
          memory: context.globalState,
          modelAccess: context.languageModelAccessInformation,
          isDemo,
          readSettings: () => settings.read(),
          gates: () => gates.inForce(),
        }),
      ),
    );
    return runtime;
  };

  const health = new HealthStore(context.workspaceState);
  own(
    registerPlanTree({
      current,
      reviewsOf,
      notesOn: (state) => setupNotes(state, health),
      estimatesOn: (state) => taskEstimates(state, health.runs),
      fileUri: (runId, path) => vscode.Uri.from(reviewUri({ side: 'proposal', runId, path })),
    }),
  );
  own(registerStatusItem({ current }));
  own(registerConflicts({ current, logger, memory: context.globalState }));
  own(registerReview({ current, logger, memory: context.globalState, fileUri: uriOf }));
  own(registerRecords({ current, logger, times, records: async () => (await loadRuntime()).records }));
  own(
    registerHealth({
      current,
      store: health,
      memory: context.workspaceState,
      records: async () => (await loadRuntime()).records,
      onError,
    }),
  );
  own(registerFindings({ current, logger, memory: context.globalState }));
  own(
    registerPlanCommands({
      current,
      logger,
      contextKeys,
      goal,
      models,
      gates,
      folders: () => workspaceFolders().map(({ name }) => name),
      loadRuntime,
      showLog: () => channel.show(),
      hasJournals: () => hasFiles(vscode.Uri.joinPath(storage, 'journals')),
      openDemo,
      deleteAllData: () => deleteAllData(context, keys),
    }),
  );
  restoreRuns({
    current,
    logger,
    mayHaveOpenRun: () => mayHaveOpenRun(vscode.Uri.joinPath(storage, 'journals').fsPath),
    loadRuntime,
  }).catch(onError);
  return context.extensionMode === vscode.ExtensionMode.Test ? { current } : undefined;
}

/** One line on who will read a goal. */
function facts(settings: Settings, isDemo: boolean): string {
  if (isDemo) return `Lead ${demoModels.lead}, workers ${demoModels.worker}. ${demoNotice}`;
  const read = settings.read();
  return read.ok ? `Lead ${read.value.leadModel}, workers ${read.value.workerModel}.` : read.error.message;
}

/** Copies the sample workspace into our storage, which is what marks it as the demo, and opens it. */
async function openDemoWindow(extension: vscode.Uri, demos: vscode.Uri): Promise<Result<void, Problem>> {
  const folder = vscode.Uri.joinPath(demos, randomUUID().slice(0, 8), 'ledger');
  try {
    await vscode.workspace.fs.createDirectory(vscode.Uri.joinPath(folder, '..'));
    await copyDemoWorkspace(vscode.Uri.joinPath(extension, 'media').fsPath, folder.fsPath);
  } catch (error) {
    return fail({ reason: 'demo', message: `The sample workspace could not be copied: ${describeError(error)}` });
  }
  const hasFolder = (vscode.workspace.workspaceFolders ?? []).length > 0;
  await vscode.commands.executeCommand('vscode.openFolder', folder, {
    forceNewWindow: hasFolder,
    forceReuseWindow: !hasFolder,
  });
  return ok(undefined);
}

/** All that is stored outside of the user's own files: journals, shadow copies, demos, key, confirmations. */
async function deleteAllData(context: vscode.ExtensionContext, keys: ApiKeyStore): Promise<Result<string, Problem>> {
  try {
    for (const folder of [context.storageUri, context.globalStorageUri]) {
      if (folder) await deleteFolder(folder);
    }
    await keys.delete();
    for (const memory of [context.workspaceState, context.globalState]) {
      for (const key of memory.keys()) await memory.update(key, undefined);
    }
  } catch (error) {
    return fail({ reason: 'delete', message: `Not everything could be deleted: ${describeError(error)}` });
  }
  return ok('all stored data of this workspace, the demo copies and the key are deleted.');
}

async function hasFiles(folder: vscode.Uri): Promise<boolean> {
  try {
    return (await vscode.workspace.fs.readDirectory(folder)).length > 0;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

async function deleteFolder(folder: vscode.Uri): Promise<void> {
  try {
    await vscode.workspace.fs.delete(folder, { recursive: true });
  } catch (error) {
    if (!(error instanceof vscode.FileSystemError && error.code === 'FileNotFound')) throw error;
  }
}
