import { describe, expect, test } from 'vitest';

import { toChatRequest, type ChatForm } from '../../../src/adapters/openai/chatRequest';
import type { Lack } from '../../../src/adapters/openai/lacks';
import type { ChatItem, ChatRequest } from '../../../src/core/ports/chatModel';
import { ask } from './bench';

const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
const list = { name: 'list', description: 'Lists.', parameters };
const items: readonly ChatItem[] = [
  { type: 'user', text: 'Go.' },
  { type: 'user', text: 'Be quick.' },
  { type: 'reasoning', opaque: { type: 'reasoning', id: 'rs_1' } },
  { type: 'assistant', text: 'I look.' },
  { type: 'tool-call', callId: 'c1', name: 'list', arguments: '{"glob":null}' },
  { type: 'tool-call', callId: 'c2', name: 'list', arguments: '{}' },
  { type: 'tool-result', callId: 'c1', output: 'a.ts' },
  { type: 'tool-result', callId: 'c2', output: 'b.ts' },
];
const full: ChatRequest = {
  model: 'o3',
  instructions: 'Lead.',
  items,
  tools: [list],
  schema: { name: 'plan', schema: parameters },
  effort: 'medium',
  maxOutputTokens: 4000,
};

function form(lacks: readonly Lack[] = [], more: Partial<ChatForm> = {}): ChatForm {
  return { stream: true, lacks: new Set(lacks), schemaBesideTools: true, ...more };
}

describe('the request on the wire', () => {
  test('with everything', () => {
    expect(toChatRequest(full, form())).toEqual({
      model: 'o3',
      messages: [
        { role: 'system', content: 'Lead.' },
        { role: 'user', content: 'Go.\n\nBe quick.' },
        {
          role: 'assistant',
          content: 'I look.',
          tool_calls: [
            { id: 'c1', type: 'function', function: { name: 'list', arguments: '{"glob":null}' } },
            { id: 'c2', type: 'function', function: { name: 'list', arguments: '{}' } },
          ],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'a.ts' },
        { role: 'tool', tool_call_id: 'c2', content: 'b.ts' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      tools: [{ type: 'function', function: { ...list, strict: true } }],
      parallel_tool_calls: true,
      response_format: { type: 'json_schema', json_schema: { name: 'plan', schema: parameters, strict: true } },
      reasoning_effort: 'medium',
      max_completion_tokens: 4000,
    });
  });

  test('with nothing', () => {
    expect(toChatRequest(ask('gpt-4.1', { effort: 'high' }), form([], { stream: false }))).toEqual({
      model: 'gpt-4.1',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Greet me.' },
      ],
      stream: false,
    });
  });

  test('without what the server was found not to take', () => {
    const lacks: readonly Lack[] = [
      'stream-usage',
      'strict-tools',
      'parallel-calls',
      'completion-limit',
      'effort',
      'json-schema',
    ];
    const { messages, ...rest } = toChatRequest({ ...full, items: [] }, form(lacks));
    expect(rest).toEqual({
      model: 'o3',
      stream: true,
      tools: [{ type: 'function', function: list }],
      response_format: { type: 'json_object' },
      max_tokens: 4000,
    });
    expect(messages[0]?.content).toMatch(
      /^Lead\.\n\nWhen you answer and call no tool, answer with one JSON object.*"additionalProperties":false\}$/s,
    );
  });

  test.each<readonly [string, readonly Lack[], Partial<ChatForm>]>([
    ['no JSON is held to', ['json-schema', 'json-object'], {}],
    ['tools stand beside it on a server that would hold every answer to it', [], { schemaBesideTools: false }],
  ])('a schema is told in words where %s', (_why, lacks, more) => {
    const request = toChatRequest(full, form(lacks, more));
    expect(request.response_format).toBeUndefined();
    expect(request.messages[0]?.content).toContain(JSON.stringify(parameters));
  });

  test('a schema without tools is held to on such a server', () => {
    const request = toChatRequest({ ...full, tools: [] }, form([], { schemaBesideTools: false }));
    expect(request.response_format?.type).toBe('json_schema');
  });

  test('tools are told in words where the server takes none, and calls and results are words too', () => {
    const { messages, tools, parallel_tool_calls } = toChatRequest(full, form(['tools']));
    expect({ tools, parallel_tool_calls }).toEqual({});
    expect(messages[0]?.content).toContain('{"name":"list","description":"Lists."');
    expect(messages.slice(2)).toEqual([
      {
        role: 'assistant',
        content: [
          'I look.',
          '<tool_call>{"name": "list", "arguments": {"glob":null}}</tool_call>',
          '<tool_call>{"name": "list", "arguments": {}}</tool_call>',
        ].join('\n\n'),
      },
      {
        role: 'user',
        content: '<tool_response>\na.ts\n</tool_response>\n\n<tool_response>\nb.ts\n</tool_response>',
      },
    ]);
  });
});
