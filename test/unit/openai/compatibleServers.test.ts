import type { ServerResponse } from 'node:http';

import { describe, expect, test, vi } from 'vitest';

import { OpenAiModel } from '../../../src/adapters/openai/openAiModel';
import type { ChatModel } from '../../../src/core/ports/chatModel';
import { ok } from '../../../src/core/util/result';
import { ask, canaryKey, collect, doneOf, failureOf } from './bench';
import { FakeTiming } from './fakeTiming';
import { plainStream, startRawServer } from './rawServer';

function modelAt(baseUrl: string, apiKey = canaryKey): ChatModel {
  return new OpenAiModel({ credentials: { resolve: async () => ok({ apiKey, baseUrl }) }, timing: new FakeTiming() });
}

function streams(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.end(body);
}

describe('a compatible server', () => {
  test('may leave out what OpenAI never does: status, usage, the output of the final event', async () => {
    const { baseUrl } = await startRawServer((_incoming, response) => streams(response, plainStream('Hello.')));
    const done = doneOf(await collect(modelAt(baseUrl), ask('local')));
    expect(done.items).toEqual([{ type: 'assistant', text: 'Hello.' }]);
    expect(done.usage).toEqual({ input: 0, cached: 0, output: 0, reasoning: 0 });
  });

  test('needs no key', async () => {
    const seen: (string | undefined)[] = [];
    const { baseUrl } = await startRawServer((incoming, response) => {
      seen.push(incoming.headers.authorization);
      streams(response, plainStream('Hello.'));
    });
    expect(doneOf(await collect(modelAt(baseUrl, ''), ask('local'))).model).toBe('local');
    expect(seen).toEqual(['Bearer none']);
  });

  test('is spoken to over few connections by calls that follow each other', async () => {
    const server = await startRawServer((_incoming, response) => streams(response, plainStream('Hello.')));
    const model = modelAt(server.baseUrl);
    for (let call = 0; call < 10; call++) doneOf(await collect(model, ask('local')));
    // The pool may open a second one while the first is still being tidied up; leaving streams early would take all ten.
    expect(server.connections()).toBeLessThanOrEqual(3);
  });
});

describe('a server that speaks something else', () => {
  test('a web page is not taken for an answer', async () => {
    const { baseUrl } = await startRawServer((_incoming, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<html>Please log in to the network.</html>');
    });
    const failure = failureOf(await collect(modelAt(baseUrl), ask('local')));
    expect(['interrupted', 'malformed']).toContain(failure.reason);
  });

  test('a web page as an error is not told to the user', async () => {
    const { baseUrl } = await startRawServer((_incoming, response) => {
      response.writeHead(404, { 'content-type': 'text/html' });
      response.end('<!doctype html><html><body>nginx</body></html>');
    });
    const failure = failureOf(await collect(modelAt(baseUrl), ask('local')));
    expect(failure).toMatchObject({ reason: 'bad-request', retryable: false });
    expect(failure.message).not.toContain('<');
    expect(failure.message).toContain('base URL');
  });

  test('a redirect is not followed: neither key nor text goes to an address the user did not name', async () => {
    let visits = 0;
    const elsewhere = await startRawServer((_incoming, response) => {
      visits++;
      streams(response, plainStream('Got you.'));
    });
    const { baseUrl } = await startRawServer((_incoming, response) => {
      response.writeHead(307, { location: `${elsewhere.baseUrl}/responses` });
      response.end();
    });
    const failure = failureOf(await collect(modelAt(baseUrl), ask('local')));
    expect(failure).toMatchObject({ reason: 'bad-request', retryable: false });
    expect(failure.message).toContain('base URL');
    expect(visits).toBe(0);
  });
});

describe('the environment', () => {
  test('says neither where to send a call nor for whom', async () => {
    const headers: NodeJS.Dict<string | string[]>[] = [];
    const { baseUrl } = await startRawServer((incoming, response) => {
      headers.push(incoming.headers);
      streams(response, plainStream('Hello.'));
    });
    const wrong = await startRawServer((_incoming, response) => streams(response, plainStream('Wrong.')));
    vi.stubEnv('OPENAI_BASE_URL', wrong.baseUrl);
    vi.stubEnv('OPENAI_API_KEY', 'sk-of-someone-else');
    vi.stubEnv('OPENAI_ORG_ID', 'org-of-someone-else');
    vi.stubEnv('OPENAI_PROJECT_ID', 'project-of-someone-else');
    const done = doneOf(await collect(modelAt(baseUrl), ask('local')));
    expect(done.items).toEqual([{ type: 'assistant', text: 'Hello.' }]);
    expect(JSON.stringify(headers)).not.toContain('someone-else');
    expect(wrong.connections()).toBe(0);
  });

  test('has nothing written to the console, at any level', async () => {
    const { baseUrl } = await startRawServer((_incoming, response) => streams(response, 'data: <garbage>\n\n'));
    vi.stubEnv('OPENAI_LOG', 'debug');
    const methods = (['log', 'debug', 'info', 'warn', 'error'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    );
    failureOf(await collect(modelAt(baseUrl), ask('local')));
    for (const method of methods) expect(method).not.toHaveBeenCalled();
  });
});
