import assert from 'node:assert/strict';

import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';

import { EditorModel } from '../../../src/adapters/editorModels/editorModel';
import { systemTiming } from '../../../src/adapters/rate/timing';
import type { ChatEvent, ChatRequest } from '../../../src/core/ports/chatModel';
import { settings } from '../../../src/ui/catalogue';
import { playScript, providerControl, testVendor, type ProviderControl } from '../editorModelBed';
import { edit, read, teamScript, type Team } from '../models';
import { RunBed, setUserSetting } from '../runBed';
import { inWorkspace, onDisk, put } from './reviewBed';

const parameters = {
  type: 'object',
  properties: { glob: { type: 'string' } },
  required: ['glob'],
  additionalProperties: false,
};
const list = { name: 'list', description: 'Lists.', parameters };

function ask(more: Partial<ChatRequest> = {}): ChatRequest {
  return {
    model: `vscode:${testVendor}/worker`,
    instructions: 'Be brief.',
    items: [{ type: 'user', text: 'Greet me.' }],
    tools: [],
    ...more,
  };
}

describe("the editor's models", () => {
  let control: ProviderControl;

  beforeEach(async () => {
    control = await providerControl();
  });

  function model(canSendRequest: () => boolean | undefined = () => true): EditorModel {
    return new EditorModel({ timing: systemTiming, access: { canSendRequest }, parallel: () => undefined });
  }

  async function collect(request: ChatRequest, signal = new AbortController().signal): Promise<readonly ChatEvent[]> {
    const events: ChatEvent[] = [];
    for await (const event of model().respond(request, signal)) events.push(event);
    return events;
  }

  it('stream text, and what it took is counted', async () => {
    control.respond = async (_request, progress) => {
      progress.report(new vscode.LanguageModelTextPart('Hel'));
      progress.report(new vscode.LanguageModelTextPart('lo.'));
    };
    const events = await collect(ask());
    assert.deepEqual(events.flatMap((event) => (event.type === 'text-delta' ? [event.text] : [])).join(''), 'Hello.');
    assert.deepEqual(events.at(-1), {
      type: 'done',
      items: [{ type: 'assistant', text: 'Hello.' }],
      usage: { input: 'Be brief.Greet me.'.length, cached: 0, output: 'Hello.'.length, reasoning: 0 },
      model: `vscode:${testVendor}/worker`,
    });
    const [request] = control.requests;
    assert.deepEqual(
      request?.messages.map(({ role, content }) => [role, content.map((part) => (part as { value?: string }).value)]),
      [
        [vscode.LanguageModelChatMessageRole.User, ['Be brief.']],
        [vscode.LanguageModelChatMessageRole.User, ['Greet me.']],
      ],
    );
  });

  it('call tools and hear their results', async () => {
    control.respond = async ({ messages }, progress) => {
      if (messages.length === 2) progress.report(new vscode.LanguageModelToolCallPart('c1', 'list', { glob: '**' }));
      else progress.report(new vscode.LanguageModelTextPart('Two files.'));
    };
    const first = (await collect(ask({ tools: [list] }))).at(-1);
    const call = { type: 'tool-call', callId: 'c1', name: 'list', arguments: '{"glob":"**"}' } as const;
    assert.deepEqual(first?.type === 'done' && first.items, [call]);
    const items = [...ask().items, call, { type: 'tool-result', callId: 'c1', output: 'a.ts\nb.ts' } as const];
    const second = (await collect(ask({ tools: [list], items }))).at(-1);
    assert.deepEqual(second?.type === 'done' && second.items, [{ type: 'assistant', text: 'Two files.' }]);
    const tools = control.requests.at(-1)?.options.tools;
    assert.deepEqual(tools, [{ name: 'list', description: 'Lists.', inputSchema: parameters }]);
    const result = control.requests.at(-1)?.messages.at(-1)?.content[0];
    assert.ok(result instanceof vscode.LanguageModelToolResultPart && result.callId === 'c1');
  });

  it('answer in a schema by a tool that they are held to, or in words with JSON in them', async () => {
    const schema = { name: 'plan', schema: parameters };
    control.respond = async (_request, progress) =>
      progress.report(new vscode.LanguageModelToolCallPart('a1', 'answer', { glob: 'x' }));
    const called = (await collect(ask({ schema }))).at(-1);
    assert.deepEqual(called?.type === 'done' && called.items, [{ type: 'assistant', text: '{"glob":"x"}' }]);
    assert.equal(control.requests.at(-1)?.options.toolMode, vscode.LanguageModelChatToolMode.Required);
    control.respond = async (_request, progress) =>
      progress.report(new vscode.LanguageModelTextPart('Here: ```json\n{"glob":"y"}\n```'));
    const said = (await collect(ask({ schema, tools: [list] }))).at(-1);
    assert.deepEqual(said?.type === 'done' && said.items, [{ type: 'assistant', text: '{"glob":"y"}' }]);
    assert.equal(control.requests.at(-1)?.options.toolMode, vscode.LanguageModelChatToolMode.Auto);
  });

  it('end at once when they are stopped, and the one who answers hears of it', async () => {
    const stop = new AbortController();
    const heard = new Promise<void>((resolve) => {
      control.respond = ({ token }, progress) =>
        new Promise((_resolve, reject) => {
          progress.report(new vscode.LanguageModelTextPart('Hel'));
          token.onCancellationRequested(() => {
            resolve();
            reject(new vscode.CancellationError());
          });
        });
    });
    const events: ChatEvent[] = [];
    for await (const event of model().respond(ask(), stop.signal)) {
      events.push(event);
      stop.abort();
    }
    assert.deepEqual(events.at(-1), {
      type: 'failed',
      failure: { reason: 'stopped', message: 'Stopped.', retryable: false },
    });
    await heard;
  });

  const failures: readonly (readonly [string, () => Error, string, RegExp])[] = [
    ['blocked', () => vscode.LanguageModelError.Blocked('Come back tomorrow.'), 'quota-exhausted', /quota is renewed/],
    ['used up', () => new Error('You have exceeded your premium request allowance.'), 'quota-exhausted', /used up/],
    ['filtered', () => new Error('Response got filtered.'), 'refused', /declined to answer/],
    ['broken', () => new Error('Socket hang up.'), 'server-error', /Socket hang up/],
  ];
  for (const [what, error, reason, says] of failures) {
    it(`fail in words when they are ${what}`, async () => {
      control.respond = async () => {
        throw error();
      };
      const last = (await collect(ask())).at(-1);
      assert.equal(last?.type === 'failed' && last.failure.reason, reason);
      assert.match(last?.type === 'failed' ? last.failure.message : '', says);
    });
  }

  it('that say nothing have failed', async () => {
    control.respond = async () => undefined;
    const last = (await collect(ask())).at(-1);
    assert.equal(last?.type === 'failed' && last.failure.reason, 'empty');
  });

  it('that are not there, or not allowed, are asked nothing', async () => {
    const gone = (await collect(ask({ model: 'vscode:nobody/none' }))).at(-1);
    assert.equal(gone?.type === 'failed' && gone.failure.reason, 'model-not-found');
    const events: ChatEvent[] = [];
    for await (const event of model(() => false).respond(ask(), new AbortController().signal)) events.push(event);
    const [denied] = events;
    assert.equal(denied?.type === 'failed' && denied.failure.reason, 'unauthorized');
    assert.deepEqual(control.requests, []);
  });
});

describe("a run on the editor's models", () => {
  let bed: RunBed | undefined;

  afterEach(async () => {
    await bed?.close();
    await setUserSetting(settings.leadModel, undefined);
    await setUserSetting(settings.workerModel, undefined);
    await vscode.workspace.fs.delete(inWorkspace('editorModels'), { recursive: true });
  });

  it('is planned, carried out, judged and applied without a server', async () => {
    await put('editorModels/a.txt', 'one\ntwo\n');
    const path = 'editorModels/a.txt';
    const team: Team = {
      looks: [read(path)],
      tasks: [{ title: 'Say the second', scope: [path], calls: [read(path), edit(path, 'two', 'TWO')] }],
    };
    const control = await providerControl();
    playScript(control, teamScript(team));
    bed = await RunBed.open({ team, gates: [] });
    await setUserSetting(settings.leadModel, `vscode:${testVendor}/lead`);
    await setUserSetting(settings.workerModel, `vscode:${testVendor}/worker`);
    await bed.review();
    await bed.acceptAll();
    await bed.apply();
    assert.equal(await onDisk(path), 'one\nTWO\n');
    assert.deepEqual(bed.requests('lead'), []);
    assert.ok(control.requests.filter(({ model }) => model === 'worker').length >= 3);
    const { setup } = bed.run.state;
    assert.deepEqual([setup.lead, setup.worker], [`vscode:${testVendor}/lead`, `vscode:${testVendor}/worker`]);
  });
});
