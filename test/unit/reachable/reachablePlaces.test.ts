import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { describe, expect, it, onTestFinished } from 'vitest';

import { listedModels } from '../../../src/adapters/reachable/listedModels';
import { localServers, reachablePlaces, type Whereabouts } from '../../../src/adapters/reachable/reachablePlaces';
import { goTogether, type ReachablePlace } from '../../../src/core/setup/reachable';

const never = new AbortController().signal;

interface Listing {
  readonly port: number;
  readonly baseUrl: string;
  readonly keys: (string | undefined)[];
}

/** A server that answers every request as it is told. */
async function listing(answer: (response: ServerResponse) => void): Promise<Listing> {
  const keys: (string | undefined)[] = [];
  const server = createServer((incoming, response) => {
    keys.push(incoming.headers.authorization);
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { port, baseUrl: `http://127.0.0.1:${port}/v1`, keys };
}

const lists =
  (...ids: readonly string[]) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ object: 'list', data: ids.map((id) => ({ id })) }));
  };

async function found(where: Partial<Whereabouts>): Promise<readonly ReachablePlace[]> {
  const places: ReachablePlace[] = [];
  const all = { baseUrl: null, apiKey: '', localServers: [], editorPlaces: async () => [], ...where };
  for await (const place of reachablePlaces(all, never)) places.push(place);
  return places;
}

describe('a server', () => {
  const ask = (baseUrl: string, apiKey = 'sk-key') => listedModels({ baseUrl, apiKey, patienceMs: 300 }, never);

  it('lists its models, of which those that hold a conversation count', async () => {
    const { baseUrl, keys } = await listing(
      lists('o3', 'gpt-4.1', 'text-embedding-3-small', 'whisper-1', 'gpt-image-1', 'gpt-4o-realtime', 'o3'),
    );
    expect(await ask(`${baseUrl}/`)).toEqual({ ok: true, value: ['gpt-4.1', 'o3'] });
    expect(await ask(baseUrl, '')).toMatchObject({ ok: true });
    expect(keys).toEqual(['Bearer sk-key', undefined]);
  });

  it.each<readonly [string, (response: ServerResponse) => void, RegExp]>([
    ['a wrong key', (response) => response.writeHead(401).end(), /API key/],
    ['no such list', (response) => response.writeHead(404).end(), /status 404/],
    ['a redirect', (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(), /status 307/],
    ['something else', (response) => response.end('{"models":[]}'), /not known/],
    ['a web page', (response) => response.end('<html>'), /not reached/],
    ['no answer', () => undefined, /within 0\.3 s/],
  ])('with %s says so', async (_what, answer, says) => {
    const { baseUrl } = await listing(answer);
    const listed = await ask(baseUrl);
    expect(listed.ok ? '' : listed.error).toMatch(says);
  });

  it('is not waited for once the list is closed', async () => {
    const stop = new AbortController();
    const { baseUrl } = await listing(() => stop.abort());
    await expect(listedModels({ baseUrl, apiKey: '', patienceMs: 60_000 }, stop.signal)).rejects.toThrow();
  });
});

describe('places', () => {
  it('are the editor, the server in use, and what runs on this machine; keys go to the one in use alone', async () => {
    const inUse = await listing(lists('local-1'));
    const other = await listing(lists('qwen3:8b'));
    const editor: ReachablePlace = {
      place: 'acme, by the editor',
      models: [{ name: 'vscode:acme/small', baseUrl: undefined }],
    };
    const places = await found({
      baseUrl: inUse.baseUrl,
      apiKey: 'sk-key',
      localServers: [
        { name: 'Ollama', port: other.port },
        { name: 'LM Studio', port: inUse.port },
        { name: 'vLLM', port: 1 },
      ],
      editorPlaces: async () => [editor],
    });
    expect([...places].sort((one, two) => (one.place < two.place ? -1 : 1))).toEqual([
      { place: `127.0.0.1:${inUse.port}`, models: [{ name: 'local-1', baseUrl: inUse.baseUrl }] },
      {
        place: 'Ollama on this machine',
        models: [{ name: 'qwen3:8b', baseUrl: `http://127.0.0.1:${other.port}/v1` }],
      },
      editor,
    ]);
    expect(inUse.keys).toEqual(['Bearer sk-key']);
    expect(other.keys).toEqual([undefined]);
  });

  it('name the server in use also where it lists nothing', async () => {
    const { baseUrl, port } = await listing((response) => response.writeHead(500).end());
    expect(await found({ baseUrl })).toMatchObject([
      { place: `127.0.0.1:${port}`, models: [], failure: 'It does not list its models (status 500).' },
    ]);
  });

  it('are none without a key, a server and an editor that offers some', async () => {
    expect(await found({})).toEqual([]);
  });

  it('on this machine are those that people run', () => {
    expect(localServers.map(({ name }) => name)).toEqual(['Ollama', 'LM Studio', 'vLLM', 'llama.cpp']);
  });
});

describe('two models', () => {
  const editors = { name: 'vscode:acme/small', baseUrl: undefined };
  const openAis = { name: 'o3', baseUrl: null };
  const local = { name: 'qwen3', baseUrl: 'http://127.0.0.1:11434/v1' };
  it.each([
    [openAis, { ...openAis, name: 'gpt-4.1' }, true],
    [openAis, local, false],
    [editors, local, true],
    [openAis, editors, true],
  ])('%j and %j go together: %s', (one, other, together) => {
    expect(goTogether(one, other)).toBe(together);
  });
});
