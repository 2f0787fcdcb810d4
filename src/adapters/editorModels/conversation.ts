import type { ChatItem, ChatRequest, JsonObject } from '../../core/ports/chatModel';

/** A part of a message as the editor knows them. */
export type EditorPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool-call'; readonly callId: string; readonly name: string; readonly input: JsonObject }
  | { readonly type: 'tool-result'; readonly callId: string; readonly text: string };

/** A message to one of the editor's models, which know two roles. */
export interface EditorMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly EditorPart[];
  /** What it was made from, to count its tokens once. */
  readonly items: readonly ChatItem[];
}

/** A tool as the editor's models are told of it. */
export interface EditorTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
}

/** A request in the editor's terms. */
export interface EditorRequest {
  /** There is no role for instructions: they are said first, by the user. */
  readonly instructions: string;
  readonly messages: readonly EditorMessage[];
  readonly tools: readonly EditorTool[];
  /** Whether a tool has to be called: there is one alone, by which the answer is given. */
  readonly mustCall: boolean;
}

/**
 * The tool by which an answer is given that a schema is to hold for. The editor's models know no such schema, but the arguments of tools
 * have one; and where there is nothing else to call, the model can be held to it.
 */
export const answerTool = 'answer';

/** A request in the editor's terms. */
export function toEditorRequest({ instructions, items, tools, schema }: ChatRequest): EditorRequest {
  const offered = tools.map(({ name, description, parameters }) => ({ name, description, inputSchema: parameters }));
  const answer = schema && {
    name: answerTool,
    description: `Give your answer (${schema.name}). Call it once, when you have all that you need.`,
    inputSchema: schema.schema,
  };
  return {
    instructions: answer
      ? `${instructions}\n\nGive your answer by calling the tool "${answerTool}", not in words.`
      : instructions,
    messages: toMessages(items),
    tools: answer ? [...offered, answer] : offered,
    mustCall: answer !== undefined && offered.length === 0,
  };
}

/** The conversation as messages: what one answer brought is one, and what its calls gave is the next. Thoughts have no form here. */
function toMessages(items: readonly ChatItem[]): readonly EditorMessage[] {
  const messages: { role: EditorMessage['role']; parts: EditorPart[]; items: ChatItem[] }[] = [];
  for (const item of items) {
    const part = partOf(item);
    if (!part) continue;
    const role = item.type === 'assistant' || item.type === 'tool-call' ? 'assistant' : 'user';
    const last = messages.at(-1);
    // Results answer the calls before them, and stand apart from what the user says next.
    const goesOn = last?.role === role && (last.parts[0]?.type === 'tool-result') === (part.type === 'tool-result');
    if (last && goesOn) {
      last.parts.push(part);
      last.items.push(item);
    } else messages.push({ role, parts: [part], items: [item] });
  }
  return messages;
}

function partOf(item: ChatItem): EditorPart | undefined {
  switch (item.type) {
    case 'user':
    case 'assistant':
      return { type: 'text', text: item.text };
    case 'reasoning':
      return undefined;
    case 'tool-call':
      return { type: 'tool-call', callId: item.callId, name: item.name, input: objectIn(item.arguments) };
    case 'tool-result':
      return { type: 'tool-result', callId: item.callId, text: item.output };
  }
}

/** Arguments as they were called; what was no object is shown to the model as the text it was. */
function objectIn(text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // The tool has said so to the model.
  }
  return { text };
}
