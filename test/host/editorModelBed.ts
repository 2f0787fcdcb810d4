import * as vscode from 'vscode';

import { answerTool } from '../../src/adapters/editorModels/conversation';
import type {
  ModelScript,
  ScriptedAnswer,
  ScriptedItem,
  ScriptedRequest,
} from '../../src/adapters/demo/server/modelScript';

/** A request as the test extension's models get it. */
export interface ProvidedRequest {
  readonly model: string;
  readonly messages: readonly vscode.LanguageModelChatRequestMessage[];
  readonly options: vscode.ProvideLanguageModelChatResponseOptions;
  readonly token: vscode.CancellationToken;
}

/** What the test extension lets tests decide. */
export interface ProviderControl {
  respond: (request: ProvidedRequest, progress: vscode.Progress<vscode.LanguageModelResponsePart>) => Promise<void>;
  readonly requests: ProvidedRequest[];
}

/** The vendor of its models. */
export const testVendor = 'test-models';

/** The test extension that offers models, ready, with nothing asked of it yet. */
export async function providerControl(): Promise<ProviderControl> {
  const extension = vscode.extensions.getExtension<ProviderControl>('lead-worker-tests.models');
  if (!extension) throw new Error('The extension that offers models to tests is not there.');
  const control = await extension.activate();
  control.requests.length = 0;
  return control;
}

/** Has the models play a script that was written for the server: the same team, by another way. */
export function playScript(control: ProviderControl, script: ModelScript): void {
  control.respond = async (request, progress) => {
    const asked = scriptedRequest(request);
    const answer = script.answer(asked);
    for (const part of partsOf(await answer, asked.schema !== undefined)) progress.report(part);
  };
}

function partsOf(answer: ScriptedAnswer, inSchema: boolean): readonly vscode.LanguageModelResponsePart[] {
  switch (answer.type) {
    case 'text':
      return inSchema
        ? [new vscode.LanguageModelToolCallPart('answer-1', answerTool, JSON.parse(answer.text) as object)]
        : [new vscode.LanguageModelTextPart(answer.text)];
    case 'tool-calls':
      return answer.calls.map(
        ({ name, arguments: args }, index) =>
          new vscode.LanguageModelToolCallPart(
            `call-${index}`,
            name,
            typeof args === 'string' ? (JSON.parse(args) as object) : args,
          ),
      );
    default:
      throw new Error(`The script answers ${JSON.stringify(answer)}.`);
  }
}

/** The first message holds the instructions; a tool to answer by stands for a schema. */
function scriptedRequest({ model, messages, options }: ProvidedRequest): ScriptedRequest {
  const [first, ...rest] = messages;
  const answer = options.tools?.find(({ name }) => name === answerTool);
  const schema = /\((\w+)\)/.exec(answer?.description ?? '')?.[1];
  return {
    protocol: 'chat',
    model,
    instructions: first ? textIn(first.content) : '',
    items: rest.flatMap(itemsOf),
    tools: [],
    ...(schema !== undefined && { schema: { name: schema, schema: {}, strict: false } }),
    stream: true,
    authorized: true,
    headers: {},
    signal: new AbortController().signal,
  };
}

function itemsOf({ role, content }: vscode.LanguageModelChatRequestMessage): readonly ScriptedItem[] {
  return content.flatMap((part): readonly ScriptedItem[] => {
    if (part instanceof vscode.LanguageModelTextPart)
      return [{ type: role === vscode.LanguageModelChatMessageRole.User ? 'user' : 'assistant', text: part.value }];
    if (part instanceof vscode.LanguageModelToolCallPart)
      return [{ type: 'tool-call', callId: part.callId, name: part.name, arguments: JSON.stringify(part.input) }];
    if (part instanceof vscode.LanguageModelToolResultPart)
      return [{ type: 'tool-result', callId: part.callId, output: textIn(part.content) }];
    return [];
  });
}

function textIn(parts: readonly unknown[]): string {
  return parts.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}
