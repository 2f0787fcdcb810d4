// Many tasks on many workers, while a tenth of all calls fails: the right result in the end, and nothing left behind.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startModelServer } from '../../../src/adapters/demo/server/modelServer';
import { RateGates } from '../../../src/adapters/rate/rateGates';
import { OpenAiModel } from '../../../src/adapters/openai/openAiModel';
import { systemTiming, type Timing } from '../../../src/adapters/rate/timing';
import { isOpen } from '../../../src/core/run/retrying';
import type { Run } from '../../../src/core/run/run';
import type { RunState } from '../../../src/core/run/state';
import { ok } from '../../../src/core/util/result';
import { makeEngine } from '../../bench/engineBed';
import { fileOf, layeredTasks } from '../../bench/job';
import { teamModels } from '../../bench/team';
import { everyFault, steadyTeam, tenthFails, textOf } from './faultyTeam';

const workers = 16;
/** So many times faster than life: pauses and silences are as long to the adapter as ever. */
const haste = 100;
const hasty: Timing = {
  clock: { now: () => Date.now() * haste },
  random: () => systemTiming.random(),
  sleep: (delayMs, signal) => systemTiming.sleep(delayMs / haste, signal),
};
/** Rounds in which a person retries what failed; each makes a tenth of the one before. */
const mostRounds = 12;

interface Outcome {
  readonly run: Run;
  readonly state: RunState;
  readonly struck: readonly number[];
  readonly asked: number;
}

/** The user: says yes to what is asked, and retries what did not make it, until all of it did. */
async function seeThrough(run: Run): Promise<void> {
  const subscription = run.onDidChange(({ event }) => {
    if (event.type === 'question-asked') void run.answer(event.questionId, true);
  });
  await run.approve();
  for (let round = 0; round < mostRounds; round++) {
    const failed = [...run.state.tasks.values()].filter(({ status }) => status === 'failed' || status === 'blocked');
    if (failed.length === 0) break;
    for (const { task } of failed) await run.retryTask(task.id);
    await inReview(run);
  }
  subscription.dispose();
}

function inReview(run: Run): Promise<void> {
  return new Promise((resolve) => {
    const look = ({ phase }: RunState): void => {
      if (phase === 'running' && isOpen(run.state)) return;
      subscription.dispose();
      resolve();
    };
    const subscription = run.onDidChange(({ state }) => look(state));
    look(run.state);
  });
}

async function soak(count: number): Promise<Outcome> {
  const { plan, struck } = tenthFails();
  const server = await startModelServer({
    script: steadyTeam,
    faults: plan,
    requireKey: false,
    withoutReasoning: [teamModels.worker],
  });
  try {
    const model = new OpenAiModel({
      credentials: { resolve: async () => ok({ apiKey: '', baseUrl: server.baseUrl }) },
      timing: hasty,
      gates: new RateGates(hasty, () => workers),
    });
    const run = await makeEngine({ tasks: layeredTasks(count, 7), model, maxWorkers: workers });
    await seeThrough(run);
    // The lead may be summing up.
    await run.stop();
    return { run, state: run.state, struck, asked: server.requests.length };
  } finally {
    await server.close();
  }
}

/** What keeps a process alive, by kind; timers of the test's own runner are not ours. */
function open(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|Process|Pipe/.test(kind));
}

/** Collects all garbage, which takes a flag that can be set while the program runs. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  for (let round = 0; round < 10; round++) {
    // What a promise or a socket still holds goes with the turns of the event loop.
    await new Promise(setImmediate);
    (runInNewContext('gc') as () => void)();
  }
}

/** Resolves once no more is open than before; the ends of closed connections take a few turns to arrive. */
async function closed(before: readonly string[]): Promise<readonly string[]> {
  for (let turn = 0; turn < 5000 && open().length > before.length; turn++) await new Promise(setImmediate);
  return open();
}

const warnings: Error[] = [];
const hear = (warning: Error): void => void warnings.push(warning);

beforeAll(() => {
  process.on('warning', hear);
});

afterAll(() => {
  process.off('warning', hear);
});

describe('a run while a tenth of all calls fails', { timeout: 120_000 }, () => {
  it('comes to the right result with 200 tasks on 16 workers, and leaves no listener and no socket behind', async () => {
    const before = open();
    const { state, struck, asked } = await soak(200);
    const statuses = new Set([...state.tasks.values()].map(({ status }) => status));
    expect([...statuses]).toEqual(['accepted']);
    expect(new Map([...state.proposal].map(([path, { text }]) => [path, text]))).toEqual(
      new Map([...state.tasks.keys()].map((id) => [fileOf(id), textOf(id)])),
    );
    // Each fault has struck, more than once.
    expect(struck).toHaveLength(everyFault.length);
    expect(Math.min(...struck)).toBeGreaterThan(1);
    expect(struck.reduce((sum, times) => sum + times, 0)).toBe(Math.floor(asked / 10));
    expect(warnings.map(({ name, message }) => `${name}: ${message}`)).toEqual([]);
    expect((await closed(before)).length).toBeLessThanOrEqual(before.length);
  });

  it('is collected once nobody holds it, and one that is held is seen', async () => {
    const held: Run[] = [];
    const refOf = async (hold: boolean): Promise<WeakRef<Run>> => {
      const { run } = await soak(30);
      if (hold) held.push(run);
      return new WeakRef(run);
    };
    const [gone, kept] = [await refOf(false), await refOf(true)];
    await collectGarbage();
    expect([gone.deref(), kept.deref()]).toEqual([undefined, held[0]]);
  });
});
