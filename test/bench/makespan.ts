import { seededLatency } from '../../src/adapters/demo/latency';
import type { Latency } from '../../src/adapters/demo/server/heldAnswers';
import type { ModelServer } from '../../src/adapters/demo/server/modelServer';
import type { Task } from '../../src/core/plan/plan';
import { boundMs, strictBoundMs, type TimedTask } from './bound';
import { carryOut, makeEngine } from './engineBed';
import { median, type Figure } from './figure';
import { layeredTasks, sevenTasks } from './job';
import { isLeads, taskOf } from './team';
import { adapterTo, startTeamServer } from './teamServer';

/** A model answers within 200 to 2,000 ms, seeded by the request; a gate takes half a second. All of it is scaled. */
const fromMs = 200;
const toMs = 2000;
const gateMs = 500;

interface Race {
  readonly tasks: readonly Task[];
  readonly workers: number;
  /** What latencies are multiplied by, to keep a bench short; what the engine adds is not scaled, so it weighs the more. */
  readonly scale: number;
  readonly runs: number;
}

/** How much longer the real engine takes, with the real adapter over HTTP, than the work must at least. */
export async function makespan(): Promise<readonly Figure[]> {
  const seven = await race({ tasks: sevenTasks, workers: 3, scale: 0.5, runs: 3 });
  const many = await race({ tasks: layeredTasks(200, 7), workers: 16, scale: 0.5, runs: 1 });
  return [
    {
      name: 'makespan-7-on-3',
      what: 'makespan / bound, 7 tasks on 3 workers, latencies at 1/2',
      value: seven.ratio,
      unit: 'ratio',
      aim: { atMost: 1.02 },
    },
    {
      name: 'makespan-200-on-16',
      what: 'makespan / bound, 200 tasks on 16 workers, latencies at 1/2',
      value: many.ratio,
      unit: 'ratio',
      aim: { atMost: 1.05 },
    },
    {
      name: 'makespan-200-on-16-strict',
      what: 'the same with only worker turns spread over the workers, as gates and assessments keep none busy',
      value: many.strictRatio,
      unit: 'ratio',
    },
  ];
}

async function race(of: Race): Promise<{ readonly ratio: number; readonly strictRatio: number }> {
  const ratios: number[] = [];
  const strictRatios: number[] = [];
  for (let run = 0; run < of.runs; run++) {
    const latency = seededLatency(fromMs * of.scale, toMs * of.scale);
    const server = await startTeamServer(latency);
    try {
      const job = { ...of, maxWorkers: of.workers, model: adapterTo(server), gateMs: gateMs * of.scale };
      const elapsed = await carryOut(await makeEngine(job));
      const timed = timedTasks(of, server, latency);
      ratios.push(elapsed / boundMs(timed, of.workers));
      strictRatios.push(elapsed / strictBoundMs(timed, of.workers));
    } finally {
      await server.close();
    }
  }
  return { ratio: median(ratios), strictRatio: median(strictRatios) };
}

/** What each task took by the latencies of its requests: nothing of what happened around them. */
function timedTasks({ tasks, scale }: Race, server: ModelServer, latency: Latency): readonly TimedTask[] {
  const worker = new Map<string, number>();
  const lead = new Map<string, number>();
  for (const { request } of server.requests) {
    const times = isLeads(request) ? lead : worker;
    const task = taskOf(request);
    times.set(task, (times.get(task) ?? 0) + Number(latency(request)));
  }
  return tasks.map(({ id, dependsOn }) => {
    const workerMs = worker.get(id) ?? 0;
    return { id, dependsOn, workerMs, wholeMs: workerMs + gateMs * scale + (lead.get(id) ?? 0) };
  });
}
