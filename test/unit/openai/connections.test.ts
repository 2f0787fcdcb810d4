import { describe, expect, test } from 'vitest';

import { Connections, type Connection, type Credentials } from '../../../src/adapters/openai/connections';
import type { ModelFailure } from '../../../src/core/ports/chatModel';
import { fail, ok, type Result } from '../../../src/core/util/result';

function connect(credentials: Credentials): Promise<Result<Connection, ModelFailure>> {
  return new Connections({ resolve: async () => ok(credentials) }).current();
}

async function complaint(credentials: Credentials): Promise<ModelFailure> {
  const connection = await connect(credentials);
  if (connection.ok) throw new Error('The credentials were accepted.');
  return connection.error;
}

describe('connections', () => {
  test('a changed key or address counts at the next call; unchanged ones keep the client', async () => {
    let credentials: Credentials = { apiKey: 'one', baseUrl: null };
    const connections = new Connections({ resolve: async () => ok(credentials) });
    const clients = new Set<unknown>();
    const next = async (): Promise<void> => {
      const connection = await connections.current();
      if (connection.ok) clients.add(connection.value.client);
    };
    await next();
    credentials = { ...credentials };
    await next();
    expect(clients.size).toBe(1);
    credentials = { apiKey: 'two', baseUrl: null };
    await next();
    expect(clients.size).toBe(2);
    credentials = { apiKey: 'two', baseUrl: 'http://127.0.0.1:1/v1' };
    await next();
    expect(clients.size).toBe(3);
  });

  test.each([
    [null, 'OpenAI'],
    ['http://127.0.0.1:11434/v1', '127.0.0.1:11434'],
    ['https://user:secret@models.example.com/v1', 'models.example.com'],
  ])('the server at %s is called %s', async (baseUrl, service) => {
    const connection = await connect({ apiKey: 'key', baseUrl });
    expect(connection).toMatchObject({ ok: true, value: { service } });
  });

  test.each<readonly [string, Credentials, ModelFailure['reason']]>([
    ['no key for OpenAI', { apiKey: '', baseUrl: null }, 'no-key'],
    ['a key with a line end', { apiKey: 'sk-abc\n', baseUrl: null }, 'unauthorized'],
    ['a key with a dash of a word processor', { apiKey: 'sk–abc', baseUrl: null }, 'unauthorized'],
    ['an address without a protocol', { apiKey: 'sk-abc', baseUrl: 'localhost:11434' }, 'bad-request'],
    ['an address that is a path', { apiKey: 'sk-abc', baseUrl: '/v1' }, 'bad-request'],
    ['an address of a file', { apiKey: 'sk-abc', baseUrl: 'file:///etc/passwd' }, 'bad-request'],
  ])('%s is told before anything is sent, without the key', async (_name, credentials, reason) => {
    const failure = await complaint(credentials);
    expect(failure).toMatchObject({ reason, retryable: false });
    expect(failure.message).toContain('Lead/Worker: Set Up Models…');
    if (credentials.apiKey) expect(failure.message).not.toContain(credentials.apiKey.trim());
  });

  test('what the provider of credentials says is passed on', async () => {
    const failure: ModelFailure = { reason: 'no-key', message: 'Set up first.', retryable: false };
    const connections = new Connections({ resolve: async () => fail(failure) });
    expect(await connections.current()).toEqual(fail(failure));
  });

  test('a keyring that throws is a failure like others', async () => {
    const connections = new Connections({ resolve: () => Promise.reject(new Error('The keyring is locked.')) });
    const connection = await connections.current();
    expect(connection).toMatchObject({ ok: false, error: { reason: 'no-key', retryable: false } });
    if (!connection.ok) expect(connection.error.message).toContain('The keyring is locked.');
  });
});
