import OpenAI, { APIError } from 'openai';
import { onTestFinished } from 'vitest';

import type { ModelServer, ModelServerOptions } from '../../../../src/adapters/demo/server/modelServer';
import { startModelServer } from '../../../../src/adapters/demo/server/modelServer';
import type { ModelScript, ScriptedAnswer, ScriptedRequest } from '../../../../src/adapters/demo/server/modelScript';

/** The one model most tests need. */
export const model = 'test-model';

/** A server and the real SDK talking to it; the server closes with the test. */
export interface Bench {
  readonly server: ModelServer;
  readonly client: OpenAI;
}

/** Starts a server with a script, or with one fixed answer. */
export async function startBench(
  answer: ScriptedAnswer | ModelScript['answer'],
  options: Omit<ModelServerOptions, 'script'> = {},
): Promise<Bench> {
  const script: ModelScript = { models: [model], answer: typeof answer === 'function' ? answer : () => answer };
  const server = await startModelServer({ ...options, script });
  onTestFinished(() => server.close());
  return { server, client: new OpenAI({ baseURL: server.baseUrl, apiKey: 'test', maxRetries: 0, logLevel: 'off' }) };
}

/** A plain answer. */
export const hello: ScriptedAnswer = { type: 'text', text: 'Hello, world. This is long enough for several deltas.' };

/** The texts of the user's messages. */
export function userTexts(request: ScriptedRequest): readonly string[] {
  return request.items.flatMap((item) => (item.type === 'user' ? [item.text] : []));
}

/** What a refused call was refused with, in one line. */
export async function refusal(call: PromiseLike<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof APIError)) throw error;
    return [error.status, error.code, error.param, error.message].map(String).join(' | ');
  }
  return 'not refused';
}

/** A promise that a test resolves when it likes. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolvePromise) => (resolve = resolvePromise));
  return { promise, resolve };
}

/** All of a stream. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of stream) all.push(each);
  return all;
}

/** Writes runs of the same word as one, with their length: the picture of a stream. */
export function picture(types: readonly string[]): string[] {
  const runs: { type: string; count: number }[] = [];
  for (const type of types) {
    const last = runs.at(-1);
    if (last?.type === type) last.count += 1;
    else runs.push({ type, count: 1 });
  }
  return runs.map(({ type, count }) => (count > 1 ? `${type} x${count}` : type));
}
