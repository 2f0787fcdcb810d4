import { onTestFinished } from 'vitest';

import type { Fault, FaultPlan } from '../../../src/adapters/demo/server/faults';
import type { ScriptedAnswer, ScriptedRequest } from '../../../src/adapters/demo/server/modelScript';
import {
  startModelServer,
  type ModelServer,
  type ModelServerOptions,
} from '../../../src/adapters/demo/server/modelServer';
import type { LackMemory } from '../../../src/adapters/openai/lacks';
import { OpenAiModel, type OpenAiModelOptions } from '../../../src/adapters/openai/openAiModel';
import type { ChatEvent, ChatItem, ChatModel, ChatRequest, ModelFailure } from '../../../src/core/ports/chatModel';
import { ok } from '../../../src/core/util/result';
import { FakeTiming } from './fakeTiming';

/** A key that must never be seen again. */
export const canaryKey = 'sk-proj-CANARY0123456789abcdefCANARY';

export interface Bench {
  readonly server: ModelServer;
  readonly model: ChatModel;
  readonly timing: FakeTiming;
}

interface BenchOptions extends Partial<Omit<ModelServerOptions, 'script'>> {
  readonly answer?: (request: ScriptedRequest) => ScriptedAnswer;
  readonly model?: Partial<OpenAiModelOptions>;
}

/** A server that offers o3 and gpt-4.1 and says "Hello." unless told otherwise, and the adapter talking to it. */
export async function startBench({ answer, model, ...server }: BenchOptions = {}): Promise<Bench> {
  const running = await startModelServer({
    script: { models: ['o3', 'gpt-4.1'], answer: answer ?? (() => ({ type: 'text', text: 'Hello.' })) },
    requireKey: canaryKey,
    withoutReasoning: ['gpt-4.1'],
    ...server,
  });
  onTestFinished(() => running.close());
  const timing = new FakeTiming();
  const credentials = { resolve: async () => ok({ apiKey: canaryKey, baseUrl: running.baseUrl }) };
  return { server: running, timing, model: new OpenAiModel({ credentials, timing, ...model }) };
}

/** A memory of models that no server streams, and of what else is found out. */
export function unstreamed(...models: readonly string[]): LackMemory {
  const found = new Set<string>();
  return {
    has: (key) => found.has(key) || models.some((model) => /^streaming .* /.test(key) && key.endsWith(` ${model}`)),
    add: (key) => found.add(key),
  };
}

/** The same fault for every request. */
export function always(fault: Fault): FaultPlan {
  return () => fault;
}

/** A request with nothing but one user message. */
export function ask(model: string, more: Partial<ChatRequest> = {}): ChatRequest {
  return { model, instructions: 'Be brief.', items: [{ type: 'user', text: 'Greet me.' }], tools: [], ...more };
}

/** All events of a call that nothing stops. */
export async function collect(
  model: ChatModel,
  request: ChatRequest,
  signal?: AbortSignal,
): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of model.respond(request, signal ?? new AbortController().signal)) events.push(event);
  return events;
}

/** The final event of a call that must succeed. */
export function doneOf(events: readonly ChatEvent[]): Extract<ChatEvent, { type: 'done' }> {
  const last = events.at(-1);
  if (last?.type !== 'done') throw new Error(`The call did not succeed: ${JSON.stringify(last)}`);
  return last;
}

/** The items that a call which must succeed brought. */
export function itemsOf(events: readonly ChatEvent[]): readonly ChatItem[] {
  return doneOf(events).items;
}

/** The failure of a call that must fail. */
export function failureOf(events: readonly ChatEvent[]): ModelFailure {
  const last = events.at(-1);
  if (last?.type !== 'failed') throw new Error(`The call did not fail: ${JSON.stringify(last)}`);
  return last.failure;
}

/** Texts of all notices. */
export function noticesOf(events: readonly ChatEvent[]): readonly string[] {
  return events.flatMap((event) => (event.type === 'notice' ? [event.message] : []));
}
