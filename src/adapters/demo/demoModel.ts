import { demoModels } from './demo';
import { seededLatency } from './latency';
import { demoScript } from './script/demoScript';
import type { Latency } from './server/heldAnswers';
import { startModelServer, type ModelServer } from './server/modelServer';

/** How the demo model behaves beyond its script. */
export interface DemoModelOptions {
  /** How long answers take; seeded by the request, and long enough to watch, unless told otherwise. */
  readonly latency?: Latency;
}

/** Quicker than real models are, and slow enough for people to see who is at work. */
const watchable = { fromMs: 400, toMs: 1200 } as const;

/** Starts the demo model: a server on loopback in the OpenAI protocol that wants no key. Whoever starts it closes it. */
export function startDemoModel(options: DemoModelOptions = {}): Promise<ModelServer> {
  return startModelServer({
    script: demoScript,
    latency: options.latency ?? seededLatency(watchable.fromMs, watchable.toMs),
    requireKey: false,
    withoutReasoning: [demoModels.worker],
  });
}
