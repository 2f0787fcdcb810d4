import path from 'node:path';

import { demoGates, demoGoal, demoModels } from '../../src/adapters/demo/demo';
import { startDemoModel } from '../../src/adapters/demo/demoModel';
import type { ModelServer } from '../../src/adapters/demo/server/modelServer';
import { estimateTokens, promptText } from '../../src/adapters/demo/server/tokens';
import { copyDemoWorkspace } from '../../src/adapters/demo/workspaceCopy';
import { newId, sha256 } from '../../src/adapters/node/digest';
import { NodeJournalStore } from '../../src/adapters/node/journal';
import { NodeCommandRunner } from '../../src/adapters/node/processRunner';
import { NodeShadowTree } from '../../src/adapters/node/shadow/nodeShadowTree';
import { makePolicyRules } from '../../src/core/authority/policy';
import { defaultAuthority } from '../../src/core/authority/table';
import { createRun } from '../../src/core/run/createRun';
import { FolderApplier } from '../fakes/folderApplier';
import { NodeWorkspace } from '../fakes/nodeWorkspace';
import { inRepository } from '../testbed/repository';
import { temporaryFolder } from '../testbed/temporaryFolder';
import { carryOut } from './engineBed';
import type { Figure } from './figure';
import { adapterTo } from './teamServer';
import { MemoryWatch } from '../fakes/memoryWatch';
import { ScriptedTypes } from '../fakes/scriptedTypes';

const logger = { trace: () => undefined, info: () => undefined, warn: () => undefined, error: console.error };

/** Tokens that the demo's job sends, its retry after a red gate included, at four characters each as its server counts. */
export async function tokens(): Promise<readonly Figure[]> {
  const server = await startDemoModel({ latency: () => 0 });
  const home = await temporaryFolder('bench');
  try {
    await carryOutDemo(server, home.path);
    return figuresOf(server);
  } finally {
    await server.close();
    await home.remove();
  }
}

function figuresOf({ requests }: ModelServer): readonly Figure[] {
  const sentTo = (model: string): number =>
    requests.filter(({ request }) => request.model === model).reduce((sum, { inputTokens }) => sum + inputTokens, 0);
  const ofWorker = requests.find(({ request }) => request.model === demoModels.worker);
  if (!ofWorker) throw new Error('No worker was asked.');
  const lead = sentTo(demoModels.lead);
  const worker = sentTo(demoModels.worker);
  return [
    {
      name: 'tokens-demo',
      what: `tokens sent for the demo's job, ${requests.length} requests`,
      value: lead + worker,
      unit: 'tokens',
      aim: { atMost: 15_000 },
    },
    { name: 'tokens-demo-lead', what: '- by the lead', value: lead, unit: 'tokens' },
    { name: 'tokens-demo-workers', what: '- by the workers', value: worker, unit: 'tokens' },
    {
      name: 'tokens-fixed-prompt',
      what: 'instructions and tools in each request of a worker',
      value: estimateTokens(promptText({ ...ofWorker.request, items: [] })),
      unit: 'tokens',
      aim: { atMost: 1200 },
    },
  ];
}

/** From the goal to the last accepted task, with the sample's own tests as the gate. */
async function carryOutDemo(server: ModelServer, home: string): Promise<void> {
  const folder = path.join(home, 'ledger');
  await copyDemoWorkspace(inRepository('media'), folder);
  const workspace = new NodeWorkspace(folder);
  const model = adapterTo(server);
  const shadow = new NodeShadowTree({
    folders: [{ name: 'ledger', root: folder }],
    storage: home,
    slots: 2,
    ignored: (file) => workspace.isIgnored(file),
    unsaved: () => workspace.unsaved(),
    logger,
  });
  try {
    const run = await createRun({
      goal: demoGoal,
      lead: { model, name: demoModels.lead, effort: 'medium' },
      worker: { model, name: demoModels.worker, editFormat: 'patch', maxTurnsPerAttempt: 12 },
      maxWorkers: 3,
      authority: defaultAuthority,
      gates: demoGates,
      scripted: true,
      rules: makePolicyRules([], workspace),
      workspace,
      types: new ScriptedTypes(),
      watch: new MemoryWatch(),
      shadow,
      runner: new NodeCommandRunner({ root: path.join(home, 'gates') }),
      applier: new FolderApplier(folder),
      journals: new NodeJournalStore(path.join(home, 'journals')),
      clock: { now: () => Date.now() },
      digest: sha256,
      newId,
      isTrusted: () => true,
      logger,
    });
    if (!run.ok) throw new Error(run.error.message);
    const planned = await run.value.plan();
    if (!planned.ok) throw new Error(planned.error.message);
    await carryOut(run.value);
  } finally {
    shadow.dispose();
  }
}
