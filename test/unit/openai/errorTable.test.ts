import { APIConnectionError, APIError } from 'openai';
import { describe, expect, test } from 'vitest';

import { delayBeforeRepeat } from '../../../src/adapters/openai/backoff';
import { readCallError } from '../../../src/adapters/openai/callError';
import { explain, isWorthRepeating, refusesStreaming } from '../../../src/adapters/openai/errorTable';
import { maskKey } from '../../../src/adapters/openai/maskKey';
import { FakeTiming } from './fakeTiming';

const subject = { model: 'gpt-4.1', service: 'OpenAI', apiKey: 'sk-test-canary' };

function answered(status: number, error: Record<string, unknown> = {}): unknown {
  return APIError.generate(status, { error }, undefined, new Headers());
}

function unconnected(code: string): unknown {
  const root = Object.assign(new Error(`connect ${code}`), { code });
  return new APIConnectionError({ cause: new TypeError('fetch failed', { cause: root }) });
}

describe('faults that a loopback server cannot have', () => {
  test.each([
    ['an unknown host', unconnected('ENOTFOUND'), 'unreachable', /cannot be found.*http\.proxy/, true],
    ['nobody listening', unconnected('ECONNREFUSED'), 'unreachable', /Nothing answers at OpenAI/, true],
    ['a network that is down', unconnected('ENETUNREACH'), 'unreachable', /ENETUNREACH/, true],
    [
      'a certificate of a proxy',
      unconnected('SELF_SIGNED_CERT_IN_CHAIN'),
      'unreachable',
      /certificate.*http\.proxy/,
      false,
    ],
    ['a certificate that has expired', unconnected('CERT_HAS_EXPIRED'), 'unreachable', /certificate/, false],
    ['five minutes without a head', unconnected('UND_ERR_HEADERS_TIMEOUT'), 'interrupted', /ended before/, false],
    ['a gateway that wants money', answered(402), 'quota-exhausted', /Add credit/, false],
    [
      'a request that is too long',
      answered(400, { code: 'context_length_exceeded' }),
      'bad-request',
      /Split the task/,
      false,
    ],
    [
      'a filtered prompt',
      answered(400, { code: 'content_policy_violation', message: 'No.' }),
      'refused',
      /No\. Reword/,
      false,
    ],
    [
      'an item that is not there',
      answered(404, { param: 'input', message: 'Item rs_1 not found.' }),
      'bad-request',
      /refused the request.*rs_1/,
      false,
    ],
    [
      'an unknown parameter',
      answered(400, { message: 'Unknown parameter: x.' }),
      'bad-request',
      /Unknown parameter: x/,
      false,
    ],
    ['a gateway time-out', answered(504), 'server-error', /Try again/, true],
    ['overload in the words of a proxy', answered(529), 'server-error', /overloaded/, true],
    ['something else that was thrown', new Error('?'), 'interrupted', /ended before/, false],
    ['something that is no error', 'oh', 'interrupted', /ended before/, false],
  ] as const)('%s', (...[, thrown, reason, says, repeats]) => {
    const error = readCallError(thrown);
    const failure = explain(error, subject);
    expect(failure.reason).toBe(reason);
    expect(failure.message).toMatch(says);
    expect(isWorthRepeating(error)).toBe(repeats);
  });

  test('a long text of the server’s is cut and kept on one line', () => {
    const { message } = explain(readCallError(answered(400, { message: 'line\n'.repeat(500) })), subject);
    expect(message).not.toContain('\n');
    expect(message.length).toBeLessThan(500);
  });
});

test('a pause is obeyed whichever fetch brought its header, and the own one grows to a limit', () => {
  const timing = new FakeTiming();
  const foreign = new Headers();
  // The editor's own fetch has headers of its own class.
  Object.setPrototypeOf(foreign, { get: (name: string) => (name === 'retry-after' ? '9' : null) });
  const asked = readCallError(APIError.generate(429, {}, undefined, foreign));
  expect(delayBeforeRepeat(asked, 0, timing)).toBe(9_000);
  const own = [0, 1, 2, 3, 4, 5, 20].map((repeats) => delayBeforeRepeat(readCallError(answered(500)), repeats, timing));
  expect(own).toEqual([375, 750, 1_500, 3_000, 6_000, 6_000, 6_000]);
});

describe('refusing to stream', () => {
  test.each([
    [answered(400, { param: 'stream', code: 'unsupported_value' }), true],
    [answered(400, { message: 'Your organization must be verified to stream this model.' }), true],
    [answered(400, { param: 'reasoning.effort', code: 'unsupported_value' }), false],
    [answered(500, { param: 'stream', code: 'unsupported_value' }), false],
    [unconnected('ECONNRESET'), false],
  ])('%#', (thrown, expected) => {
    expect(refusesStreaming(readCallError(thrown))).toBe(expected);
  });
});

describe('masking', () => {
  test.each([
    ['the key sk-test-canary is wrong', 'the key [key] is wrong'],
    ['Incorrect API key provided: sk-te**********ary.', 'Incorrect API key provided: [key]'],
    ['got Authorization: Bearer abc.def', 'got Authorization: Bearer [key]'],
    ['the key abcd****wxyz is wrong', 'the key [key] is wrong'],
    ['nothing **bold** here', 'nothing **bold** here'],
  ])('%s', (text, masked) => {
    expect(maskKey(text, 'sk-test-canary')).toBe(masked);
  });

  test('a key of a server of one’s own', () => {
    expect(maskKey('got hunter2!', 'hunter2')).toBe('got [key]!');
  });
});
