import { describe, expect, it } from 'vitest';

import { HeldAnswers } from '../../../../src/adapters/demo/server/heldAnswers';
import type { ScriptedRequest } from '../../../../src/adapters/demo/server/modelScript';
import { model, startBench, userTexts } from './support';

const asks = (text: string) => (request: ScriptedRequest) => userTexts(request).includes(text);

async function startHeld() {
  const held = new HeldAnswers();
  const bench = await startBench((request) => ({ type: 'text', text: `to ${userTexts(request).join()}` }), {
    latency: held.latency,
  });
  const answered: string[] = [];
  const ask = async (input: string): Promise<void> => {
    const response = await bench.client.responses.create({ model, input });
    answered.push(response.output_text);
  };
  return { ...bench, held, answered, ask };
}

describe('held answers', () => {
  it('let the test decide the order', async () => {
    const { held, ask, answered } = await startHeld();
    const [first, second] = [ask('a'), ask('b')];
    await held.waitForCount(2);
    (await held.waitFor(asks('b'))).release();
    await second;
    expect(held.held.map((request) => userTexts(request))).toEqual([['a']]);
    expect(held.release()).toBe(1);
    await first;
    expect(answered).toEqual(['to b', 'to a']);
  });

  it('resolve a wait when the request arrives, and not for another', async () => {
    const { held, ask, answered } = await startHeld();
    const awaited = held.waitFor(asks('late'));
    const early = ask('early');
    (await held.waitFor()).release();
    await early;
    const late = ask('late');
    expect((await awaited).request).toMatchObject({ items: [{ text: 'late' }] });
    expect(answered).toEqual(['to early']);
    held.open();
    await late;
    await ask('after that');
    expect(answered).toEqual(['to early', 'to late', 'to after that']);
  });

  it('release by predicate and tell how many', async () => {
    const { held, ask } = await startHeld();
    const all = [ask('a'), ask('a'), ask('b')];
    await held.waitForCount(3);
    expect(held.release(asks('a'))).toBe(2);
    expect(held.release(asks('a'))).toBe(0);
    expect(held.release(asks('b'))).toBe(1);
    await Promise.all(all);
  });

  it('forget requests whose client has gone', async () => {
    const { held, client } = await startHeld();
    const controller = new AbortController();
    const asked = client.responses.create({ model, input: 'a' }, { signal: controller.signal });
    const { request } = await held.waitFor();
    const gone = new Promise((resolve) => request.signal.addEventListener('abort', resolve));
    controller.abort();
    await expect(asked).rejects.toThrow('aborted');
    await gone;
    expect(held.held).toEqual([]);
  });

  it('wait by the clock where a number is given', async () => {
    const { client } = await startBench({ type: 'text', text: 'late' }, { latency: () => 1 });
    expect((await client.responses.create({ model, input: 'a' })).output_text).toBe('late');
  });
});
