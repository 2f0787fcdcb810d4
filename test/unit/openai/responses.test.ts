import { describe, expect, test } from 'vitest';

import type { ScriptedAnswer, ScriptedRequest } from '../../../src/adapters/demo/server/modelScript';
import type { ToolSpec } from '../../../src/core/ports/chatModel';
import { always, ask, collect, doneOf, failureOf, itemsOf, noticesOf, startBench, unstreamed } from './bench';

const readTool: ToolSpec = {
  name: 'read',
  description: 'Reads a file.',
  parameters: {
    type: 'object',
    properties: { path: { type: 'string' } },
    required: ['path'],
    additionalProperties: false,
  },
};

const verdictSchema = {
  name: 'verdict',
  schema: {
    type: 'object',
    properties: { good: { type: 'boolean' } },
    required: ['good'],
    additionalProperties: false,
  },
};

describe('text', () => {
  test('streams in deltas that add up to the item, with usage and the model that answered', async () => {
    const text = 'Hello, and good morning to you. '.repeat(10);
    const { model } = await startBench({ answer: () => ({ type: 'text', text }) });
    const events = await collect(model, ask('gpt-4.1'));
    const deltas = events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : []));
    expect(deltas.length).toBeGreaterThan(1);
    expect(deltas.join('')).toBe(text);
    const { items, usage, model: returned } = doneOf(events);
    expect(items).toEqual([{ type: 'assistant', text }]);
    expect(usage.input).toBeGreaterThan(0);
    expect(usage.output).toBeGreaterThan(0);
    expect(returned).toBe('gpt-4.1');
  });

  test('names the model that answered, not the one that was asked', async () => {
    const { model } = await startBench({ faults: always({ type: 'other-model', model: 'gpt-4.1-2025-04-14' }) });
    expect(doneOf(await collect(model, ask('gpt-4.1'))).model).toBe('gpt-4.1-2025-04-14');
  });

  test('sends instructions and the conversation in order', async () => {
    const { model, server } = await startBench();
    await collect(
      model,
      ask('gpt-4.1', {
        items: [
          { type: 'user', text: 'One.' },
          { type: 'assistant', text: 'Two.' },
          { type: 'user', text: 'Three.' },
        ],
      }),
    );
    const { instructions, items } = server.requests[0]!.request;
    expect(instructions).toBe('Be brief.');
    expect(items).toEqual([
      { type: 'user', text: 'One.' },
      { type: 'assistant', text: 'Two.' },
      { type: 'user', text: 'Three.' },
    ]);
  });
});

describe('tools', () => {
  /** Calls two tools, and says what it read only to a client that carried its thoughts back. */
  function readsTwoFiles({ items }: ScriptedRequest): ScriptedAnswer {
    const results = items.filter((item) => item.type === 'tool-result');
    if (results.length === 0) {
      const calls = ['a.ts', 'b.ts'].map((path) => ({ name: 'read', arguments: { path } }));
      return { type: 'tool-calls', calls, reasoning: 'Two files to read.' };
    }
    if (!items.some((item) => item.type === 'reasoning')) {
      return { type: 'refuse-request', message: 'The reasoning that led to the calls is missing.' };
    }
    return { type: 'text', text: results.map((item) => item.output).join('+') };
  }

  test('carries reasoning back across parallel calls, unread', async () => {
    const { model, server } = await startBench({ answer: readsTwoFiles });
    const request = ask('o3', { tools: [readTool], effort: 'high' });
    const first = itemsOf(await collect(model, request));
    expect(first.map((item) => item.type)).toEqual(['reasoning', 'tool-call', 'tool-call']);
    const calls = first.filter((item) => item.type === 'tool-call');
    expect(calls.map((call) => call.arguments)).toEqual(['{"path":"a.ts"}', '{"path":"b.ts"}']);

    const results = calls.map(({ callId, arguments: text }) => ({
      type: 'tool-result' as const,
      callId,
      output: `<${text}>`,
    }));
    const second = await collect(model, { ...request, items: [...request.items, ...first, ...results] });
    expect(itemsOf(second)).toContainEqual({ type: 'assistant', text: '<{"path":"a.ts"}>+<{"path":"b.ts"}>' });
    expect(server.requests[1]!.request.effort).toBe('high');
  });

  test('the items of an answer survive a journal', async () => {
    const { model } = await startBench({ answer: readsTwoFiles });
    const items = itemsOf(await collect(model, ask('o3', { tools: [readTool] })));
    expect(JSON.parse(JSON.stringify(items))).toEqual(items);
  });

  test('leaving the reasoning out is seen by the server', async () => {
    const { model } = await startBench({ answer: readsTwoFiles });
    const request = ask('o3', { tools: [readTool] });
    const calls = itemsOf(await collect(model, request)).filter((item) => item.type === 'tool-call');
    const results = calls.map(({ callId }) => ({ type: 'tool-result' as const, callId, output: '' }));
    const events = await collect(model, { ...request, items: [...request.items, ...calls, ...results] });
    expect(failureOf(events)).toMatchObject({ reason: 'bad-request', retryable: false });
    expect(failureOf(events).message).toContain('The reasoning that led to the calls is missing');
  });

  test('a model that does not reason is told neither an effort nor thoughts of another model', async () => {
    const { model, server } = await startBench();
    const reasoning = { type: 'reasoning' as const, opaque: { type: 'reasoning', id: 'rs_1', summary: [] } };
    const said = { type: 'assistant' as const, text: 'So be it.' };
    const items = [
      { type: 'user' as const, text: 'Think.' },
      reasoning,
      said,
      { type: 'user' as const, text: 'Go on.' },
    ];
    expect(doneOf(await collect(model, ask('gpt-4.1', { effort: 'high', items }))).type).toBe('done');
    expect(server.requests[0]!.request.effort).toBeUndefined();
    expect(server.requests[0]!.request.items.map((item) => item.type)).toEqual(['user', 'assistant', 'user']);
  });

  test('are offered as strict functions', async () => {
    const { model, server } = await startBench();
    await collect(model, ask('gpt-4.1', { tools: [readTool] }));
    expect(server.requests[0]!.request.tools).toEqual([{ ...readTool, strict: true }]);
  });

  test('arguments that are no JSON are passed on as they came', async () => {
    const { model } = await startBench({ answer: readsTwoFiles, faults: always({ type: 'malformed-arguments' }) });
    const [call] = itemsOf(await collect(model, ask('gpt-4.1', { tools: [readTool] }))).filter(
      (item) => item.type === 'tool-call',
    );
    expect(call?.arguments).toBe('{"path"');
  });
});

describe('structured output', () => {
  test('asks for the schema, strictly', async () => {
    const { model, server } = await startBench({ answer: () => ({ type: 'text', text: '{"good":true}' }) });
    const items = itemsOf(await collect(model, ask('o3', { schema: verdictSchema })));
    expect(items).toContainEqual({ type: 'assistant', text: '{"good":true}' });
    expect(server.requests[0]!.request.schema).toEqual({ ...verdictSchema, strict: true });
  });

  test('a schema outside the strict subset is refused by the server, and the refusal told', async () => {
    const { model } = await startBench();
    const loose = { name: 'loose', schema: { type: 'object', properties: { good: { type: 'boolean' } } } };
    expect(failureOf(await collect(model, ask('o3', { schema: loose }))).reason).toBe('bad-request');
  });
});

describe('without streaming', () => {
  test('an organisation that is not verified gets whole answers: found out once, said once, remembered', async () => {
    const { model, server } = await startBench({ unverifiedForStreaming: ['o3'] });
    const first = await collect(model, ask('o3'));
    expect(noticesOf(first)).toEqual([expect.stringMatching(/verified organisations stream o3.*whole/)]);
    expect(itemsOf(first)).toContainEqual({ type: 'assistant', text: 'Hello.' });
    expect(first.filter((event) => event.type === 'text-delta')).toEqual([{ type: 'text-delta', text: 'Hello.' }]);

    const second = await collect(model, ask('o3'));
    expect(noticesOf(second)).toEqual([]);
    await collect(model, ask('gpt-4.1'));
    expect(server.requests.map(({ request }) => `${request.model} ${request.stream}`)).toEqual([
      'o3 true',
      'o3 false',
      'o3 false',
      'gpt-4.1 true',
    ]);
  });

  test('a longer memory is asked and told', async () => {
    const lacks = new Set<string>();
    const { model, server } = await startBench({ unverifiedForStreaming: ['o3'], model: { lacks } });
    lacks.add(`streaming ${server.baseUrl} gpt-4.1`);
    await collect(model, ask('gpt-4.1'));
    await collect(model, ask('o3'));
    expect(server.requests[0]!.request.stream).toBe(false);
    expect([...lacks]).toEqual([`streaming ${server.baseUrl} gpt-4.1`, `streaming ${server.baseUrl} o3`]);
  });

  test('reasoning is carried back all the same', async () => {
    const answer = ({ items }: ScriptedRequest) =>
      items.some((item) => item.type === 'reasoning')
        ? { type: 'text' as const, text: 'As I thought.' }
        : { type: 'text' as const, text: 'Let me see.', reasoning: 'Hm.' };
    const { model } = await startBench({ answer, model: { lacks: unstreamed('o3') } });
    const request = ask('o3');
    const first = itemsOf(await collect(model, request));
    const items = [...request.items, ...first, { type: 'user' as const, text: 'And?' }];
    expect(itemsOf(await collect(model, { ...request, items }))).toContainEqual({
      type: 'assistant',
      text: 'As I thought.',
    });
  });
});

describe('answers that are none', () => {
  test.each([true, false])('streaming %s', async (stream) => {
    const lacks = unstreamed(...(stream ? [] : ['gpt-4.1']));
    const refusal = await startBench({
      answer: () => ({ type: 'refusal', text: 'I would rather not.' }),
      model: { lacks },
    });
    expect(failureOf(await collect(refusal.model, ask('gpt-4.1')))).toMatchObject({
      reason: 'refused',
      message: expect.stringContaining('I would rather not.') as string,
    });
    const cut = await startBench({
      answer: () => ({ type: 'incomplete', text: 'On the one ha' }),
      model: { lacks },
    });
    expect(failureOf(await collect(cut.model, ask('gpt-4.1', { maxOutputTokens: 16 }))).reason).toBe('cut-off');
    const empty = await startBench({ faults: always({ type: 'empty-output' }), model: { lacks } });
    expect(failureOf(await collect(empty.model, ask('gpt-4.1')))).toMatchObject({ reason: 'empty', retryable: true });
    for (const { server } of [refusal, cut, empty]) expect(server.requests).toHaveLength(1);
  });

  test('the limit of output tokens is sent', async () => {
    const { model } = await startBench({ answer: () => ({ type: 'text', text: 'word '.repeat(500) }) });
    expect(failureOf(await collect(model, ask('gpt-4.1', { maxOutputTokens: 20 }))).reason).toBe('cut-off');
  });
});
