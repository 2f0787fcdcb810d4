import { zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import type { ScriptedAnswer } from '../../../../src/adapters/demo/server/modelScript';
import { collect, hello, model, refusal, startBench } from './support';

const question: ChatCompletionMessageParam[] = [
  { role: 'system', content: 'Be kind.' },
  { role: 'user', content: 'Say hello.' },
];
const twoCalls: ScriptedAnswer = {
  type: 'tool-calls',
  calls: [
    { name: 'read', arguments: { path: 'src/a-file-with-a-long-enough-name.ts' } },
    { name: 'list', arguments: {} },
  ],
};
const tools = ['read', 'list'].map((name) => ({ type: 'function' as const, function: { name, parameters: {} } }));

describe('Chat Completions', () => {
  it('answers in text', async () => {
    const { client, server } = await startBench(hello);
    const completion = await client.chat.completions.create({ model, messages: question, reasoning_effort: 'low' });
    expect(completion).toMatchObject({
      object: 'chat.completion',
      model,
      choices: [{ index: 0, message: { role: 'assistant', refusal: null }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 5, completion_tokens_details: { reasoning_tokens: 0 } },
    });
    expect(server.requests[0]!.request).toMatchObject({
      protocol: 'chat',
      instructions: 'Be kind.',
      items: [{ type: 'user', text: 'Say hello.' }],
      effort: 'low',
    });
  });

  it('streams text, and usage at the end for those who ask', async () => {
    const { client } = await startBench(hello);
    const plain = await collect(await client.chat.completions.create({ model, messages: question, stream: true }));
    expect(plain.map((chunk) => chunk.choices[0]!.delta.content ?? '').join('')).toBe(
      hello.type === 'text' && hello.text,
    );
    expect(plain.at(-1)!.choices[0]!.finish_reason).toBe('stop');
    const counted = await collect(
      await client.chat.completions.create({
        model,
        messages: question,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    expect(counted.map((chunk) => chunk.usage?.prompt_tokens)).toEqual([...plain.map(() => undefined), 5]);
    expect(counted.at(-1)!.choices).toEqual([]);
  });

  it('calls several tools, streaming or not, and takes their results', async () => {
    const { client, server } = await startBench((request) =>
      request.items.some((item) => item.type === 'tool-result') ? hello : twoCalls,
    );
    const whole = await client.chat.completions.create({ model, messages: question, tools });
    const streamed = await client.chat.completions.stream({ model, messages: question, tools }).finalChatCompletion();
    const called = [
      { type: 'function', function: { name: 'read', arguments: '{"path":"src/a-file-with-a-long-enough-name.ts"}' } },
      { type: 'function', function: { name: 'list', arguments: '{}' } },
    ];
    for (const { choices } of [whole, streamed]) {
      expect(choices).toMatchObject([{ finish_reason: 'tool_calls', message: { content: null, tool_calls: called } }]);
    }
    const message = whole.choices[0]!.message;
    const results = message.tool_calls!.map((call) => ({
      role: 'tool' as const,
      tool_call_id: call.id,
      content: 'ok',
    }));
    const last = await client.chat.completions.create({ model, messages: [...question, message, ...results], tools });
    expect(last.choices[0]!.finish_reason).toBe('stop');
    const [first, second] = message.tool_calls!.map((call) => call.id);
    expect(server.requests[2]!.request.items).toMatchObject([
      { type: 'user' },
      { type: 'tool-call', callId: first, name: 'read' },
      { type: 'tool-call', callId: second, name: 'list' },
      { type: 'tool-result', callId: first, output: 'ok' },
      { type: 'tool-result', callId: second, output: 'ok' },
    ]);
  });

  it('gives structured output, refusals and incomplete answers', async () => {
    const { client } = await startBench(({ instructions }): ScriptedAnswer => {
      if (instructions === 'structured') return { type: 'text', text: '{"colour":"red"}' };
      return instructions === 'refuse' ? { type: 'refusal', text: 'No.' } : { type: 'incomplete', text: 'And' };
    });
    const ask = (instructions: string) => ({
      model,
      messages: [
        { role: 'system' as const, content: instructions },
        { role: 'user' as const, content: '?' },
      ],
    });
    const format = zodResponseFormat(z.object({ colour: z.string() }), 'colour');
    const parsed = await client.chat.completions.parse({ ...ask('structured'), response_format: format });
    expect(parsed.choices[0]!.message.parsed).toEqual({ colour: 'red' });
    const refused = await client.chat.completions.stream(ask('refuse')).finalChatCompletion();
    expect(refused.choices[0]!.message).toMatchObject({ content: null, refusal: 'No.' });
    const cut = await client.chat.completions.create(ask('cut'));
    expect(cut.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: 'And' } });
  });

  it('refuses calls without results and results without calls', async () => {
    const { client } = await startBench(hello);
    const call = { id: 'call_1', type: 'function' as const, function: { name: 'read', arguments: '{}' } };
    const asked: ChatCompletionMessageParam = { role: 'assistant', content: null, tool_calls: [call] };
    const send = (...messages: ChatCompletionMessageParam[]): Promise<string> =>
      refusal(client.chat.completions.create({ model, messages: [...question, ...messages] }));
    expect(await send(asked)).toMatch(/^400 .*did not have response messages: call_1$/);
    expect(await send(asked, { role: 'user', content: 'Well?' })).toMatch(/did not have response messages: call_1$/);
    expect(await send({ role: 'tool', tool_call_id: 'call_1', content: 'ok' })).toMatch(
      /^400 .*messages with role 'tool'/,
    );
    expect(await send(asked, { role: 'tool', tool_call_id: 'call_1', content: 'ok' })).toBe('not refused');
  });
});
