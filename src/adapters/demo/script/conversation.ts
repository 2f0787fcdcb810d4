import * as z from 'zod';
import type { ScriptedItem, ScriptedRequest } from '../server/modelScript';
import { dataSection } from './sections';

/** A tool call with its result. */
export interface ToolExchange {
  readonly name: string;
  /** The file it was about, for tools that take one. */
  readonly path: string | undefined;
  readonly output: string;
  readonly failed: boolean;
}

/** What a request says, as the script looks at it: the first message, and what tools were called with what result. */
export interface Conversation {
  readonly opening: string;
  readonly exchanges: readonly ToolExchange[];
  /** What the last message of the user says, when it is not the first. */
  readonly followUp: string | undefined;
}

const argumentsSchema = z.object({ path: z.string().optional() });

/** Reads the conversation of a request. */
export function readConversation({ items }: ScriptedRequest): Conversation {
  const messages = items.flatMap((item) => (item.type === 'user' ? [item.text] : []));
  const last = items.at(-1);
  return {
    opening: messages[0] ?? '',
    exchanges: items.flatMap((item) => (item.type === 'tool-result' ? [exchangeOf(item, items)] : [])),
    followUp: messages.length > 1 && last?.type === 'user' ? last.text : undefined,
  };
}

/** The text of a file as the newest successful read shows it; nothing when it was not read. */
export function textRead(conversation: Conversation, path: string): string | undefined {
  const read = conversation.exchanges.findLast((exchange) => exchange.name === 'read' && exchange.path === path);
  return read && !read.failed ? read.output : undefined;
}

/** Whether a tool was called, about this file or at all. */
export function wasCalled(conversation: Conversation, name: string, path?: string): boolean {
  return conversation.exchanges.some(
    (exchange) => exchange.name === name && (path === undefined || exchange.path === path),
  );
}

function exchangeOf(
  result: Extract<ScriptedItem, { type: 'tool-result' }>,
  items: readonly ScriptedItem[],
): ToolExchange {
  const { callId } = result;
  // The lead gets results quoted, workers as they are.
  const output = dataSection(result.output, 'tool result') ?? result.output;
  const call = items.find((item) => item.type === 'tool-call' && item.callId === callId);
  // The server turns down results without their call.
  if (call?.type !== 'tool-call') throw new Error(`The result ${callId} has no call.`);
  const { path } = argumentsSchema.parse(JSON.parse(call.arguments));
  return { name: call.name, path, output, failed: output.startsWith('Error: ') };
}
