import { randomUUID } from 'node:crypto';

import { sha256 } from '../../src/adapters/node/digest';
import { makePolicyRules } from '../../src/core/authority/policy';
import { defaultAuthority } from '../../src/core/authority/table';
import { GateRunner } from '../../src/core/gates/gateRunner';
import type { GateSpec } from '../../src/core/gates/verdict';
import { Lead } from '../../src/core/lead/lead';
import { wavesOf } from '../../src/core/plan/graph';
import type { Task } from '../../src/core/plan/plan';
import type { ChatModel } from '../../src/core/ports/chatModel';
import type { CommandRunner } from '../../src/core/ports/commandRunner';
import type { JournalStore } from '../../src/core/ports/journal';
import type { Logger } from '../../src/core/ports/services';
import type { ShadowTree } from '../../src/core/ports/shadowTree';
import { RunEngine } from '../../src/core/run/engine';
import type { RunContext } from '../../src/core/run/context';
import type { Run, RunChange, RunProgress } from '../../src/core/run/run';
import { Steering } from '../../src/core/run/steering';
import { RunLog } from '../../src/core/run/runLog';
import { PauseGate } from '../../src/core/run/pausing';
import { readyTasks } from '../../src/core/run/schedule';
import { Emitter } from '../../src/core/util/emitter';
import { posixRules } from '../../src/core/util/pathRules';
import { ok } from '../../src/core/util/result';
import { MemoryWatch } from '../fakes/memoryWatch';
import { MemoryJournalStore } from '../fakes/memoryJournal';
import { MemoryWorkspace } from '../fakes/memoryWorkspace';
import { fileOf } from './job';
import { startingText, teamModels } from './team';

/** What an engine is to carry out. */
export interface EngineJob {
  readonly tasks: readonly Task[];
  readonly model: ChatModel;
  readonly maxWorkers: number;
  /** How long a gate takes, in milliseconds; at once unless told otherwise. */
  readonly gateMs?: number;
  /** A file of the team for each task unless given. */
  readonly workspace?: MemoryWorkspace;
  /** In memory unless given. */
  readonly journals?: JournalStore;
}

const gate: GateSpec = { id: 'test', command: 'npm', args: ['test'], timeoutMs: 60_000, required: true };
const logger: Logger = { trace: silent, info: silent, warn: silent, error: (message) => console.error(message) };

/**
 * The real engine over memory, with a plan that waits for approval. The plan does not come from the lead, since planning is not
 * what is measured here and a lead may not plan as many tasks.
 */
export async function makeEngine(job: EngineJob): Promise<Run> {
  const { tasks, model, maxWorkers, gateMs = 0 } = job;
  const workspace =
    job.workspace ?? new MemoryWorkspace(Object.fromEntries(tasks.map(({ id }) => [fileOf(id), startingText()])));
  const changes = new Emitter<RunChange>(report);
  const progress = new Emitter<RunProgress>(report);
  const rules = makePolicyRules([], workspace);
  const clock = { now: () => Date.now() };
  const journal = await (job.journals ?? new MemoryJournalStore()).create('bench');
  if (!journal.ok) throw new Error(journal.error.message);
  const setup = {
    goal: 'Set all values.',
    folders: workspace.folders,
    lead: teamModels.lead,
    worker: teamModels.worker,
    maxWorkers,
    authority: defaultAuthority,
    gates: [gate],
    scripted: true,
  };
  const log = await RunLog.create(
    { type: 'run-created', runId: 'bench', at: clock.now(), setup },
    { journal: journal.value, changes, clock },
  );
  const lead = new Lead({
    model,
    modelName: teamModels.lead,
    effort: 'medium',
    mandate: { table: defaultAuthority, reassignTo: [], stallAfter: 6 },
    profiles: [],
    gates: [gate],
    rules,
    mayCall: () => Promise.resolve(),
    listener: {
      onTurn: ({ model: returned, usage }, purpose) =>
        log.record({ type: 'lead-called', purpose, model: { configured: teamModels.lead, returned }, usage }),
      onReturned: (issues) => log.record({ type: 'plan-returned', issues }),
      onProgress: (text) => progress.fire({ role: 'lead', taskId: null, text }),
    },
  });
  const context: RunContext = {
    log,
    lead,
    gates: new GateRunner({
      shadow: freshTrees(),
      runner: passingCommands(gateMs),
      clock,
      digest: sha256,
      defaultFolder: 'workspace',
      matchers: [],
      pathRules: async () => posixRules,
      types: { measure: () => Promise.reject(new Error('No gate here checks types.')) },
    }),
    workerOf: () => ({ model, name: teamModels.worker, editFormat: 'search-replace' }),
    maxTurnsPerAttempt: 12,
    schedule: readyTasks,
    pause: new PauseGate(() => log.state.paused),
    steering: new Steering(),
    workspace,
    watch: new MemoryWatch(),
    rules,
    applier: workspace,
    clock,
    digest: sha256,
    newId: randomUUID,
    isTrusted: () => true,
    logger,
    report: (event) => progress.fire(event),
  };
  await log.record({
    type: 'plan-proposed',
    plan: { revision: 1, summary: 'All values.', tasks, waves: wavesOf(tasks), warnings: [] },
  });
  return new RunEngine({ context, changes, progress });
}

/** Approves the plan; resolves with the milliseconds until the last task was accepted. Throws when one was not. */
export async function carryOut(run: Run): Promise<number> {
  let ended = 0;
  const subscription = run.onDidChange(({ event }) => {
    if (event.type === 'attempt-accepted') ended = performance.now();
  });
  const started = performance.now();
  const approved = await run.approve();
  subscription.dispose();
  if (!approved.ok) throw new Error(approved.error.message);
  const other = [...run.state.tasks.values()].find(({ status }) => status !== 'accepted');
  if (other) throw new Error(`${other.task.id} is ${other.status}: ${other.failure?.message ?? ''}`);
  return ended - started;
}

/** Copies that cost nothing, each of other content, so that no gate's answer is taken from an earlier one. */
function freshTrees(): ShadowTree {
  let count = 0;
  return {
    lay: async () => {
      const root = `/shadow/${++count}`;
      return ok({ root, digest: root, folderRoot: () => root, restore: async () => ok(root), release: silent });
    },
  };
}

function passingCommands(durationMs: number): CommandRunner {
  return {
    run: async () => {
      if (durationMs > 0) await new Promise((resolve) => setTimeout(resolve, durationMs));
      return { type: 'exited', code: 0, output: '', durationMs };
    },
  };
}

function report(error: unknown): void {
  console.error(error);
}

function silent(): void {
  // What a bench has no ear for.
}
