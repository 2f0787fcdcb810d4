import type { ChatRequest } from '../../src/core/ports/chatModel';
import { ScriptedModel } from '../fakes/scriptedModel';
import { carryOut, makeEngine } from './engineBed';
import { median, type Figure } from './figure';
import { independentTasks } from './job';
import { isSummary, teamReplies, turnsPerTask } from './team';

const workers = 16;
const runs = 5;

/** What the engine costs beside its models: many tasks on a model that answers at once, minus what that model itself takes. */
export async function engineCost(): Promise<readonly Figure[]> {
  await costOf(50);
  const figures: Figure[] = [];
  for (const tasks of [100, 1000]) {
    const costs: number[] = [];
    for (let run = 0; run < runs; run++) costs.push(await costOf(tasks));
    figures.push({
      name: `engine-ms-per-turn-${tasks}-tasks`,
      what: `engine per model turn, ${tasks.toLocaleString('en')} tasks on ${workers} workers, in memory`,
      value: median(costs),
      unit: 'ms',
      aim: { atMost: 2 },
    });
  }
  return figures;
}

/** Milliseconds per turn. */
export async function costOf(tasks: number): Promise<number> {
  const model = new ScriptedModel(teamReplies);
  const run = await makeEngine({ tasks: independentTasks(tasks), model, maxWorkers: workers });
  const wholeMs = await carryOut(run);
  const turns = tasks * turnsPerTask;
  const requests = model.requests.filter((request) => !isSummary(request));
  if (requests.length !== turns) throw new Error(`${requests.length} turns were made, not ${turns}.`);
  return (wholeMs - (await modelMs(requests))) / turns;
}

/** How long the scripted model takes for the same requests when nobody does anything with its answers. */
async function modelMs(requests: readonly ChatRequest[]): Promise<number> {
  const model = new ScriptedModel(teamReplies);
  const { signal } = new AbortController();
  const started = performance.now();
  let events = 0;
  for (const request of requests) {
    for await (const event of model.respond(request, signal)) events += event.type === 'done' ? 1 : 0;
  }
  if (events !== requests.length) throw new Error('The scripted model did not answer the same requests again.');
  return performance.now() - started;
}
