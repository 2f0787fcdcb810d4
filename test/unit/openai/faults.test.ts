import { describe, expect, test } from 'vitest';

import { forFirst, httpError, type Fault } from '../../../src/adapters/demo/server/faults';
import type { ScriptedAnswer } from '../../../src/adapters/demo/server/modelScript';
import type { ModelFailure } from '../../../src/core/ports/chatModel';
import {
  always,
  ask,
  canaryKey,
  collect,
  doneOf,
  failureOf,
  itemsOf,
  noticesOf,
  startBench,
  unstreamed,
} from './bench';

interface Expected {
  readonly reason: ModelFailure['reason'];
  readonly retryable: boolean;
  /** How many requests reach the server. */
  readonly requests: number;
  /** What the user must read: the way out. */
  readonly says: RegExp;
}

const listTool = {
  name: 'list',
  description: 'Lists.',
  parameters: {
    type: 'object',
    properties: { glob: { type: 'string' } },
    required: ['glob'],
    additionalProperties: false,
  },
};
const setUp = /Run "Lead\/Worker: Set Up Models…"/;

const table: readonly (readonly [name: string, fault: Fault, expected: Expected])[] = [
  ['401', httpError(401), { reason: 'unauthorized', retryable: false, requests: 1, says: setUp }],
  ['403', httpError(403), { reason: 'unauthorized', retryable: false, requests: 1, says: /forbids.*not supported/ }],
  [
    '403 for a model',
    httpError(403, { code: 'model_not_found', message: 'Project has no access to model gpt-4.1.' }),
    { reason: 'model-not-found', retryable: false, requests: 1, says: /"gpt-4\.1"/ },
  ],
  ['404 of a path', httpError(404), { reason: 'bad-request', retryable: false, requests: 1, says: /base URL/ }],
  [
    'a retired model',
    httpError(404, { message: 'The model `gpt-4.1` has been deprecated.' }),
    { reason: 'model-not-found', retryable: false, requests: 1, says: /deprecated.*Set Up Models/ },
  ],
  ['408', httpError(408), { reason: 'interrupted', retryable: true, requests: 3, says: /Try again/ }],
  ['409', httpError(409), { reason: 'server-error', retryable: true, requests: 3, says: /Try again/ }],
  ['429', httpError(429), { reason: 'rate-limited', retryable: true, requests: 11, says: /fewer workers/ }],
  [
    '429 without quota',
    httpError(429, {
      code: 'insufficient_quota',
      errorType: 'insufficient_quota',
      message: 'You exceeded your quota.',
    }),
    { reason: 'quota-exhausted', retryable: false, requests: 1, says: /Add credit/ },
  ],
  [
    '429 for one large request',
    httpError(429, { message: 'Request too large for gpt-4.1 on tokens per min (TPM).' }),
    { reason: 'rate-limited', retryable: false, requests: 1, says: /Waiting does not help/ },
  ],
  [
    '429 with a pause of an hour',
    httpError(429, { retryAfterSeconds: 3600 }),
    { reason: 'rate-limited', retryable: true, requests: 1, says: /limits the rate/ },
  ],
  ['500', httpError(500), { reason: 'server-error', retryable: true, requests: 3, says: /Try again/ }],
  ['503', httpError(503), { reason: 'server-error', retryable: true, requests: 3, says: /overloaded/ }],
  ['a reset', { type: 'connection-reset' }, { reason: 'unreachable', retryable: true, requests: 3, says: /network/ }],
  [
    'a stream that is cut',
    { type: 'cut-stream', afterEvents: 4 },
    { reason: 'interrupted', retryable: true, requests: 1, says: /ended before the answer was complete/ },
  ],
  [
    'garbage amid a stream',
    { type: 'garbage-line', afterEvents: 2 },
    { reason: 'malformed', retryable: false, requests: 1, says: /not the OpenAI protocol/ },
  ],
  [
    'an error event',
    { type: 'error-event', afterEvents: 3, code: 'server_error', message: 'The model crashed.' },
    { reason: 'server-error', retryable: true, requests: 1, says: /The model crashed/ },
  ],
  [
    'a failed response',
    { type: 'failed-response', code: 'rate_limit_exceeded', message: 'Slow down.' },
    { reason: 'rate-limited', retryable: true, requests: 1, says: /Slow down/ },
  ],
];

describe.each(['responses', 'chat-completions'] as const)('by %s every fault is a typed failure', (api) => {
  test.each(table)('%s', async (_name, fault, { reason, retryable, requests, says }) => {
    const { model, server } = await startBench({ faults: always(fault), model: { api } });
    const failure = failureOf(await collect(model, ask('gpt-4.1')));
    expect(failure).toMatchObject({ reason, retryable });
    expect(failure.message).toMatch(says);
    expect(server.requests).toHaveLength(requests);
  });

  test.each<readonly [string, () => ScriptedAnswer, ModelFailure['reason']]>([
    ['a refusal', () => ({ type: 'refusal', text: 'I would rather not.' }), 'refused'],
    ['an answer that is cut off', () => ({ type: 'incomplete', text: 'On the one ha' }), 'cut-off'],
  ])('%s', async (_name, answer, reason) => {
    for (const lacks of [unstreamed(), unstreamed('gpt-4.1')]) {
      const { model, server } = await startBench({ answer, model: { api, lacks } });
      expect(failureOf(await collect(model, ask('gpt-4.1', { maxOutputTokens: 16 }))).reason).toBe(reason);
      expect(server.requests).toHaveLength(1);
    }
  });

  test('an empty answer', async () => {
    for (const lacks of [unstreamed(), unstreamed('gpt-4.1')]) {
      const { model } = await startBench({ faults: always({ type: 'empty-output' }), model: { api, lacks } });
      expect(failureOf(await collect(model, ask('gpt-4.1')))).toMatchObject({ reason: 'empty', retryable: true });
    }
  });

  test('a stream that stalls is given up, and its connection closed', async () => {
    const { model, server, timing } = await startBench({
      faults: always({ type: 'stall-stream', afterEvents: 1 }),
      model: { api },
    });
    const call = collect(model, ask('gpt-4.1'));
    await expect.poll(() => server.requests.length).toBe(1);
    timing.passLongWaits();
    expect(failureOf(await call)).toMatchObject({ reason: 'interrupted', retryable: true });
    await expect.poll(() => server.requests[0]?.request.signal.aborted).toBe(true);
  });

  test.each<readonly [string, Fault]>([
    ['another model than was asked is named', { type: 'other-model', model: 'gpt-4.1-nano' }],
    ['arguments that break off are the tool’s to refuse', { type: 'malformed-arguments' }],
  ])('%s', async (_name, fault) => {
    const { model } = await startBench({
      faults: always(fault),
      answer: () => ({ type: 'tool-calls', calls: [{ name: 'list', arguments: { glob: '**' } }] }),
      model: { api },
    });
    const done = doneOf(await collect(model, ask('gpt-4.1', { tools: [listTool] })));
    const [call] = done.items;
    expect(call).toMatchObject({ type: 'tool-call', name: 'list' });
    if (fault.type === 'other-model') expect(done.model).toBe(fault.model);
    else expect(() => JSON.parse(call?.type === 'tool-call' ? call.arguments : '{}') as unknown).toThrow();
  });
});

describe('failures of either protocol', () => {
  test('a model that is not there is named', async () => {
    const { model, server } = await startBench();
    const failure = failureOf(await collect(model, ask('gpt-9')));
    expect(failure.reason).toBe('model-not-found');
    expect(failure.message).toContain('"gpt-9"');
    expect(failure.message).toMatch(setUp);
    expect(server.requests).toHaveLength(1);
  });

  test('a server that has gone is unreachable', async () => {
    const { model, server, timing } = await startBench();
    await server.close();
    const failure = failureOf(await collect(model, ask('gpt-4.1')));
    expect(failure).toMatchObject({ reason: 'unreachable', retryable: true });
    expect(failure.message).toContain(`127.0.0.1:${server.port}`);
    expect(timing.waits).toHaveLength(2);
  });

  test.each<readonly [string, Fault, ModelFailure['reason']]>([
    ['cut amid its body', { type: 'cut-stream', afterEvents: 0 }, 'interrupted'],
    ['no JSON', { type: 'garbage-line', afterEvents: 0 }, 'malformed'],
    ['failed', { type: 'failed-response', code: 'server_error', message: 'Oh.' }, 'server-error'],
  ])('a whole answer that is %s is not paid for twice', async (_name, fault, reason) => {
    const { model, server } = await startBench({ faults: always(fault), model: { lacks: unstreamed('gpt-4.1') } });
    expect(failureOf(await collect(model, ask('gpt-4.1'))).reason).toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

describe('repeating', () => {
  test('goes on to succeed, and says each time why and when', async () => {
    const { model, timing, server } = await startBench({ faults: forFirst(2, httpError(503)) });
    const events = await collect(model, ask('gpt-4.1'));
    expect(itemsOf(events)).toEqual([{ type: 'assistant', text: 'Hello.' }]);
    expect(noticesOf(events)).toEqual([
      `127.0.0.1:${server.port} did not take the request. Sending it again in 1 s (1 of 2).`,
      `127.0.0.1:${server.port} did not take the request. Sending it again in 1 s (2 of 2).`,
    ]);
    // Doubling, three quarters of it with the jitter in the middle.
    expect(timing.waits).toEqual([375, 750]);
  });

  test.each([
    ['seconds', '7', 7_000],
    ['a date', 'Thu, 01 Jan 2026 00:00:12 GMT', 12_000],
    ['a date gone by', 'Wed, 31 Dec 2025 00:00:00 GMT', 375],
    ['nonsense', 'soon', 375],
  ])('honours Retry-After as %s', async (_name, header, delayMs) => {
    const fault = httpError(429, { headers: { 'retry-after': header } });
    const { model, timing } = await startBench({ faults: forFirst(1, fault) });
    itemsOf(await collect(model, ask('gpt-4.1')));
    expect(timing.waits).toEqual([delayMs]);
  });

  test('no retries when none are wanted', async () => {
    const { model, server } = await startBench({ faults: always(httpError(500)), model: { maxRetries: 0 } });
    failureOf(await collect(model, ask('gpt-4.1')));
    expect(server.requests).toHaveLength(1);
  });

  test('falling back from streaming does not use up a retry', async () => {
    const { model, server } = await startBench({
      unverifiedForStreaming: ['o3'],
      faults: (_request, index) => (index === 1 ? httpError(500) : undefined),
      model: { maxRetries: 1 },
    });
    itemsOf(await collect(model, ask('o3')));
    expect(server.requests.map(({ request }) => request.stream)).toEqual([true, false, false]);
  });
});

describe('the key', () => {
  test.each(table.map(([name, fault]) => [name, fault] as const))('is in no event after %s', async (_name, fault) => {
    const telling = 'message' in fault ? { ...fault, message: `You sent ${canaryKey}. ${fault.message}` } : fault;
    const { model } = await startBench({ faults: always(telling) });
    expect(JSON.stringify(await collect(model, ask('gpt-4.1')))).not.toContain('CANARY');
  });

  test('is in no event when the server echoes its ends', async () => {
    const message = 'Incorrect API key provided: sk-proj-********************CANARY. You can find your key at …';
    for (const status of [401, 403, 500] as const) {
      const { model } = await startBench({ faults: always(httpError(status, { message })) });
      expect(JSON.stringify(await collect(model, ask('gpt-4.1')))).not.toContain('CANARY');
    }
  });

  test('does reach the server', async () => {
    const { model, server } = await startBench();
    itemsOf(await collect(model, ask('gpt-4.1')));
    expect(server.requests[0]!.request.authorized).toBe(true);
  });
});
