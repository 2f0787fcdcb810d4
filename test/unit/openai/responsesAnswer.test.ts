import type { Response, ResponseOutputItem } from 'openai/resources/responses/responses';
import { describe, expect, test } from 'vitest';

import { toEnding } from '../../../src/adapters/openai/responsesAnswer';

/** A response as it comes over the wire, which is wider than the SDK's types admit. */
function response(facts: Record<string, unknown>): Response {
  return { id: 'resp_1', model: 'o3', status: 'completed', output: [], ...facts } as unknown as Response;
}

const text = { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'Hi.' }] };

describe('what an answer comes to', () => {
  test('reasoning is kept as it may be sent back: without status, without nulls', () => {
    const reasoning = {
      type: 'reasoning',
      id: 'rs_1',
      summary: [],
      encrypted_content: 'xyz',
      status: null,
      content: null,
    };
    expect(toEnding(response({ output: [reasoning, text] }), [])).toMatchObject({
      items: [
        { type: 'reasoning', opaque: { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'xyz' } },
        { type: 'assistant', text: 'Hi.' },
      ],
    });
    const ending = toEnding(response({ output: [{ ...reasoning, status: 'completed' }, text] }), []);
    expect(JSON.stringify(ending)).not.toMatch(/"status"|null/);
  });

  test('reasoning that the provider did not keep and did not give is dropped: naming it would be refused', () => {
    const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: null };
    expect(toEnding(response({ output: [reasoning, text] }), [])).toMatchObject({ items: [{ type: 'assistant' }] });
  });

  test('usage with all its details', () => {
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 60 },
      output_tokens: 40,
      output_tokens_details: { reasoning_tokens: 30 },
      total_tokens: 140,
    };
    expect(toEnding(response({ output: [text], usage }), [])).toMatchObject({
      usage: { input: 100, cached: 60, output: 40, reasoning: 30 },
    });
  });

  test('a stream’s own items count only where the final event has none', () => {
    const other = { ...text, content: [{ type: 'output_text', text: 'Streamed.' }] } as unknown as ResponseOutputItem;
    expect(toEnding(response({ output: [text] }), [other])).toMatchObject({ items: [{ text: 'Hi.' }] });
    expect(toEnding(response({}), [other])).toMatchObject({ items: [{ text: 'Streamed.' }] });
  });

  test.each([
    ['a filter', { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }, 'refused'],
    ['the limit', { status: 'incomplete', incomplete_details: { reason: 'max_output_tokens' } }, 'cut-off'],
    ['only blanks', { output: [{ ...text, content: [{ type: 'output_text', text: ' \n' }] }] }, 'empty'],
    ['only a tool of the provider’s own', { output: [{ type: 'web_search_call', id: 'w' }] }, 'empty'],
    [
      'a refusal after some text',
      { output: [text, { ...text, content: [{ type: 'refusal', refusal: 'No.' }] }] },
      'refused',
    ],
  ])('%s is no answer', (_name, facts, reason) => {
    expect(toEnding(response(facts), [])).toMatchObject({ type: 'failed', failure: { reason } });
  });

  test('a failure is reported with the provider’s code, and a cancelled one has ended early', () => {
    const failed = { status: 'failed', error: { code: 'rate_limit_exceeded', message: 'Slow down.' } };
    expect(toEnding(response(failed), [])).toMatchObject({ type: 'reported', error: { code: 'rate_limit_exceeded' } });
    expect(toEnding(response({ status: 'failed', error: null }), [])).toMatchObject({
      error: { code: 'server_error' },
    });
    expect(toEnding(response({ status: 'cancelled' }), [])).toEqual({ type: 'ended-early' });
  });
});
