import { describe, expect, it } from 'vitest';

import { itemsOf, type AnswerPart } from '../../../src/adapters/editorModels/answer';
import { toEditorRequest } from '../../../src/adapters/editorModels/conversation';
import { explainEditorError } from '../../../src/adapters/editorModels/errors';
import { TokenCounts } from '../../../src/adapters/editorModels/tokenCounts';
import type { ChatItem } from '../../../src/core/ports/chatModel';
import { editorModelName, parseEditorModel } from '../../../src/core/util/editorModels';
import { ask } from '../openai/bench';

const parameters = { type: 'object', properties: {}, required: [], additionalProperties: false };
const list = { name: 'list', description: 'Lists.', parameters };
const schema = { name: 'plan', schema: parameters };

describe('a name', () => {
  it.each([
    ['vscode:copilot/gpt-4.1', { vendor: 'copilot', id: 'gpt-4.1' }],
    ['vscode:acme/models/small', { vendor: 'acme', id: 'models/small' }],
    ['vscode:acme', { vendor: 'acme', id: '' }],
    ['gpt-4.1', undefined],
    ['qwen3:8b', undefined],
  ])('%s is %j', (name, parsed) => {
    expect(parseEditorModel(name)).toEqual(parsed);
    if (parsed && parsed.id !== '') expect(editorModelName(parsed)).toBe(name);
  });
});

describe('a request in the terms of the editor', () => {
  const items: readonly ChatItem[] = [
    { type: 'user', text: 'Go.' },
    { type: 'reasoning', opaque: { thinking: 'Hm.' } },
    { type: 'assistant', text: 'I look.' },
    { type: 'tool-call', callId: 'c1', name: 'list', arguments: '{"glob":"a"}' },
    { type: 'tool-call', callId: 'c2', name: 'list', arguments: '{"glob":' },
    { type: 'tool-result', callId: 'c1', output: 'a.ts' },
    { type: 'tool-result', callId: 'c2', output: 'Error: malformed' },
    { type: 'user', text: 'Be quick.' },
  ];

  it('has turns of two roles, with results right after their calls', () => {
    const { messages } = toEditorRequest(ask('vscode:a/b', { items }));
    expect(messages.map(({ role, parts }) => [role, parts])).toEqual([
      ['user', [{ type: 'text', text: 'Go.' }]],
      [
        'assistant',
        [
          { type: 'text', text: 'I look.' },
          { type: 'tool-call', callId: 'c1', name: 'list', input: { glob: 'a' } },
          { type: 'tool-call', callId: 'c2', name: 'list', input: { text: '{"glob":' } },
        ],
      ],
      [
        'user',
        [
          { type: 'tool-result', callId: 'c1', text: 'a.ts' },
          { type: 'tool-result', callId: 'c2', text: 'Error: malformed' },
        ],
      ],
      ['user', [{ type: 'text', text: 'Be quick.' }]],
    ]);
  });

  it('has a tool to answer by where a schema is to hold, and nothing else may be called where there is nothing else', () => {
    const alone = toEditorRequest(ask('vscode:a/b', { schema }));
    expect(alone).toMatchObject({ mustCall: true, tools: [{ name: 'answer', inputSchema: parameters }] });
    expect(alone.instructions).toMatch(/^Be brief\.\n\nGive your answer by calling/);
    const beside = toEditorRequest(ask('vscode:a/b', { schema, tools: [list] }));
    expect(beside.mustCall).toBe(false);
    expect(beside.tools.map(({ name }) => name)).toEqual(['list', 'answer']);
    const without = toEditorRequest(ask('vscode:a/b', { tools: [list] }));
    expect(without).toMatchObject({ instructions: 'Be brief.', mustCall: false });
  });
});

describe('an answer', () => {
  const text = (words: string): AnswerPart => ({ type: 'text', text: words });
  const call = (name: string): AnswerPart => ({ type: 'tool-call', callId: name, name, input: { a: 1 } });

  it.each<readonly [string, readonly AnswerPart[], readonly object[]]>([
    ['by the tool for it', [text('Here.'), call('answer')], [{ type: 'assistant', text: '{"a":1}' }]],
    ['in words', [text('Here: {"a":'), text('1}')], [{ type: 'assistant', text: '{"a":1}' }]],
    [
      'that came beside other calls',
      [call('list'), call('answer')],
      [{ type: 'tool-call', callId: 'list', name: 'list', arguments: '{"a":1}' }],
    ],
    ['of nothing', [text(' ')], []],
  ])('%s', (_name, parts, items) => {
    expect(itemsOf(parts, { schema })).toEqual(items);
  });

  it('without a schema has its tools as they are', () => {
    expect(itemsOf([call('answer')], {})).toMatchObject([{ type: 'tool-call', name: 'answer' }]);
  });
});

describe('an error', () => {
  const coded = (code: string): Error => Object.assign(new Error('Said.'), { code });
  it.each([
    [coded('NoPermissions'), 'unauthorized', false],
    [coded('Blocked'), 'quota-exhausted', false],
    [coded('NotFound'), 'model-not-found', false],
    [new Error('Rate limited: too many requests'), 'rate-limited', true],
    [new Error('Failed', { cause: new Error('quota exceeded') }), 'quota-exhausted', false],
    [new Error('Response got filtered'), 'refused', false],
    [new Error('Message exceeds token limit'), 'bad-request', false],
    [new Error('Oh.'), 'server-error', true],
  ])('%s is %s', (error, reason, retryable) => {
    const failure = explainEditorError(error, 'vscode:acme/small', 'acme');
    expect(failure).toMatchObject({ reason, retryable });
    expect(failure.message).not.toBe('');
  });
});

describe('tokens', () => {
  it('are asked for once for each item and text, and estimated where nobody counts', async () => {
    const counts = new TokenCounts();
    const asked: string[] = [];
    const count = async (text: string): Promise<number> => {
      asked.push(text);
      return text.length;
    };
    const item: ChatItem = { type: 'user', text: 'Hello.' };
    expect(await counts.ofItems([item], count)).toBe(6);
    expect(await counts.ofItems([item, { type: 'tool-result', callId: 'c', output: 'abc' }], count)).toBe(9);
    expect(await counts.ofTexts(['Be brief.', 'Be brief.'], count)).toBe(18);
    expect(asked).toEqual(['Hello.', 'abc', 'Be brief.']);
    expect(await counts.ofTexts(['12345678'], () => Promise.reject(new Error('Gone.')))).toBe(2);
  });
});
