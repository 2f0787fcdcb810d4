// What a server does not take is found out with the first call, left out from then on, and said once.
import { describe, expect, test } from 'vitest';

import { httpError, type Fault, type FaultPlan } from '../../../src/adapters/demo/server/faults';
import type { ScriptedRequest } from '../../../src/adapters/demo/server/modelScript';
import { readCallError, type CallError } from '../../../src/adapters/openai/callError';
import { lackBehind, lackKey, type Lack, type RefusedRequest } from '../../../src/adapters/openai/lacks';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { ask, collect, doneOf, failureOf, noticesOf, startBench } from './bench';

const parameters = {
  type: 'object',
  properties: { glob: { type: 'string' } },
  required: ['glob'],
  additionalProperties: false,
};
const list = { name: 'list', description: 'Lists.', parameters };

function badRequest(message: string): Fault {
  return { ...httpError(404, { message, errorType: 'invalid_request_error' }), status: 400 };
}

/** A server that has Chat Completions alone, and takes neither strict tools nor schemas there. */
const plain: FaultPlan = ({ protocol, tools, schema }) => {
  if (protocol === 'responses') return httpError(404, { message: 'Not Found' });
  if (tools.some(({ strict }) => strict)) return badRequest("Unrecognized request argument supplied: 'strict'");
  return schema ? badRequest('response_format: json_schema is not supported') : undefined;
};

describe('a server that takes less', () => {
  test('is asked for less, says so once, and is remembered', async () => {
    const lacks = new Set<string>();
    const answer = ({ tools }: ScriptedRequest) =>
      tools.length > 0
        ? { type: 'tool-calls' as const, calls: [{ name: 'list', arguments: { glob: '**' } }] }
        : { type: 'text' as const, text: '{"glob":"**"}' };
    const { model, server } = await startBench({ answer, faults: plain, model: { lacks } });
    const host = `127.0.0.1:${server.port}`;
    const first = await collect(model, ask('gpt-4.1', { tools: [list] }));
    expect(doneOf(first).items).toMatchObject([{ type: 'tool-call', name: 'list', arguments: '{"glob":"**"}' }]);
    expect(noticesOf(first)).toEqual([
      `${host} has no Responses API: it is spoken to by Chat Completions.`,
      `${host} takes no strict tools for gpt-4.1: arguments are checked here alone.`,
    ]);
    expect(server.requests.map(({ request }) => request.protocol)).toEqual(['responses', 'chat', 'chat']);

    const second = await collect(model, ask('gpt-4.1', { schema: { name: 'plan', schema: parameters } }));
    expect(doneOf(second).items).toEqual([{ type: 'assistant', text: '{"glob":"**"}' }]);
    expect(noticesOf(second)).toEqual([`${host} holds no answer of gpt-4.1 to a schema: it is asked for in words.`]);

    const asked = server.requests.length;
    const third = await collect(model, ask('gpt-4.1', { tools: [list] }));
    expect(noticesOf(third)).toEqual([]);
    expect(server.requests).toHaveLength(asked + 1);
    expect([...lacks].sort()).toEqual([
      `json-schema ${server.baseUrl} gpt-4.1`,
      `responses ${server.baseUrl}`,
      `strict-tools ${server.baseUrl} gpt-4.1`,
    ]);
  });

  test('is not remembered for what leaving something out did not help', async () => {
    const lacks = new Set<string>();
    const { model, server } = await startBench({ faults: () => httpError(404), model: { lacks } });
    const failure = failureOf(await collect(model, ask('gpt-4.1')));
    expect(failure).toMatchObject({ reason: 'bad-request', retryable: false });
    expect(failure.message).toContain('neither the Responses API nor Chat Completions');
    expect(server.requests.map(({ request }) => request.protocol)).toEqual(['responses', 'chat']);
    expect([...lacks]).toEqual([]);
  });

  test.each(['responses', 'chat-completions'] as const)(
    'is spoken to by %s alone where the user says so',
    async (api) => {
      const { model, server } = await startBench({ faults: () => httpError(404), model: { api } });
      failureOf(await collect(model, ask('gpt-4.1')));
      expect(server.requests.map(({ request }) => request.protocol)).toEqual([
        api === 'responses' ? 'responses' : 'chat',
      ]);
    },
  );

  test('whose model is not there is not taken for one without an API', async () => {
    const { model, server } = await startBench();
    expect(failureOf(await collect(model, ask('gpt-9'))).reason).toBe('model-not-found');
    expect(server.requests).toHaveLength(1);
  });
});

describe('a refusal', () => {
  const request: ChatRequest = ask('local', {
    tools: [list],
    schema: { name: 'plan', schema: parameters },
    effort: 'low',
    maxOutputTokens: 100,
  });
  const sent: RefusedRequest = {
    request,
    protocol: 'chat',
    stream: true,
    lacks: new Set(),
    mayChangeProtocol: false,
  };
  const refusal = (text: string, more: Partial<CallError> = {}): CallError => ({
    ...readCallError(new Error(text)),
    type: 'refused',
    status: 400,
    code: '',
    text,
    ...more,
  });

  test.each<readonly [string, Lack | undefined]>([
    ['Unrecognized request argument supplied: stream_options', 'stream-usage'],
    ['parallel_tool_calls: extra fields not permitted', 'parallel-calls'],
    ["Unsupported parameter: 'max_completion_tokens'", 'completion-limit'],
    ["'reasoning_effort' is not supported with this model", 'effort'],
    ['registry.ollama.ai/library/gemma:2b does not support tools', 'tools'],
    ['response_format.type must be json_object', 'json-schema'],
    ['Failed to compile grammar', 'json-schema'],
    ['tools[0].function.strict is unknown', 'strict-tools'],
    ['messages: at least one message is required', undefined],
  ])('%j is about %s', (text, lack) => {
    expect(lackBehind(refusal(text), sent, 'The server')?.lack).toBe(lack);
  });

  test('is about nothing that was left out already, or was not sent', () => {
    const known = { ...sent, lacks: new Set<Lack>(['tools', 'json-schema']) };
    expect(lackBehind(refusal('It does not support tools'), known, 'The server')).toBeUndefined();
    expect(lackBehind(refusal('response_format is unknown'), known, 'The server')?.lack).toBe('json-object');
    const bare = { ...sent, request: ask('local'), stream: false };
    for (const text of ['stream_options', 'strict', 'response_format', 'reasoning_effort', 'max_completion_tokens'])
      expect(lackBehind(refusal(text), bare, 'The server')).toBeUndefined();
  });

  test('of the address changes the protocol only where it may', () => {
    const gone = refusal('Not Found', { status: 404 });
    const responses = { ...sent, protocol: 'responses' } as const;
    expect(lackBehind(gone, { ...responses, mayChangeProtocol: true }, 'The server')?.lack).toBe('responses');
    expect(lackBehind(gone, responses, 'The server')).toBeUndefined();
    const model = refusal('model "local" not found, try pulling it first', { status: 404 });
    expect(lackBehind(model, { ...responses, mayChangeProtocol: true }, 'The server')).toBeUndefined();
  });

  test('is kept by server and model, and the API by the server alone', () => {
    const where = { server: 'http://127.0.0.1:1/v1', model: 'local' };
    expect(lackKey('tools', where)).toBe('tools http://127.0.0.1:1/v1 local');
    expect(lackKey('responses', where)).toBe('responses http://127.0.0.1:1/v1');
  });
});
