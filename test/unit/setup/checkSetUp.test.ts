import { describe, expect, it } from 'vitest';

import type { GateSpec } from '../../../src/core/gates/verdict';
import type { Confinement } from '../../../src/core/ports/confinement';
import type { ChatModel, ChatRequest, ModelFailure } from '../../../src/core/ports/chatModel';
import type { Checked } from '../../../src/core/setup/checked';
import { checkToolName, type ModelInUse } from '../../../src/core/setup/checkModel';
import { checkSetUp, type SetUp } from '../../../src/core/setup/checkSetUp';
import { fail, ok } from '../../../src/core/util/result';
import { ScriptedModel, type ScriptedReply } from '../../fakes/scriptedModel';

const call: ScriptedReply = { calls: [{ name: checkToolName, arguments: { word: 'yes' } }] };
const gate: GateSpec = { id: 'test', command: 'npm', args: ['test'], timeoutMs: 1000, required: true };
const noKey: ModelFailure = { reason: 'unauthorized', message: 'It does not accept the key.', retryable: false };

/** A model that does what is asked of it, or what a test says instead. */
function modelThat(instead: (request: ChatRequest, turn: number) => ScriptedReply | undefined = () => undefined) {
  return new ScriptedModel((request) => {
    const turn = request.items.some(({ type }) => type === 'tool-result') ? 1 : 0;
    const good = turn === 0 ? call : { text: request.schema ? '{"ready":true}' : 'I am ready.' };
    return { model: request.model, ...(instead(request, turn) ?? good) };
  });
}

function team(model: ChatModel, lead = 'o3', worker = 'gpt-4.1'): readonly ModelInUse[] {
  return [
    { model, name: lead, leads: true, effort: 'low' },
    { model, name: worker, leads: false },
  ];
}

function setUp(model: ChatModel, more: Partial<SetUp> = {}): SetUp {
  return {
    folders: ['ledger'],
    isTrusted: true,
    service: { name: 'OpenAI', hasKey: true, needsKey: true },
    models: team(model),
    gates: ok([gate]),
    couldStart: async () => ok<Confinement>({ sandbox: 'bubblewrap' }),
    ...more,
  };
}

async function look(what: SetUp, signal = new AbortController().signal): Promise<readonly Checked[]> {
  const found: Checked[] = [];
  for await (const checked of checkSetUp(what, signal)) found.push(checked);
  return found;
}

async function drawn(what: SetUp): Promise<readonly string[]> {
  return (await look(what)).map(({ outcome, subject, remedy = '' }) => `${outcome} ${subject} ${remedy}`.trim());
}

describe('a set-up that is as it should be', () => {
  it('is good in every part, and each model showed by two calls what it is needed for', async () => {
    const model = modelThat();
    expect(await drawn(setUp(model))).toEqual([
      'good Folder',
      'good Trust',
      'good Key',
      'good o3 leads',
      'good gpt-4.1 works',
      'good Gate test',
    ]);
    expect(model.requests.map((request) => [request.model, request.schema?.name, request.effort])).toEqual([
      ['o3', 'check', 'low'],
      ['o3', 'check', 'low'],
      ['gpt-4.1', undefined, undefined],
      ['gpt-4.1', undefined, undefined],
    ]);
    expect((await look(setUp(model)))[3]?.message).toBe(
      'It calls tools and keeps to a schema; its answers stream. Looking took 220 tokens.',
    );
  });

  it('has a model looked at once, whatever parts it plays, and says what is wrong with two', async () => {
    const model = modelThat();
    expect(await drawn(setUp(model, { models: team(model, 'o3', 'o3') }))).toContain('remark Roles set-up-models');
    expect(model.requests).toHaveLength(2);
  });
});

describe('what is not well is told with its way out', () => {
  const parts: readonly (readonly [string, Partial<SetUp>, string])[] = [
    ['no folder', { folders: [] }, 'bad Folder open-folder'],
    ['no trust', { isTrusted: false }, 'remark Trust manage-trust'],
    ['no trust, for gates', { isTrusted: false }, 'remark Gate test manage-trust'],
    ['no key', { service: { name: 'OpenAI', hasKey: false, needsKey: true } }, 'bad Key set-up-models'],
    ['no gates', { gates: ok([]) }, 'remark Gates configure-gates'],
    ['gates that cannot be read', { gates: fail({ message: 'Wrong.' }) }, 'bad Gates open-settings'],
    ['a gate that is not there', { couldStart: async () => fail('Not found.') }, 'bad Gate test configure-gates'],
    ['no sandbox', { couldStart: async () => ok<Confinement>({ none: 'it is turned off' }) }, 'remark Gate test'],
  ];
  it.each(parts)('%s', async (_what, more, row) => {
    expect(await drawn(setUp(modelThat(), more))).toContain(row);
  });

  it('a key that is missing keeps models from being asked, and one that nobody needs does not', async () => {
    const model = modelThat();
    await look(setUp(model, { service: { name: 'OpenAI', hasKey: false, needsKey: true } }));
    expect(model.requests).toEqual([]);
    await look(setUp(model, { service: { name: '127.0.0.1:11434', hasKey: false, needsKey: false } }));
    expect(model.requests).toHaveLength(4);
  });

  const models: readonly (readonly [string, Parameters<typeof modelThat>[0], Checked['outcome'], RegExp])[] = [
    ['a call that fails', () => ({ failure: noKey }), 'bad', /^It does not accept the key\.$/],
    ['words in place of a call', () => ({ text: 'Hello!' }), 'bad', /calls no tool/],
    [
      'arguments that do not fit',
      (_request, turn) => (turn === 0 ? { calls: [{ name: checkToolName, arguments: '{"word":' }] } : undefined),
      'bad',
      /do not fit/,
    ],
    ['an answer beside the schema', (_request, turn) => (turn === 1 ? { text: 'I am.' } : undefined), 'bad', /schema/],
    [
      'a second call that fails',
      (_request, turn) => (turn === 1 ? { failure: noKey } : undefined),
      'bad',
      /accept the key/,
    ],
    [
      'another model',
      (_request, turn) => (turn === 0 ? { ...call, model: 'o3-mini' } : undefined),
      'remark',
      /o3-mini/,
    ],
    [
      'a notice',
      (_request, turn) => (turn === 0 ? { ...call, notice: 'Its answers now come whole.' } : undefined),
      'remark',
      /come whole\.$/,
    ],
  ];
  it.each(models)('%s', async (_what, instead, outcome, message) => {
    const found = (await look(setUp(modelThat(instead)))).find(({ subject }) => subject === 'o3 leads');
    expect(found?.outcome).toBe(outcome);
    expect(found?.message).toMatch(message);
  });
});

describe('looking', () => {
  it('asks nobody any more once it is stopped', async () => {
    const model = modelThat();
    const stop = new AbortController();
    const found: string[] = [];
    const looked = (async () => {
      for await (const { subject } of checkSetUp(setUp(model), stop.signal)) {
        found.push(subject);
        if (subject === 'o3 leads') stop.abort();
      }
    })();
    await expect(looked).rejects.toThrow();
    expect(found.at(-1)).toBe('o3 leads');
    expect(model.requests).toHaveLength(2);
  });
});
