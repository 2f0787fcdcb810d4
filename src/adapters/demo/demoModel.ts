import { demoModels } from './demo';
import { seededLatency } from './latency';
import { demoScript } from './script/demoScript';
import type { Latency } from './server/heldAnswers';
import { startModelServer, type ModelServer } from './server/modelServer';

/** How the demo model behaves beyond its script. */
export interface DemoModelOptions {
  /** How long answers take; 150 to 600 ms, seeded by the request, unless told otherwise. */
  readonly latency?: Latency;
}

/** Starts the demo model: a server on loopback in the OpenAI protocol that wants no key. Whoever starts it closes it. */
export function startDemoModel(options: DemoModelOptions = {}): Promise<ModelServer> {
  return startModelServer({
    script: demoScript,
    latency: options.latency ?? seededLatency(150, 600),
    requireKey: false,
    withoutReasoning: [demoModels.worker],
  });
}
