import OpenAI from 'openai';
import type { ResponseCreateParamsNonStreaming } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';

import { hello, model, refusal, startBench } from './support';

const open = { type: 'object', properties: { path: { type: 'string' } }, required: ['path'] };
const closed = { ...open, additionalProperties: false };

describe('what the server refuses, as OpenAI does', () => {
  it('lists its models, and knows no others', async () => {
    const { client, server } = await startBench(hello, { models: ['another'] });
    expect((await client.models.list()).data.map((each) => each.id)).toEqual([model, 'another']);
    expect((await client.models.retrieve(model)).id).toBe(model);
    const unknown =
      '404 | model_not_found | model | 404 The model `o9` does not exist or you do not have access to it.';
    expect(await refusal(client.models.retrieve('o9'))).toBe(unknown);
    expect(await refusal(client.responses.create({ model: 'o9', input: '' }))).toBe(unknown);
    expect(
      await refusal(client.chat.completions.create({ model: 'o9', messages: [{ role: 'user', content: '' }] })),
    ).toBe(unknown);
    expect(server.requests.map((request) => request.refusal?.code)).toEqual(['model_not_found', 'model_not_found']);
  });

  it('wants a key, and keeps none', async () => {
    const { server } = await startBench(hello);
    const bare = await fetch(`${server.baseUrl}/models`);
    expect(bare.status).toBe(401);
    expect(await bare.json()).toMatchObject({ error: { type: 'invalid_request_error', code: null } });
    const client = new OpenAI({
      baseURL: server.baseUrl,
      apiKey: 'sk-secret-1',
      maxRetries: 0,
      defaultHeaders: { 'api-key': 'sk-secret-2', 'x-team': 'blue' },
    });
    await client.responses.create({ model, input: 'Hello?' });
    expect(server.requests[0]!.request).toMatchObject({ authorized: true, headers: { 'x-team': 'blue' } });
    expect(JSON.stringify(server.requests)).not.toContain('sk-secret');
  });

  it('can want one key, or none', async () => {
    const strict = await startBench(hello, { requireKey: 'right' });
    expect(await refusal(strict.client.models.list())).toMatch(/^401 \| invalid_api_key \| null/);
    const right = new OpenAI({ baseURL: strict.server.baseUrl, apiKey: 'right', maxRetries: 0 });
    expect(await refusal(right.models.list())).toBe('not refused');
    const lax = await startBench(hello, { requireKey: false });
    expect((await fetch(`${lax.server.baseUrl}/models`)).status).toBe(200);
  });

  it('refuses bodies that are malformed, and says where', async () => {
    const { client, server } = await startBench(hello);
    const send = (body: object): Promise<string> => refusal(client.post('/responses', { body }));
    expect(await send({ input: 'x' })).toBe(
      "400 | missing_required_parameter | model | 400 Missing required parameter: 'model'.",
    );
    expect(await send({ model: 3, input: 'x' })).toBe(
      "400 | invalid_type | model | 400 Invalid type for 'model': expected string, but got number instead.",
    );
    expect(await send({ model, input: 'x', colour: 'red' })).toBe(
      "400 | unknown_parameter | colour | 400 Unknown parameter: 'colour'.",
    );
    expect(await send({ model, input: 'x', max_output_tokens: 1 })).toMatch(
      /^400 \| invalid_value \| max_output_tokens/,
    );
    expect(await send({ model, input: 'x', previous_response_id: 'resp_1' })).toMatch(/previous_response_not_found/);
    const broken = await fetch(`${server.baseUrl}/responses`, {
      method: 'POST',
      headers: { authorization: 'Bearer x' },
      body: '{',
    });
    expect(broken.status).toBe(400);
    expect(await refusal(client.get('/nothing'))).toBe('404 | null | null | 404 Invalid URL (GET /v1/nothing)');
    expect(server.requests.map((request) => request.refusal?.code)).toEqual(['previous_response_not_found']);
  });

  it("names the field in a deep item, such as the one that the SDK's parser adds", async () => {
    const { client } = await startBench(hello);
    const input = [{ type: 'function_call', call_id: 'c', name: 'read', arguments: '{}', parsed_arguments: {} }];
    expect(await refusal(client.post('/responses', { body: { model, input } }))).toBe(
      "400 | unknown_parameter | input[0].parsed_arguments | 400 Unknown parameter: 'input[0].parsed_arguments'.",
    );
    const unknownType = [{ type: 'item_reference', id: 'rs_1' }];
    expect(await refusal(client.post('/responses', { body: { model, input: unknownType } }))).toMatch(
      /^400 \| invalid_value \| input\[0\]\.type/,
    );
  });

  it('refuses strict schemas outside the subset', async () => {
    const { client } = await startBench(hello);
    const send = (schema: Record<string, unknown>, strict = true): Promise<string> =>
      refusal(
        client.responses.create({
          model,
          input: 'x',
          text: { format: { type: 'json_schema', name: 'plan', schema, strict } },
        }),
      );
    expect(await send(closed)).toBe('not refused');
    expect(await send(open, false)).toBe('not refused');
    expect(await send(open)).toBe(
      "400 | invalid_json_schema | text.format.schema | 400 Invalid schema for response_format 'plan': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    );
  });

  it('refuses strict tools outside the subset, in either protocol', async () => {
    const { client } = await startBench(hello);
    const tool = { type: 'function' as const, name: 'read', parameters: open, strict: true };
    expect(await refusal(client.responses.create({ model, input: 'x', tools: [tool] }))).toMatch(
      /^400 \| invalid_function_parameters \| tools\[0\]\.parameters \| 400 Invalid schema for function 'read': In context/,
    );
    const messages = [{ role: 'user' as const, content: 'x' }];
    const chatTool = { type: 'function' as const, function: { name: 'read', parameters: open, strict: true } };
    expect(await refusal(client.chat.completions.create({ model, messages, tools: [chatTool] }))).toMatch(
      /^400 \| invalid_function_parameters \| tools\[0\]\.function\.parameters/,
    );
    const unnamed = { ...tool, name: 'read a file', parameters: closed };
    expect(await refusal(client.responses.create({ model, input: 'x', tools: [unnamed] }))).toMatch(
      /^400 \| invalid_value \| tools\[0\]\.name/,
    );
  });

  it('refuses conversations whose items do not belong together', async () => {
    const { client } = await startBench({ type: 'text', text: 'Yes.', reasoning: 'Hm.' });
    const send = (input: ResponseCreateParamsNonStreaming['input']): Promise<string> =>
      refusal(client.responses.create({ model, input: input ?? [], store: false }));
    const call = { type: 'function_call' as const, call_id: 'c1', name: 'read', arguments: '{}' };
    const output = { type: 'function_call_output' as const, call_id: 'c1', output: 'ok' };
    expect(await send([call, output])).toBe('not refused');
    expect(await send([output])).toMatch(/^400 .*No tool call found for function call output with call_id c1\.$/);
    expect(await send([output, call])).toMatch(/No tool call found/);
    expect(await send([call])).toMatch(/^400 .*No tool output found for function call c1\.$/);

    const answered = await client.responses.create({ model, input: 'Sure?', include: ['reasoning.encrypted_content'] });
    const [reasoning, message] = answered.output;
    if (reasoning?.type !== 'reasoning' || message?.type !== 'message') throw new Error('Not the scripted answer.');
    expect(await send([reasoning, message])).toBe('not refused');
    expect(await send([reasoning])).toMatch(
      /^400 .*of type 'reasoning' was provided without its required following item/,
    );
    expect(await send([reasoning, { role: 'user', content: 'Well?' }])).toMatch(/without its required following item/);
    expect(await send([{ type: 'reasoning', id: reasoning.id, summary: [] }, message])).toMatch(
      /^404 .*Items are not persisted/,
    );
    expect(await send([{ ...reasoning, id: 'rs_other' }, message])).toMatch(/^400 \| invalid_encrypted_content/);
    expect(await send([{ ...reasoning, encrypted_content: 'tampered' }, message])).toMatch(/invalid_encrypted_content/);
  });

  it('streams no model to organisations that are not verified for it', async () => {
    const { client, server } = await startBench(hello, { unverifiedForStreaming: [model] });
    expect(await refusal(client.responses.create({ model, input: 'x', stream: true }))).toMatch(
      /^400 \| unsupported_value \| stream \| 400 Your organization must be verified to stream this model\./,
    );
    const messages = [{ role: 'user' as const, content: 'x' }];
    expect(await refusal(client.chat.completions.create({ model, messages, stream: true }))).toMatch(
      /must be verified/,
    );
    expect(await refusal(client.responses.create({ model, input: 'x' }))).toBe('not refused');
    expect(server.requests.map((request) => request.refusal?.param)).toEqual(['stream', 'stream', undefined]);
  });

  it('asks no effort of models that do not reason', async () => {
    const { client } = await startBench(hello, { withoutReasoning: [model] });
    expect(await refusal(client.responses.create({ model, input: 'x', reasoning: { effort: 'low' } }))).toMatch(
      /^400 \| unsupported_parameter \| reasoning\.effort/,
    );
    expect(
      await refusal(client.responses.create({ model, input: 'x', include: ['reasoning.encrypted_content'] })),
    ).toMatch(/^400 .*Encrypted content is not supported/);
    expect(await refusal(client.responses.create({ model, input: 'x' }))).toBe('not refused');
  });

  it('refuses what the script has no answer for, and says so when the script itself fails', async () => {
    const { client } = await startBench(({ items }) => {
      if (items.length > 1) throw new Error('no such file');
      return { type: 'refuse-request', message: 'Nothing is scripted for this goal.' };
    });
    expect(await refusal(client.responses.create({ model, input: 'x' }))).toBe(
      '400 | not_scripted | null | 400 Nothing is scripted for this goal.',
    );
    const two = [
      { role: 'user' as const, content: 'x' },
      { role: 'user' as const, content: 'y' },
    ];
    expect(await refusal(client.responses.create({ model, input: two }))).toBe(
      '500 | script_failed | null | 500 The script failed: no such file',
    );
  });

  it('answers nobody who came under another name', async () => {
    const { server } = await startBench(hello);
    const { request } = await import('node:http');
    const status = await new Promise((resolve, reject) => {
      request({ port: server.port, path: '/v1/models', headers: { host: 'evil.example', authorization: 'Bearer x' } })
        .on('response', (response) => {
          resolve(response.statusCode);
          response.resume();
        })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});
