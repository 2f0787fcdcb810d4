import { zodTextFormat } from 'openai/helpers/zod';
import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import type { ScriptedRequest } from '../../../../src/adapters/demo/server/modelScript';
import { collect, hello, model, picture, startBench, userTexts } from './support';

const readTool = {
  type: 'function' as const,
  name: 'read',
  description: 'Reads a file.',
  strict: true,
  parameters: {
    type: 'object',
    properties: { path: { type: 'string' } },
    required: ['path'],
    additionalProperties: false,
  },
};

describe('the Responses API', () => {
  it('answers in text, and estimates usage from the sizes', async () => {
    const { client, server } = await startBench(hello);
    const response = await client.responses.create({
      model,
      instructions: 'Be kind.',
      input: 'Say hello.',
      reasoning: { effort: 'low' },
    });
    expect(response.output_text).toBe(hello.type === 'text' && hello.text);
    expect(response).toMatchObject({ status: 'completed', model, object: 'response', instructions: 'Be kind.' });
    expect(response.usage).toEqual({
      input_tokens: Math.ceil('Be kind.\nSay hello.'.length / 4),
      input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
      output_tokens: Math.ceil(response.output_text.length / 4),
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 5 + Math.ceil(response.output_text.length / 4),
    });
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({
      index: 0,
      inputTokens: 5,
      refusal: undefined,
      request: {
        protocol: 'responses',
        model,
        instructions: 'Be kind.',
        items: [{ type: 'user', text: 'Say hello.' }],
        tools: [],
        stream: false,
        effort: 'low',
        authorized: true,
      },
    });
  });

  it('streams text in the order of events that OpenAI sends', async () => {
    const { client } = await startBench(hello);
    const events = await collect(await client.responses.create({ model, input: 'Hello?', stream: true }));
    expect(picture(events.map((event) => event.type))).toEqual([
      'response.created',
      'response.in_progress',
      'response.output_item.added',
      'response.content_part.added',
      'response.output_text.delta x2',
      'response.output_text.done',
      'response.content_part.done',
      'response.output_item.done',
      'response.completed',
    ]);
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_event, index) => index));
  });

  it('lets the parser of the SDK put the stream together again', async () => {
    const { client } = await startBench({
      type: 'tool-calls',
      reasoning: 'First the two files, which do not depend on each other.',
      text: 'Reading.',
      calls: [
        { name: 'read', arguments: { path: 'src/a-file-with-a-long-enough-name.ts' } },
        { name: 'read', arguments: '{"path":"b.ts"}' },
      ],
    });
    const stream = client.responses.stream({
      model,
      input: 'Read.',
      tools: [readTool],
      reasoning: { effort: 'high', summary: 'auto' },
    });
    const types: string[] = [];
    stream.on('event', (event) => types.push(event.type));
    const response = await stream.finalResponse();
    expect(picture(types)).toMatchInlineSnapshot(`
      [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.delta x2",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.function_call_arguments.delta x2",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.output_item.added",
        "response.function_call_arguments.delta",
        "response.function_call_arguments.done",
        "response.output_item.done",
        "response.completed",
      ]
    `);
    expect(response.output).toMatchObject([
      { type: 'reasoning', summary: [{ text: 'First the two files, which do not depend on each other.' }] },
      { type: 'message', content: [{ type: 'output_text', text: 'Reading.' }] },
      { type: 'function_call', name: 'read', parsed_arguments: { path: 'src/a-file-with-a-long-enough-name.ts' } },
      { type: 'function_call', name: 'read', arguments: '{"path":"b.ts"}' },
    ]);
    expect(response.usage?.output_tokens_details.reasoning_tokens).toBe(14);
  });

  it('takes a tool call and its reasoning back, without having stored them', async () => {
    const answer = (request: ScriptedRequest) => {
      const result = request.items.find((item) => item.type === 'tool-result');
      return result
        ? { type: 'text' as const, text: `It says ${result.output}.` }
        : {
            type: 'tool-calls' as const,
            calls: [{ name: 'read', arguments: { path: 'a' } }],
            reasoning: 'I must look.',
          };
    };
    const { client, server } = await startBench(answer);
    const shared = { model, tools: [readTool], store: false, include: ['reasoning.encrypted_content' as const] };
    const input: ResponseInputItem[] = [{ role: 'user', content: 'What does it say?' }];
    const first = await client.responses.create({ ...shared, input });
    expect(first.output).toMatchObject([
      { type: 'reasoning', summary: [], encrypted_content: expect.any(String) as string },
      { type: 'function_call' },
    ]);
    const call = first.output.find((item) => item.type === 'function_call')!;
    input.push(...(first.output as ResponseInputItem[]), {
      type: 'function_call_output',
      call_id: call.call_id,
      output: 'hello',
    });
    const second = await client.responses.create({ ...shared, input });
    expect(second.output_text).toBe('It says hello.');
    expect(server.requests[1]!.request.items).toEqual([
      { type: 'user', text: 'What does it say?' },
      { type: 'reasoning', id: first.output[0]!.id },
      { type: 'tool-call', callId: call.call_id, name: 'read', arguments: '{"path":"a"}' },
      { type: 'tool-result', callId: call.call_id, output: 'hello' },
    ]);
  });

  it('keeps reasoning to itself unless the client asks for it', async () => {
    const { client } = await startBench({ type: 'text', text: 'Yes.', reasoning: 'Hm.' });
    const response = await client.responses.create({ model, input: 'Sure?' });
    expect(response.output[0]).toEqual({ id: expect.any(String) as string, type: 'reasoning', summary: [] });
  });

  it('gives structured output to a zod format', async () => {
    const plan = z.object({ tasks: z.array(z.object({ id: z.string(), after: z.string().nullable() })) });
    const value = { tasks: [{ id: 'T1', after: null }] };
    const { client, server } = await startBench({ type: 'text', text: JSON.stringify(value) });
    const text = { format: zodTextFormat(plan, 'plan') };
    const parsed = await client.responses.parse({ model, input: 'Plan.', text });
    expect(parsed.output_parsed).toEqual(value);
    const streamed = await client.responses.stream({ model, input: 'Plan.', text }).finalResponse();
    expect(streamed.output_parsed).toEqual(value);
    expect(server.requests[0]!.request.schema).toMatchObject({ name: 'plan', strict: true });
  });

  it('refuses in the words of the script', async () => {
    const { client } = await startBench({
      type: 'refusal',
      text: 'I would rather not do that, if it is all the same.',
    });
    const refused = [
      {
        type: 'message',
        content: [{ type: 'refusal', refusal: 'I would rather not do that, if it is all the same.' }],
      },
    ];
    expect((await client.responses.create({ model, input: 'Harm.' })).output).toMatchObject(refused);
    const stream = client.responses.stream({ model, input: 'Harm.' });
    const types: string[] = [];
    stream.on('event', (event) => types.push(event.type));
    expect((await stream.finalResponse()).output).toMatchObject(refused);
    expect(picture(types.filter((type) => type.includes('refusal')))).toEqual([
      'response.refusal.delta x2',
      'response.refusal.done',
    ]);
  });

  it('leaves an answer incomplete', async () => {
    const { client } = await startBench({ type: 'incomplete', text: 'And then' });
    const incomplete = { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } };
    expect(await client.responses.create({ model, input: 'Tell.' })).toMatchObject(incomplete);
    const events = await collect(await client.responses.create({ model, input: 'Tell.', stream: true }));
    expect(events.at(-1)).toMatchObject({ type: 'response.incomplete', response: incomplete });
  });

  it('cuts an answer that is longer than the client allows', async () => {
    const { client } = await startBench({ type: 'text', text: 'x'.repeat(1000) });
    const response = await client.responses.create({ model, input: 'Tell.', max_output_tokens: 20 });
    expect(response).toMatchObject({ status: 'incomplete', output_text: 'x'.repeat(80), usage: { output_tokens: 20 } });
  });

  it('makes one call at a time where the client wants no parallel calls', async () => {
    const call = { name: 'read', arguments: { path: 'a' } };
    const { client } = await startBench({ type: 'tool-calls', calls: [call, call] });
    const wanted = { model, input: 'Read.', tools: [readTool] };
    expect((await client.responses.create(wanted)).output).toHaveLength(2);
    expect((await client.responses.create({ ...wanted, parallel_tool_calls: false })).output).toHaveLength(1);
  });

  it('counts what a prompt shares with an earlier one as cached', async () => {
    const { client } = await startBench(hello);
    const instructions = 'rule '.repeat(2000);
    const usage = async (input: string): Promise<number | undefined> =>
      (await client.responses.create({ model, instructions, input })).usage?.input_tokens_details.cached_tokens;
    expect(await usage('one')).toBe(0);
    expect(await usage('two')).toBe(Math.floor(2500 / 128) * 128);
  });

  it('passes parts of messages on as text, whoever spoke', async () => {
    const { client, server } = await startBench((request) => ({ type: 'text', text: userTexts(request).join() }));
    const response = await client.responses.create({
      model,
      input: [
        { role: 'developer', content: 'Rules.' },
        {
          role: 'user',
          content: [
            { type: 'input_text', text: 'a' },
            { type: 'input_text', text: 'b' },
          ],
        },
        { role: 'assistant', content: 'Yes?' },
        { role: 'user', content: 'c' },
      ],
    });
    expect(response.output_text).toBe('ab,c');
    expect(server.requests[0]!.request.items.map((item) => item.type)).toEqual(['system', 'user', 'assistant', 'user']);
  });
});
