import type { Latency } from '../../src/adapters/demo/server/heldAnswers';
import { startModelServer, type ModelServer } from '../../src/adapters/demo/server/modelServer';
import { OpenAiModel } from '../../src/adapters/openai/openAiModel';
import { RateGates } from '../../src/adapters/rate/rateGates';
import { systemTiming } from '../../src/adapters/rate/timing';
import { ok } from '../../src/core/util/result';
import { teamModels, teamScript } from './team';

/** Starts a loopback server that plays the team. Whoever starts it closes it. */
export function startTeamServer(latency: Latency = () => 0): Promise<ModelServer> {
  return startModelServer({ script: teamScript, latency, requireKey: false, withoutReasoning: [teamModels.worker] });
}

/** The real adapter, talking to a server. */
export function adapterTo({ baseUrl }: ModelServer): OpenAiModel {
  return new OpenAiModel({
    credentials: { resolve: async () => ok({ apiKey: '', baseUrl }) },
    gates: new RateGates(systemTiming, () => 32),
  });
}
