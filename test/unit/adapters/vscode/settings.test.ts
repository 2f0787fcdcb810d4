import { describe, expect, it } from 'vitest';

import { chooseGates, type GateValues } from '../../../../src/adapters/vscode/gateSettings';
import { parseGates, parseSettings, unionOfScopes } from '../../../../src/adapters/vscode/settingsSchema';

const good = {
  'leadWorker.lead.model': 'o3',
  'leadWorker.lead.effort': 'medium',
  'leadWorker.worker.model': 'gpt-4.1',
  'leadWorker.worker.editFormat': 'auto',
  'leadWorker.worker.effort': 'medium',
  'leadWorker.maxWorkers': 3,
  'leadWorker.overlap': 'serialise',
  'leadWorker.maxTurnsPerAttempt': 30,
  'leadWorker.gateFiles': [],
  'leadWorker.gateSandbox': 'auto',
  'leadWorker.gateNetwork': 'allow',
  'leadWorker.openai.baseUrl': '',
  'leadWorker.openai.api': 'auto',
  'leadWorker.openai.parallel': 0,
  'leadWorker.sensitiveFiles': [],
};

describe('settings', () => {
  it('are taken when they are as declared', () => {
    expect(parseSettings(good)).toEqual({ ok: true, value: good });
    const url = { ...good, 'leadWorker.openai.baseUrl': 'http://localhost:11434/v1' };
    expect(parseSettings(url).ok).toBe(true);
  });

  it.each([
    ['leadWorker.maxWorkers', 0],
    ['leadWorker.maxWorkers', 'many'],
    ['leadWorker.lead.effort', 'extreme'],
    ['leadWorker.worker.editFormat', 'ed'],
    ['leadWorker.lead.model', ''],
    ['leadWorker.openai.baseUrl', 'file:///etc/passwd'],
    ['leadWorker.sensitiveFiles', ['ok', 7]],
  ])('are refused by name: %s = %j', (setting, value) => {
    const parsed = parseSettings({ ...good, [setting]: value });
    expect(parsed.ok ? '' : parsed.error.setting).toBe(setting);
    expect(parsed.ok ? '' : parsed.error.message).toContain(`"${setting}"`);
  });
});

describe('a list that scopes only add to', () => {
  it('is what all scopes say together, each entry once', () => {
    expect(unionOfScopes([[], ['a', 'b'], undefined, ['b', 'c']])).toEqual(['a', 'b', 'c']);
    expect(unionOfScopes([['a'], []])).toEqual(['a']);
    expect(unionOfScopes([undefined])).toEqual([]);
  });

  it.each([['text'], [null], [{ a: true }]])('is refused where one scope has no list: %j', (value) => {
    const parsed = parseSettings({ ...good, 'leadWorker.sensitiveFiles': unionOfScopes([['a'], value]) });
    expect(parsed.ok ? '' : parsed.error.setting).toBe('leadWorker.sensitiveFiles');
  });
});

describe('gates', () => {
  const test = { id: 'test', command: 'npm', args: ['test'] };
  const digest = (text: string): string => `#${text.length}:${text}`;
  const choose = (values: GateValues, ...confirmed: string[]): ReturnType<typeof chooseGates> =>
    chooseGates(values, { digest, isConfirmed: (fingerprint) => confirmed.includes(fingerprint) });

  it('get defaults, and seconds become milliseconds', () => {
    expect(parseGates([{ id: 'lint', command: 'eslint', timeoutSeconds: 1.5, required: false }])).toEqual({
      ok: true,
      value: [{ id: 'lint', command: 'eslint', args: [], timeoutMs: 1500, required: false }],
    });
  });

  it('may check types, which takes no command', () => {
    const types = { id: 'types', kind: 'types', timeoutMs: 300_000, required: true };
    expect(parseGates([{ id: 'types', kind: 'types' }])).toEqual({ ok: true, value: [types] });
    const chosen = choose({ user: [], workspace: [{ id: 'types', kind: 'types', folder: 'app' }] });
    expect(chosen.ok && chosen.value.unconfirmed?.description).toBe(
      'types: TypeScript of this folder, on the proposed text (in app)',
    );
  });

  it.each([
    ['a kind that there is not', [{ ...test, kind: 'magic' }]],
    ['a command to check types with', [{ ...test, kind: 'types' }]],
    ['no list', {}],
    ['no command', [{ id: 'x' }]],
    ['a misspelled key', [{ ...test, timeout: 5 }]],
    ['one id twice', [test, test]],
    ['the name of a built-in one', [{ ...test, id: 'scope' }]],
  ])('are refused with %s', (_what, value) => {
    const parsed = parseGates(value);
    expect(parsed.ok ? '' : parsed.error.message).toContain('"leadWorker.gates"');
  });

  it('of the user count at once', () => {
    const chosen = choose({ user: [test], workspace: undefined });
    expect(chosen.ok && chosen.value.gates.map(({ id }) => id)).toEqual(['test']);
    expect(chosen.ok && chosen.value.unconfirmed).toBeUndefined();
  });

  it('of the workspace count only after that very value was confirmed', () => {
    const values = { user: [], workspace: [{ id: 'evil', command: 'curl', args: ['http://x/?q=a b'] }] };
    const before = choose(values);
    expect(before.ok && before.value.gates).toEqual([]);
    const unconfirmed = before.ok ? before.value.unconfirmed : undefined;
    expect(unconfirmed?.description).toBe('evil: curl "http://x/?q=a b"');

    const after = choose(values, unconfirmed!.fingerprint);
    expect(after.ok && after.value.gates.map(({ id }) => id)).toEqual(['evil']);
    expect(after.ok && after.value.unconfirmed).toBeUndefined();

    const changed = { user: [], workspace: [{ id: 'evil', command: 'curl', args: ['http://y/'] }] };
    const again = choose(changed, unconfirmed!.fingerprint);
    expect(again.ok && again.value.gates).toEqual([]);
  });

  it('are not taken away by an empty list of the workspace before that was confirmed', () => {
    const values = { user: [test], workspace: [] };
    const before = choose(values);
    expect(before.ok && before.value.gates.map(({ id }) => id)).toEqual(['test']);
    const unconfirmed = before.ok ? before.value.unconfirmed : undefined;
    expect(unconfirmed?.description).toBe('no gates at all: nothing is measured');

    const after = choose(values, unconfirmed!.fingerprint);
    expect(after).toEqual({ ok: true, value: { gates: [] } });
  });

  it('are not asked about where neither side has any', () => {
    expect(choose({ user: [], workspace: [] })).toEqual({ ok: true, value: { gates: [] } });
  });
});
