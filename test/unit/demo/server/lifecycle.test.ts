import { describe, expect, it } from 'vitest';

import type { ScriptedRequest } from '../../../../src/adapters/demo/server/modelScript';
import { collect, deferred, hello, model, startBench } from './support';

/** Resolves when the signal of a request is aborted. */
function aborted({ signal }: ScriptedRequest): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve());
  });
}

describe('the life of a server', () => {
  it('listens on loopback, on a port of its own', async () => {
    const [one, two] = [await startBench(hello), await startBench(hello)];
    expect(one.server.baseUrl).toBe(`http://127.0.0.1:${one.server.port}/v1`);
    expect(one.server.port).not.toBe(two.server.port);
  });

  it('tells listeners of each request as it arrives, until they leave', async () => {
    const { server, client } = await startBench(hello);
    const heard: number[] = [];
    const subscription = server.onDidReceive(({ index }) => heard.push(index));
    await client.responses.create({ model, input: 'a' });
    await client.responses.create({ model, input: 'b' });
    subscription.dispose();
    await client.responses.create({ model, input: 'c' });
    expect(heard).toEqual([0, 1]);
    const times = server.requests.map((request) => request.arrivedAtMs);
    expect(times).toEqual([...times].sort((left, right) => left - right));
  });

  it('closes with a stream open, which ends for its client too', async () => {
    const { server, client } = await startBench(hello, { faults: () => ({ type: 'stall-stream', afterEvents: 2 }) });
    const events = (await client.responses.create({ model, input: 'a', stream: true }))[Symbol.asyncIterator]();
    await events.next();
    await events.next();
    const third = events.next();
    const rejected = expect(third).rejects.toThrow();
    await server.close();
    await rejected;
    expect(server.requests[0]!.request.signal.aborted).toBe(true);
    await server.close();
    await expect(client.models.list()).rejects.toThrow('Connection error');
  });

  it('closes while a script is still thinking', async () => {
    const thinking = deferred<ScriptedRequest>();
    const { server, client } = await startBench(async (request) => {
      thinking.resolve(request);
      await aborted(request);
      return hello;
    });
    const rejected = expect(client.responses.create({ model, input: 'a' })).rejects.toThrow('Connection error');
    await thinking.promise;
    await server.close();
    await rejected;
  });

  it('aborts the signal of a request when its client goes, streaming or not', async () => {
    const { server, client } = await startBench(hello, { faults: () => ({ type: 'stall-stream', afterEvents: 1 }) });
    const arrived = new Promise<ScriptedRequest>((resolve) => server.onDidReceive(({ request }) => resolve(request)));
    const controller = new AbortController();
    const whole = client.responses.create({ model, input: 'a' }, { signal: controller.signal });
    const request = await arrived;
    controller.abort();
    await expect(whole).rejects.toThrow('aborted');
    await aborted(request);

    const stream = await client.responses.create({ model, input: 'b', stream: true });
    stream.controller.abort();
    await aborted(server.requests[1]!.request);
  });

  it('leaves the signal of an answered request alone', async () => {
    const { server, client } = await startBench(hello);
    await client.responses.create({ model, input: 'a' });
    const stream = await client.responses.create({ model, input: 'b', stream: true });
    for await (const event of stream) expect(event.type).toMatch(/^response\./);
    await server.close();
    expect(server.requests.map(({ request }) => request.signal.aborted)).toEqual([false, false]);
  });

  it('streams a large answer whole', async () => {
    const text = 'Ä🙂'.repeat(20_000);
    const { client } = await startBench({ type: 'text', text });
    const events = await collect(await client.responses.create({ model, input: 'a', stream: true }));
    const deltas = events.map((event) => (event.type === 'response.output_text.delta' ? event.delta : ''));
    expect(deltas.join('')).toBe(text);
  });
});
