import { describe, expect, test } from 'vitest';

import { strictSchemaIssue } from '../../../src/adapters/demo/server/strictSchema';
import { isReasoningModel } from '../../../src/adapters/openai/reasoningModels';
import { toResponsesRequest } from '../../../src/adapters/openai/responsesRequest';
import { planAnswerSchema } from '../../../src/core/plan/schema';
import { strictJsonSchema } from '../../../src/core/util/strictSchema';
import { ask } from './bench';

describe('the request on the wire', () => {
  test('of a reasoning model with everything', () => {
    const opaque = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'xyz' };
    const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
    const request = toResponsesRequest({
      model: 'o3',
      instructions: 'Lead.',
      items: [
        { type: 'user', text: 'Go.' },
        { type: 'reasoning', opaque },
        { type: 'tool-call', callId: 'c1', name: 'list', arguments: '{}' },
        { type: 'tool-result', callId: 'c1', output: 'a.ts' },
      ],
      tools: [{ name: 'list', description: 'Lists.', parameters }],
      schema: { name: 'plan', schema: parameters },
      effort: 'medium',
      maxOutputTokens: 4000,
    });
    expect(request).toEqual({
      model: 'o3',
      instructions: 'Lead.',
      input: [
        { type: 'message', role: 'user', content: 'Go.' },
        opaque,
        { type: 'function_call', call_id: 'c1', name: 'list', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c1', output: 'a.ts' },
      ],
      store: false,
      include: ['reasoning.encrypted_content'],
      reasoning: { effort: 'medium' },
      tools: [{ type: 'function', name: 'list', description: 'Lists.', parameters, strict: true }],
      parallel_tool_calls: true,
      text: { format: { type: 'json_schema', name: 'plan', schema: parameters, strict: true } },
      max_output_tokens: 4000,
    });
  });

  test('of another model with nothing', () => {
    expect(toResponsesRequest(ask('gpt-4.1', { effort: 'high' }))).toEqual({
      model: 'gpt-4.1',
      instructions: 'Be brief.',
      input: [{ type: 'message', role: 'user', content: 'Greet me.' }],
      store: false,
    });
  });

  test('thoughts of another provider are left out', () => {
    const items = [
      { type: 'reasoning' as const, opaque: { thinking: 'Hm.' } },
      { type: 'user' as const, text: 'Go.' },
    ];
    expect(toResponsesRequest(ask('o3', { items })).input).toHaveLength(1);
  });

  test('the schema of plans is within the strict subset', () => {
    expect(strictSchemaIssue(strictJsonSchema(planAnswerSchema(['deep'])))).toBeUndefined();
  });
});

test.each([
  ['o3', true],
  ['o4-mini-2025-04-16', true],
  ['gpt-5', true],
  ['gpt-5.1-codex-max', true],
  ['codex-1', true],
  ['codex-mini-latest', true],
  ['openai/o3', true],
  ['ft:o4-mini:acme::1', true],
  ['gpt-5-chat-latest', false],
  ['gpt-5.1-chat-latest', false],
  ['gpt-4.1', false],
  ['gpt-4o', false],
  ['olmo-2', false],
  ['qwen2.5-coder', false],
])('%s reasons: %s', (model, reasons) => {
  expect(isReasoningModel(model)).toBe(reasons);
});
