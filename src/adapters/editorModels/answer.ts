import type { ChatItem, ChatRequest, JsonObject } from '../../core/ports/chatModel';
import { jsonIn } from '../openai/chatAnswer';
import { answerTool } from './conversation';

/** What comes of an answer while it streams. */
export type AnswerPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly callId: string; readonly name: string; readonly input: JsonObject };

/**
 * What an answer comes to. One that was given by the tool for it is the text that was asked for; together with other calls it came too
 * early, and they count. Words in its place are read for the JSON in them.
 */
export function itemsOf(parts: readonly AnswerPart[], { schema }: Pick<ChatRequest, 'schema'>): readonly ChatItem[] {
  const said = parts.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('');
  const calls = parts.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
  const others = schema ? calls.filter(({ name }) => name !== answerTool) : calls;
  const answer = others.length < calls.length ? calls.find(({ name }) => name === answerTool) : undefined;
  if (answer && others.length === 0) return [{ type: 'assistant', text: JSON.stringify(answer.input) }];
  const text = schema && others.length === 0 ? jsonIn(said.trim()) : said.trim();
  return [
    ...(text === '' ? [] : [{ type: 'assistant' as const, text }]),
    ...others.map(({ callId, name, input }) => ({
      type: 'tool-call' as const,
      callId,
      name,
      arguments: JSON.stringify(input),
    })),
  ];
}
