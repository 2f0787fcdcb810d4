import * as z from 'zod';

import { defineTool } from '../agent/tool';
import { takeTurn, type Turn } from '../agent/turn';
import { addUsage, type ChatItem, type ChatModel, type ChatRequest, type ReasoningEffort } from '../ports/chatModel';
import { isMismatch } from '../run/modelMismatch';
import { ok } from '../util/result';
import { parseJson, strictJsonSchema } from '../util/strictSchema';
import { bad, good, remark, type Checked } from './checked';

/** A model of the set-up with the part it plays. */
export interface ModelInUse {
  readonly model: ChatModel;
  /** Its name, as the provider knows it. */
  readonly name: string;
  /** Whether answers in a schema are asked of it: the lead's are. */
  readonly leads: boolean;
  readonly effort?: ReasoningEffort;
}

/** What a model that is looked at is called to. */
export const checkToolName = 'ready';

/** The schema's name in the request that looks at it. */
export const checkSchemaName = 'check';

const tool = defineTool({
  name: checkToolName,
  description: 'Say that you are ready.',
  schema: z.object({ word: z.string() }),
  label: 'saying that it is ready',
  run: async () => ok('Noted.'),
});
const answerType = z.object({ ready: z.boolean() });

/** Bounds what a model that rambles costs; one that reasons needs some hundreds. */
const maxOutputTokens = 2_000;

/**
 * Has a model do once what a run needs of it: call a tool, take the result, and answer in a schema where it leads. Two short calls; each
 * word of the finding was seen.
 */
export async function checkModel(
  { model, name, leads, effort }: ModelInUse,
  subject: string,
  signal: AbortSignal,
): Promise<Checked> {
  const notices: string[] = [];
  const ending = leads ? 'then answer whether you are ready' : 'then answer that you are ready';
  const items: ChatItem[] = [{ type: 'user', text: `Call the tool ${tool.spec.name} with the word "yes", ${ending}.` }];
  const request: ChatRequest = {
    model: name,
    instructions: 'The user is checking the set-up of this editor. Do exactly what the message says, and no more.',
    items,
    tools: [tool.spec],
    maxOutputTokens,
    ...(effort && { effort }),
    ...(leads && { schema: { name: checkSchemaName, schema: strictJsonSchema(answerType) } }),
  };
  const onNotice = (notice: string): void => void notices.push(notice);

  const first = await takeTurn(model, request, signal, { onNotice });
  if (!first.ok) return bad(subject, first.error.message, 'set-up-models');
  const [call] = first.value.toolCalls;
  if (call?.name !== tool.spec.name)
    return bad(
      subject,
      `${name} answers, and calls no tool though it was told to. Here it could neither read nor write: choose another model.`,
      'set-up-models',
    );
  const output = await tool.run(call, signal);
  if (output.startsWith('Error'))
    return bad(subject, `${name} calls tools with arguments that do not fit. ${output}`, 'set-up-models');

  let pieces = 0;
  const results = first.value.toolCalls.map(({ callId }): ChatItem => ({
    type: 'tool-result',
    callId,
    output: 'Noted.',
  }));
  const second = await takeTurn(model, { ...request, items: [...items, ...first.value.items, ...results] }, signal, {
    onNotice,
    onText: () => pieces++,
  });
  if (!second.ok) return bad(subject, second.error.message, 'set-up-models');
  const answer = leads ? parseJson(second.value.text, answerType) : ok(undefined);
  if (!answer.ok)
    return bad(
      subject,
      `${name} answers outside of the schema that it is given (${answer.error.join('; ')}). It could not lead: choose another model.`,
      'set-up-models',
    );
  return inWords(subject, { name, leads, pieces, notices, turns: [first.value, second.value] });
}

interface Seen {
  readonly name: string;
  readonly leads: boolean;
  readonly pieces: number;
  readonly notices: readonly string[];
  readonly turns: readonly [Turn, Turn];
}

function inWords(subject: string, { name, leads, pieces, notices, turns }: Seen): Checked {
  const [{ model: returned, usage }, second] = turns;
  const { input, output } = addUsage(usage, second.usage);
  const able = leads ? 'It calls tools and keeps to a schema' : 'It calls tools';
  const streams = pieces > 1 ? 'its answers stream' : 'its answer came in one piece';
  const words = `${able}; ${streams}. Looking took ${input + output} tokens.`;
  if (isMismatch({ configured: name, returned }))
    return remark(subject, `${returned} answers in the place of ${name}. ${words}`, 'set-up-models');
  return notices.length > 0 ? remark(subject, `${words} ${notices.join(' ')}`) : good(subject, words);
}
