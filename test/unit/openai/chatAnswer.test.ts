import { describe, expect, test } from 'vitest';

import { GatheredAnswer, jsonIn, withoutThoughts } from '../../../src/adapters/openai/chatAnswer';
import { readWrittenCalls } from '../../../src/adapters/openai/toolText';
import type { ChatRequest } from '../../../src/core/ports/chatModel';
import { ask } from './bench';

const tools = [{ name: 'list', description: '', parameters: {} }];
const withTools = ask('local', { tools });

/** A stream of deltas, with the reason for its end after them. */
function gathered(deltas: readonly object[], request: ChatRequest = withTools, finish: string | null = 'stop') {
  const answer = new GatheredAnswer(request);
  const texts = deltas.map((delta) => answer.add({ choices: [{ index: 0, delta, finish_reason: null }] }));
  if (finish !== null) answer.add({ choices: [{ index: 0, delta: {}, finish_reason: finish as 'stop' }] });
  return { ending: answer.end(), texts };
}

function itemsOf(deltas: readonly object[], request?: ChatRequest): unknown {
  const { ending } = gathered(deltas, request);
  return ending.type === 'done' ? ending.items : ending;
}

describe('tool calls in pieces', () => {
  const call = { type: 'tool-call', callId: 'c1', name: 'list', arguments: '{"glob":"a"}' };
  test.each<readonly [string, readonly object[], readonly object[]]>([
    [
      'as OpenAI sends them',
      [
        { tool_calls: [{ index: 0, id: 'c1', function: { name: 'list', arguments: '' } }] },
        { tool_calls: [{ index: 0, function: { arguments: '{"glob":' } }] },
        { tool_calls: [{ index: 0, function: { arguments: '"a"}' } }] },
      ],
      [call],
    ],
    [
      'without an index',
      [
        { tool_calls: [{ id: 'c1', function: { name: 'list', arguments: '{"glob":' } }] },
        { tool_calls: [{ function: { arguments: '"a"}' } }] },
        { tool_calls: [{ id: 'c2', function: { name: 'list', arguments: '{}' } }] },
      ],
      [call, { ...call, callId: 'c2', arguments: '{}' }],
    ],
    [
      'without an id',
      [
        { tool_calls: [{ index: 0, function: { name: 'list', arguments: '{}' } }] },
        { tool_calls: [{ index: 1, function: { name: 'list', arguments: '{}' } }] },
      ],
      [
        { ...call, callId: 'call_1', arguments: '{}' },
        { ...call, callId: 'call_2', arguments: '{}' },
      ],
    ],
    [
      'several in one chunk, with arguments as objects',
      [
        {
          tool_calls: [
            { index: 0, id: 'c1', function: { name: 'list', arguments: { glob: 'a' } } },
            { index: 1, id: 'c2', function: { name: 'list', arguments: '' } },
          ],
        },
      ],
      [call, { ...call, callId: 'c2', arguments: '{}' }],
    ],
  ])('%s', (_name, deltas, items) => {
    expect(itemsOf(deltas)).toEqual(items);
  });
});

describe('what is thought aloud', () => {
  test.each([
    ['<think>Hm.</think>\n\nHello.', 'Hello.'],
    ['Hm.</think>Hello.', 'Hello.'],
    ['<think>Hm', ''],
    ['<thi', ''],
    ['<b>Hello</b>', '<b>Hello</b>'],
    ['Hello.', 'Hello.'],
  ])('%j is %j', (text, said) => {
    expect(withoutThoughts(text)).toBe(said);
  });

  test('is neither streamed nor answered, and stands in fields of its own besides', () => {
    const { ending, texts } = gathered([
      { reasoning_content: 'I should greet.' },
      { content: '<think>' },
      { content: 'Hm.</think>He' },
      { content: 'llo.' },
    ]);
    expect(texts).toEqual(['', '', 'He', 'llo.']);
    expect(ending).toMatchObject({ type: 'done', items: [{ type: 'assistant', text: 'Hello.' }] });
  });

  test('alone is an empty answer', () => {
    expect(gathered([{ content: '<think>Hm.</think>' }]).ending).toMatchObject({ type: 'failed' });
  });
});

describe('calls in words', () => {
  const one = { name: 'list', arguments: '{"glob":"a"}' };
  test.each([
    ['<tool_call>\n{"name": "list", "arguments": {"glob":"a"}}\n</tool_call>', [one], ''],
    ['I look. <tool_call>{"name":"list","arguments":{"glob":"a"}}', [one], 'I look.'],
    ['{"name":"list","parameters":{"glob":"a"}}', [one], ''],
    ['```json\n[{"name":"list","arguments":{"glob":"a"}}]\n```', [one], ''],
    ['[TOOL_CALLS][{"name":"list","arguments":{"glob":"a"}}]', [one], ''],
    ['<function=list>{"glob":"a"}</function>', [one], ''],
  ])('are read in %j', (text, calls, rest) => {
    expect(readWrittenCalls(text, tools)).toEqual({ calls, rest });
  });

  test.each([
    '{"name":"rm","arguments":{}}',
    '<tool_call>{"name":"list"}</tool_call>',
    '<tool_call>list</tool_call>',
    'Call list with {"glob":"a"}.',
  ])('are not seen in %j', (text) => {
    expect(readWrittenCalls(text, tools)).toEqual({ calls: [], rest: text });
  });

  test('are not looked for where nothing was offered, or where there are others', () => {
    const text = '{"name":"list","arguments":{}}';
    expect(readWrittenCalls(text, [])).toEqual({ calls: [], rest: text });
    expect(
      itemsOf([{ content: text, tool_calls: [{ index: 0, id: 'c1', function: { name: 'list', arguments: '{}' } }] }]),
    ).toEqual([
      { type: 'assistant', text },
      { type: 'tool-call', callId: 'c1', name: 'list', arguments: '{}' },
    ]);
  });
});

describe('JSON that was asked for', () => {
  test.each([
    ['{"a":1}', '{"a":1}'],
    ['```json\n{"a":1}\n```', '{"a":1}'],
    ['Here it is:\n```\n{"a":1}\n```\nGood?', '{"a":1}'],
    ['Here it is: {"a":{"b":1}}. Good?', '{"a":{"b":1}}'],
    ['I can not.', 'I can not.'],
    ['{"a":', '{"a":'],
  ])('is picked out of %j', (text, json) => {
    expect(jsonIn(text)).toBe(json);
  });
});

describe('an end', () => {
  test('without a reason is none', () => {
    expect(gathered([{ content: 'Hel' }], withTools, null).ending).toEqual({ type: 'ended-early' });
    expect(gathered([], withTools, null).ending).toEqual({ type: 'ended-early' });
  });

  test('by a filter is a refusal', () => {
    expect(gathered([{ content: 'Hel' }], withTools, 'content_filter').ending).toMatchObject({
      failure: { reason: 'refused' },
    });
  });

  test('without usage has an estimate, so that no budget is blind', () => {
    const { ending } = gathered([{ content: 'Hello. '.repeat(100) }]);
    expect(ending.type === 'done' && ending.usage.output).toBeGreaterThan(100);
    expect(ending.type === 'done' && ending.usage.input).toBeGreaterThan(10);
  });
});
