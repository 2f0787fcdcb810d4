import { APIConnectionError, APIError } from 'openai';
import type { ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describe, expect, it } from 'vitest';

import type { Fault, FaultStatus } from '../../../../src/adapters/demo/server/faults';
import { firstOf, forFirst, httpError, once, whenever } from '../../../../src/adapters/demo/server/faults';
import { collect, deferred, hello, model, refusal, startBench, userTexts } from './support';

const ask = { model, input: 'Hello?' };
const chat = { model, messages: [{ role: 'user' as const, content: 'Hello?' }] };

/** Reads a stream to its end or its error, and tells what came before. */
async function drain(stream: AsyncIterable<ResponseStreamEvent>): Promise<{ types: string[]; error: unknown }> {
  const types: string[] = [];
  try {
    for await (const event of stream) types.push(event.type);
  } catch (error) {
    return { types, error };
  }
  return { types, error: undefined };
}

async function streamWith(fault: Fault): Promise<{ types: string[]; error: unknown }> {
  const { client } = await startBench(hello, { faults: () => fault });
  return drain(await client.responses.create({ ...ask, stream: true }));
}

describe('faults in place of an answer', () => {
  it.each<[FaultStatus, string | null]>([
    [401, 'invalid_api_key'],
    [403, 'unsupported_country_region_territory'],
    [404, null],
    [408, null],
    [409, null],
    [429, 'rate_limit_exceeded'],
    [500, null],
    [503, null],
  ])('%i', async (status, code) => {
    const { client } = await startBench(hello, { faults: () => httpError(status) });
    for (const call of [
      client.responses.create(ask),
      client.responses.create({ ...ask, stream: true }),
      client.chat.completions.create(chat),
    ]) {
      expect(await refusal(call)).toMatch(new RegExp(`^${status} \\| ${code ?? 'null'} `));
    }
  });

  it('carries Retry-After and whatever else is wanted', async () => {
    const quota = { message: 'You exceeded your quota.', errorType: 'insufficient_quota', code: 'insufficient_quota' };
    const fault = httpError(429, {
      retryAfterSeconds: 7,
      headers: { 'x-ratelimit-remaining-requests': '0' },
      ...quota,
    });
    const { client } = await startBench(hello, { faults: () => fault });
    const error: unknown = await client.responses.create(ask).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof APIError)) throw new Error('Not refused.');
    const headers = error.headers as Headers;
    expect([headers.get('retry-after'), headers.get('x-ratelimit-remaining-requests')]).toEqual(['7', '0']);
    expect(error).toMatchObject({ type: 'insufficient_quota', code: 'insufficient_quota' });
    expect(error.requestID).toMatch(/^req_/);
  });

  it('resets the connection', async () => {
    const { client } = await startBench(hello, { faults: () => ({ type: 'connection-reset' }) });
    await expect(client.responses.create(ask)).rejects.toBeInstanceOf(APIConnectionError);
    await expect(client.responses.create({ ...ask, stream: true })).rejects.toBeInstanceOf(APIConnectionError);
  });
});

describe('faults in the middle of a stream', () => {
  it('cuts it after exactly so many events', async () => {
    const { types, error } = await streamWith({ type: 'cut-stream', afterEvents: 5 });
    expect(types).toHaveLength(5);
    expect(error).toBeInstanceOf(Error);
    const late = await streamWith({ type: 'cut-stream', afterEvents: 1000 });
    expect(late.types.at(-1)).toBe('response.completed');
    expect(late.error).toBeInstanceOf(Error);
  });

  it('stalls it until it is let go', async () => {
    const gate = deferred<undefined>();
    const { client } = await startBench(hello, {
      faults: () => ({ type: 'stall-stream', afterEvents: 2, until: gate.promise.then(() => undefined) }),
    });
    const events = (await client.responses.create({ ...ask, stream: true }))[Symbol.asyncIterator]();
    await events.next();
    await events.next();
    const third = events.next();
    let hasCome = false;
    void third.then(() => (hasCome = true));
    await fetch(client.baseURL); // One whole round trip, in which the event would have come.
    expect(hasCome).toBe(false);
    gate.resolve(undefined);
    expect((await third).value).toMatchObject({ type: 'response.output_item.added' });
  });

  it('puts garbage into it', async () => {
    const { types, error } = await streamWith({ type: 'garbage-line', afterEvents: 3 });
    expect(types).toHaveLength(3);
    expect(error).toBeInstanceOf(SyntaxError);
  });

  it('ends it with an error event', async () => {
    const fault: Fault = { type: 'error-event', afterEvents: 3, code: 'server_error', message: 'Overloaded.' };
    const { types, error } = await streamWith(fault);
    expect(types).toHaveLength(3);
    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: 'server_error', message: 'Overloaded.' });
    const { client } = await startBench(hello, { faults: () => fault });
    const chunks = client.chat.completions.create({ ...chat, stream: true });
    await expect(chunks.then(collect)).rejects.toMatchObject({ code: 'server_error', message: 'Overloaded.' });
  });

  it('has an equivalent for answers that are not streamed', async () => {
    const unstreamed = async (fault: Fault): Promise<string> => {
      const { client } = await startBench(hello, { faults: () => fault });
      return client.responses.create(ask).then(
        (response) => response.output_text,
        (error: unknown) => (error instanceof APIError && error.status ? String(error.status) : 'unreadable'),
      );
    };
    expect(await unstreamed({ type: 'cut-stream', afterEvents: 1 })).toBe('unreadable');
    expect(await unstreamed({ type: 'garbage-line', afterEvents: 1 })).toBe('unreadable');
    expect(await unstreamed({ type: 'error-event', afterEvents: 1, code: 'x', message: 'y' })).toBe('500');
    expect(await unstreamed({ type: 'stall-stream', afterEvents: 1, until: Promise.resolve() })).toMatch(/^Hello/);
  });
});

describe('faults in what is said', () => {
  it('fails the response', async () => {
    const fault: Fault = { type: 'failed-response', code: 'server_error', message: 'It broke.' };
    const { client } = await startBench(hello, { faults: () => fault });
    const failed = { status: 'failed', error: { code: 'server_error', message: 'It broke.' }, output: [] };
    expect(await client.responses.create(ask)).toMatchObject(failed);
    const events = await collect(await client.responses.create({ ...ask, stream: true }));
    expect(events.at(-1)).toMatchObject({ type: 'response.failed', response: failed });
    expect(await refusal(client.chat.completions.create(chat))).toMatch(/^500 \| server_error/);
  });

  it('breaks arguments off, or text where there are none', async () => {
    const calls = [{ name: 'read', arguments: { path: 'a.ts' } }];
    const { client } = await startBench(
      ({ instructions }) => (instructions ? { type: 'tool-calls', calls } : { type: 'text', text: '{"a":1}' }),
      { faults: () => ({ type: 'malformed-arguments' }) },
    );
    const called = await client.responses.create({ ...ask, instructions: 'Call.' });
    expect(called.output).toMatchObject([{ type: 'function_call', arguments: '{"path"' }]);
    expect((await client.responses.create(ask)).output_text).toBe('{"a');
  });

  it('answers in the name of another model', async () => {
    const { client } = await startBench(hello, { faults: () => ({ type: 'other-model', model: 'smaller' }) });
    expect((await client.responses.create(ask)).model).toBe('smaller');
    expect((await client.chat.completions.create(chat)).model).toBe('smaller');
  });

  it('says nothing at all', async () => {
    const { client } = await startBench(hello, { faults: () => ({ type: 'empty-output' }) });
    expect(await client.responses.create(ask)).toMatchObject({ status: 'completed', output: [] });
    expect((await client.responses.stream(ask).finalResponse()).output).toEqual([]);
    expect((await client.chat.completions.create(chat)).choices).toEqual([]);
  });
});

describe('plans of faults', () => {
  it('strike as often as they say, the first that fits deciding', async () => {
    const asksFor = (text: string) => (request: Parameters<typeof userTexts>[0]) => userTexts(request).includes(text);
    const { client } = await startBench(hello, {
      faults: firstOf(
        forFirst(1, httpError(503)),
        once(asksFor('b'), httpError(409)),
        whenever(asksFor('c'), httpError(429)),
      ),
    });
    const statuses: string[] = [];
    for (const input of ['b', 'b', 'b', 'c', 'c', 'd']) {
      statuses.push((await refusal(client.responses.create({ model, input }))).slice(0, 3));
    }
    expect(statuses).toEqual(['503', '409', 'not', '429', '429', 'not']);
  });

  it('leave the headers of good answers to the test', async () => {
    const { client } = await startBench(hello, {
      responseHeaders: (_request, index) => ({ 'x-ratelimit-remaining-requests': String(9 - index) }),
    });
    await client.responses.create(ask);
    const { response } = await client.responses.create({ ...ask, stream: true }).withResponse();
    expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('8');
    await response.body?.cancel();
  });
});
