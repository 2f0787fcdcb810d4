import { expect, test } from 'vitest';

import type { ChatEvent, ChatItem, ChatRequest } from '../../../src/core/ports/chatModel';
import { ScriptedModel } from '../../fakes/scriptedModel';

const hello: ChatItem = { type: 'user', text: 'Hello.' };
const never = new AbortController().signal;

function ask(items: readonly ChatItem[], model = 'm'): ChatRequest {
  return { model, instructions: '', items, tools: [] };
}

async function collect(model: ScriptedModel, request: ChatRequest, signal = never): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = [];
  for await (const event of model.respond(request, signal)) events.push(event);
  return events;
}

/** How a call ended, in a few words. */
function ending(events: readonly ChatEvent[]): string {
  const last = events.at(-1);
  if (last?.type === 'failed') return `${last.failure.reason}: ${last.failure.message}`;
  return last?.type === 'done' ? last.items.map(({ type }) => type).join(' ') : 'nothing';
}

test('answers from the script and records what it was asked', async () => {
  const model = new ScriptedModel((_request, index) => ({ text: `Answer ${index}.`, usage: { output: 7 } }));
  const events = await collect(model, ask([hello]));
  expect(events.filter(({ type }) => type === 'text-delta').length).toBe(2);
  expect(events.at(-1)).toMatchObject({ type: 'done', model: 'm', usage: { input: 100, output: 7 } });
  expect(ending(events)).toBe('reasoning assistant');
  expect(model.requests).toEqual([ask([hello])]);
});

test('a request is recorded as it was when it was sent', async () => {
  const model = new ScriptedModel(() => ({ text: 'Hi.' }));
  const items = [hello];
  await collect(model, ask(items));
  items.push(hello);
  expect(model.requests[0]!.items).toHaveLength(1);
});

test('refuses what was not scripted', async () => {
  const model = new ScriptedModel(() => undefined);
  expect(ending(await collect(model, ask([hello])))).toMatch(/^bad-request: The script has no answer to .*Hello/);
  expect(model.refusals).toHaveLength(1);
});

test('refuses conversations that a provider would refuse', async () => {
  const model = new ScriptedModel(({ items }) =>
    items.length === 1 ? { calls: [{ name: 'read', arguments: { path: 'a' } }] } : { text: 'Done.' },
  );
  const done = (await collect(model, ask([hello]))).at(-1);
  const [thought, call] = done?.type === 'done' ? done.items : [];
  const result: ChatItem = { type: 'tool-result', callId: 'call-0-0', output: 'text' };
  expect(call).toEqual({ type: 'tool-call', callId: 'call-0-0', name: 'read', arguments: '{"path":"a"}' });

  expect(ending(await collect(model, ask([hello, thought!, call!, result])))).toBe('reasoning assistant');
  expect(ending(await collect(model, ask([hello, call!, result])))).toMatch(/reasoning before call-0-0 is missing/);
  expect(ending(await collect(model, ask([hello, thought!, call!])))).toMatch(/call-0-0 has no result/);
  expect(ending(await collect(model, ask([hello, result])))).toMatch(/belongs to no call/);
  expect(ending(await collect(model, ask([hello, thought!, call!, result, result])))).toMatch(/two results/);
  expect(ending(await collect(model, ask([])))).toMatch(/empty/);
});

test('holds answers until the test lets them go, in any order', async () => {
  const model = new ScriptedModel(
    (request) => ({ text: request.model }),
    () => true,
  );
  const order: string[] = [];
  const run = async (name: string): Promise<void> => {
    await collect(model, ask([hello], name));
    order.push(name);
  };
  const both = [run('first'), run('second')];
  await model.waitForCount(2);
  (await model.waitFor(({ model: name }) => name === 'second')).release();
  await both[1];
  (await model.waitFor()).release();
  await both[0];
  expect(order).toEqual(['second', 'first']);
  expect(model.held).toEqual([]);
});

test('a stop ends a held call, and keeps a later one from being sent', async () => {
  const model = new ScriptedModel(
    () => ({ text: 'Too late.' }),
    () => true,
  );
  const stop = new AbortController();
  const events = collect(model, ask([hello]), stop.signal);
  await model.waitFor();
  stop.abort();
  expect(ending(await events)).toBe('stopped: Stopped.');
  expect(ending(await collect(model, ask([hello]), stop.signal))).toBe('stopped: Stopped.');
  expect(model.requests).toHaveLength(1);
});
