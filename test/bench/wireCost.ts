import { OpenAI } from 'openai';

import type { ModelServer } from '../../src/adapters/demo/server/modelServer';
import { toResponsesRequest } from '../../src/adapters/openai/responsesRequest';
import type { ChatEvent, ChatModel, ChatRequest } from '../../src/core/ports/chatModel';
import { carryOut, makeEngine } from './engineBed';
import { median, type Figure } from './figure';
import { independentTasks } from './job';
import { isSummary, turnsPerTask } from './team';
import { adapterTo, startTeamServer } from './teamServer';

const tasks = 100;
const workers = 16;
const runs = 5;
const turns = tasks * turnsPerTask;

/** The same job through the real adapter over HTTP, minus what a bare SDK takes to send the same requests and read the answers. */
export async function wireCost(): Promise<readonly Figure[]> {
  const server = await startTeamServer();
  const ours: number[] = [];
  const bare: number[] = [];
  try {
    // The first of them warms the compiler up.
    for (let run = 0; run <= runs; run++) {
      const model = new RecordingModel(adapterTo(server));
      const engine = await makeEngine({ tasks: independentTasks(tasks), model, maxWorkers: workers });
      const wholeMs = await carryOut(engine);
      const bareMs = await bareSdkMs(server, model.requests);
      if (run === 0) continue;
      ours.push((wholeMs - bareMs) / turns);
      bare.push(bareMs / turns);
    }
  } finally {
    await server.close();
  }
  return [
    {
      name: 'wire-ms-per-turn',
      what: `engine and adapter per model turn, ${tasks} tasks on ${workers} workers over HTTP, beyond the bare SDK`,
      value: median(ours),
      unit: 'ms',
      aim: { atMost: 2 },
    },
    {
      name: 'bare-sdk-ms-per-turn',
      what: `bare SDK and loopback server per turn, ${workers} at once, for comparison`,
      value: median(bare),
      unit: 'ms',
    },
  ];
}

/** Keeps the requests of tasks that go through it. */
class RecordingModel implements ChatModel {
  readonly requests: ChatRequest[] = [];

  constructor(private readonly inner: ChatModel) {}

  respond(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent> {
    if (!isSummary(request)) this.requests.push({ ...request, items: [...request.items] });
    return this.inner.respond(request, signal);
  }
}

/** Sends the requests again, as many at once as the engine had workers, and reads every answer to its end. */
async function bareSdkMs({ baseUrl }: ModelServer, requests: readonly ChatRequest[]): Promise<number> {
  if (requests.length !== turns) throw new Error(`${requests.length} turns were made, not ${turns}.`);
  const client = new OpenAI({ baseURL: baseUrl, apiKey: 'none', maxRetries: 0, logLevel: 'off' });
  const bodies = requests.map(toResponsesRequest).values();
  let completed = 0;
  const sendOn = async (): Promise<void> => {
    // All share one iterator: whoever is free takes the next.
    for (const body of bodies) {
      const events = await client.responses.create({ ...body, stream: true });
      for await (const event of events) completed += event.type === 'response.completed' ? 1 : 0;
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: workers }, sendOn));
  const elapsed = performance.now() - started;
  if (completed !== requests.length) throw new Error('The bare SDK did not get all answers.');
  return elapsed;
}
