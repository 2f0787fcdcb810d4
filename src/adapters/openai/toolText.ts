import * as z from 'zod/mini';

import type { ChatItem, ToolSpec } from '../../core/ports/chatModel';

type ToolCall = Extract<ChatItem, { readonly type: 'tool-call' }>;

/** A tool call found in words. */
export interface WrittenCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** Tools told of in words, for servers that take none; calls are asked for in the form that most open models were taught. */
export function toolsInWords(tools: readonly ToolSpec[]): string {
  if (tools.length === 0) return '';
  const specs = tools.map(({ name, description, parameters }) => JSON.stringify({ name, description, parameters }));
  return [
    'You have these tools, each as a line of JSON:',
    ...specs,
    'To call one, write this and nothing after it: <tool_call>{"name": "NAME", "arguments": {…}}</tool_call>',
  ].join('\n');
}

/** A call as the model will have written it. */
export function callAsText({ name, arguments: args }: Pick<ToolCall, 'name' | 'arguments'>): string {
  return `<tool_call>{"name": ${JSON.stringify(name)}, "arguments": ${args}}</tool_call>`;
}

/** What a tool answered, in the user's turn. */
export function resultAsText(output: string): string {
  return `<tool_response>\n${output}\n</tool_response>`;
}

const callShape = z.union([
  z.object({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
  z.object({ name: z.string(), parameters: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
]);

/** The forms in which models write a call that their server did not read: Hermes and Qwen, Llama, Mistral. */
const written: readonly RegExp[] = [
  /<tool_call>\s*([\s\S]*?)\s*(?:<\/tool_call>|$)/g,
  /<function=([\w.-]+)>\s*([\s\S]*?)\s*<\/function>/g,
  /\[TOOL_CALLS\]\s*(\[[\s\S]*\])/g,
];

/**
 * Takes calls out of an answer's words. Only what names a tool that was offered is a call; all else is left to be read as it stands.
 */
export function readWrittenCalls(
  text: string,
  tools: readonly Pick<ToolSpec, 'name'>[],
): { readonly calls: readonly WrittenCall[]; readonly rest: string } {
  const known = new Set(tools.map(({ name }) => name));
  const accept = (calls: readonly WrittenCall[]): boolean =>
    calls.length > 0 && calls.every(({ name }) => known.has(name));
  if (known.size === 0) return { calls: [], rest: text };
  const whole = callsIn(unfenced(text));
  if (accept(whole)) return { calls: whole, rest: '' };
  const calls: WrittenCall[] = [];
  let rest = text;
  for (const form of written) {
    rest = rest.replace(form, (all: string, first: string, second: string | number) => {
      const found =
        typeof second === 'string'
          ? callsIn(`{"name": ${JSON.stringify(first)}, "arguments": ${second}}`)
          : callsIn(first);
      if (!accept(found)) return all;
      calls.push(...found);
      return '';
    });
  }
  return calls.length > 0 ? { calls, rest: rest.trim() } : { calls: [], rest: text };
}

/** The text within a code fence that is all of it. */
export function unfenced(text: string): string {
  return /^\s*```\w*\s*\n([\s\S]*?)\n?\s*```\s*$/.exec(text)?.[1] ?? text;
}

function callsIn(text: string): readonly WrittenCall[] {
  const parsed = parse(text);
  const list: readonly unknown[] = Array.isArray(parsed) ? parsed : [parsed];
  const calls = list.map((each) => callShape.safeParse(each));
  return calls.every(({ success }) => success)
    ? calls.flatMap(({ data }) => {
        if (!data) return [];
        const args = 'arguments' in data ? data.arguments : data.parameters;
        return [{ name: data.name, arguments: typeof args === 'string' ? args : JSON.stringify(args) }];
      })
    : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Words and no JSON, as most answers are.
    return undefined;
  }
}
