import { mkdtemp, readdir, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { onTestFinished } from 'vitest';

import { demoGates, demoGoal, demoModels } from '../../../src/adapters/demo/demo';
import { startDemoModel } from '../../../src/adapters/demo/demoModel';
import type { Latency } from '../../../src/adapters/demo/server/heldAnswers';
import type { ModelServer } from '../../../src/adapters/demo/server/modelServer';
import { copyDemoWorkspace } from '../../../src/adapters/demo/workspaceCopy';
import { newId, sha256 } from '../../../src/adapters/node/digest';
import { NodeJournalStore } from '../../../src/adapters/node/journal';
import { NodeCommandRunner } from '../../../src/adapters/node/processRunner';
import { NodeShadowTree } from '../../../src/adapters/node/shadow/nodeShadowTree';
import { RateGates } from '../../../src/adapters/rate/rateGates';
import { systemTiming } from '../../../src/adapters/rate/timing';
import { OpenAiModel } from '../../../src/adapters/openai/openAiModel';
import { makePolicyRules } from '../../../src/core/authority/policy';
import { defaultAuthority } from '../../../src/core/authority/table';
import type { ChatModel } from '../../../src/core/ports/chatModel';
import { createRun } from '../../../src/core/run/createRun';
import type { RunEvent } from '../../../src/core/run/events';
import type { Run } from '../../../src/core/run/run';
import type { RunState } from '../../../src/core/run/state';
import { ok } from '../../../src/core/util/result';
import { FolderApplier } from '../../fakes/folderApplier';
import { NodeWorkspace } from '../../fakes/nodeWorkspace';
import { MemoryWatch } from '../../fakes/memoryWatch';
import { ScriptedTypes } from '../../fakes/scriptedTypes';

/** The demo without an editor: everything real but the workspace and the applier, over a copy of the sample. */
export interface Stage {
  readonly run: Run;
  readonly server: ModelServer;
  readonly workspace: NodeWorkspace;
  readonly applier: FolderApplier;
  readonly shadow: NodeShadowTree;
  readonly runner: NodeCommandRunner;
  readonly journals: NodeJournalStore;
  /** What happened since the run was created. */
  readonly events: readonly RunEvent[];
}

interface StageOptions {
  readonly goal?: string;
  readonly latency?: Latency;
  /** Stands between the run and its model. */
  readonly between?: (model: ChatModel, workspace: NodeWorkspace) => ChatModel;
}

const mediaFolder = join(import.meta.dirname, '../../../media');
const noLatency: Latency = () => 0;
const logger = { trace: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Makes a copy of the sample, starts the demo model and creates a run on both. All of it goes when the test ends. */
export async function setStage({ goal = demoGoal, latency = noLatency, between }: StageOptions = {}): Promise<Stage> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'lead-worker-demo-')));
  onTestFinished(() => rm(home, { recursive: true, force: true, maxRetries: 5 }));
  const folder = join(home, 'pocket-ledger');
  await copyDemoWorkspace(mediaFolder, folder);
  const workspace = new NodeWorkspace(folder);

  const server = await startDemoModel({ latency });
  onTestFinished(() => server.close());
  const direct = new OpenAiModel({
    credentials: { resolve: async () => ok({ apiKey: '', baseUrl: server.baseUrl }) },
    gates: new RateGates(systemTiming, () => 16),
  });
  const model = between ? between(direct, workspace) : direct;

  const shadow = new NodeShadowTree({
    folders: [{ name: 'pocket-ledger', root: folder }],
    storage: home,
    slots: 2,
    ignored: (path) => workspace.isIgnored(path),
    unsaved: () => workspace.unsaved(),
    logger,
  });
  onTestFinished(() => shadow.dispose());
  const runner = new NodeCommandRunner({ root: join(home, 'gates') });
  const applier = new FolderApplier(folder);
  const journals = new NodeJournalStore(join(home, 'journals'));

  const created = await createRun({
    goal,
    lead: { model, name: demoModels.lead, effort: 'medium' },
    worker: { model, name: demoModels.worker, editFormat: 'patch', maxTurnsPerAttempt: 12 },
    maxWorkers: 3,
    authority: defaultAuthority,
    gates: demoGates,
    scripted: true,
    isTrusted: () => true,
    rules: makePolicyRules([], workspace),
    workspace,
    watch: new MemoryWatch(),
    shadow,
    runner,
    types: new ScriptedTypes(),
    applier,
    journals,
    clock: { now: () => Date.now() },
    digest: sha256,
    newId,
    logger,
  });
  if (!created.ok) throw new Error(created.error.message);
  const run = created.value;
  const events: RunEvent[] = [];
  run.onDidChange(({ event }) => events.push(event));
  return { run, server, workspace, applier, shadow, runner, journals, events };
}

/** All events of a stage's run, as its journal has them. */
export async function journalOf({ run, journals }: Stage): Promise<readonly RunEvent[]> {
  const entries = await journals.read(run.state.runId);
  if (!entries.ok) throw new Error(entries.error.message);
  return entries.value.entries as readonly RunEvent[];
}

/** Resolves when the state fits, now or after a later event. */
export function reached(run: Run, fits: (state: RunState) => boolean): Promise<void> {
  if (fits(run.state)) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = run.onDidChange(({ state }) => {
      if (!fits(state)) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** Resolves with the next event of a type. */
export function nextEvent(run: Run, type: RunEvent['type']): Promise<void> {
  return new Promise((resolve) => {
    const subscription = run.onDidChange(({ event }) => {
      if (event.type !== type) return;
      subscription.dispose();
      resolve();
    });
  });
}

/** Every file of a folder with its bytes. */
export async function bytesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const pairs = files.map(async (file) => [relative(folder, file), await readFile(file, 'base64')] as const);
  return new Map((await Promise.all(pairs)).sort());
}
