import { expect, it } from 'vitest';

import { ExpiringSet } from '../../../../src/adapters/vscode/expiringSet';

it('remembers an entry until its time is over, in any object on the same memory', () => {
  const stored = new Map<string, unknown>();
  const memory = {
    keys: () => [...stored.keys()],
    get: (key: string, otherwise?: unknown) => stored.get(key) ?? otherwise,
    update: async (key: string, value: unknown) => void stored.set(key, JSON.parse(JSON.stringify(value))),
  };
  let nowMs = 1_000;
  const open = (): ExpiringSet =>
    new ExpiringSet(memory as never, { key: 'lacks', lifeMs: 100, clock: { now: () => nowMs } });
  open().add('a');
  nowMs += 60;
  open().add('b');
  expect([open().has('a'), open().has('b'), open().has('c')]).toEqual([true, true, false]);
  nowMs += 60;
  expect([open().has('a'), open().has('b')]).toEqual([false, true]);
});
