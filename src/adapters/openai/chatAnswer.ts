import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';

import type { ChatItem, ChatRequest, TokenUsage } from '../../core/ports/chatModel';
import { cutOff, emptyAnswer, refused } from './failures';
import type { CallEnding } from './protocol';
import { readWrittenCalls, unfenced } from './toolText';

type Usage = NonNullable<ChatCompletion['usage']>;

/** A tool call as far as it has come. Servers leave out what OpenAI never does, so nothing but the name is counted on. */
interface GatheredCall {
  id: string;
  name: string;
  arguments: string;
}

/** What of a message or of a part of one is read; compatible servers leave any of it out, and write arguments as objects. */
export interface MessagePart {
  readonly content?: string | null | undefined;
  readonly refusal?: string | null | undefined;
  readonly tool_calls?: readonly CallPart[] | null | undefined;
}

/** A completion as compatible servers send it. */
interface WholeAnswer {
  readonly choices?: readonly { readonly message?: MessagePart; readonly finish_reason?: string | null }[];
  readonly usage?: Usage | null | undefined;
  readonly model?: string;
}

interface CallPart {
  readonly index?: number | undefined;
  readonly id?: string | null | undefined;
  readonly function?: { readonly name?: string | null | undefined; readonly arguments?: unknown } | undefined;
}

/** Puts an answer together, from the parts of a stream or from the whole of it. */
export class GatheredAnswer {
  private text = '';
  private refusal = '';
  private readonly calls: GatheredCall[] = [];
  private finish: string | null = null;
  private usage: Usage | null = null;
  private model: string;
  private isThere = false;

  constructor(private readonly request: ChatRequest) {
    this.model = request.model;
  }

  /** A part of a stream. Answers the text of it that is part of the answer, and not of a thought. */
  add({ choices, usage, model }: Partial<ChatCompletionChunk>): string {
    const [choice] = choices ?? [];
    return this.take({ part: choice?.delta, finish: choice?.finish_reason, usage, model });
  }

  /** All of an answer at once. */
  addWhole({ choices, usage, model }: WholeAnswer): string {
    const [choice] = choices ?? [];
    // A whole answer is whole, whether or not the server says why it ended.
    const finish = choice && (choice.finish_reason ?? 'stop');
    return this.take({ part: choice?.message, finish, usage, model });
  }

  private take(given: {
    readonly part: MessagePart | undefined;
    readonly finish: string | null | undefined;
    readonly usage: Usage | null | undefined;
    readonly model: string | undefined;
  }): string {
    const { part, finish, usage, model } = given;
    if (usage) this.usage = usage;
    if (model) this.model = model;
    if (finish) this.finish = finish;
    if (!part) return '';
    this.isThere = true;
    const before = withoutThoughts(this.text);
    this.text += part.content ?? '';
    this.refusal += part.refusal ?? '';
    for (const call of part.tool_calls ?? []) this.addCall(call);
    const now = withoutThoughts(this.text);
    return now.startsWith(before) ? now.slice(before.length) : '';
  }

  /** A piece of a call belongs to the one of its index, or of its id; one that has neither goes on with the last. */
  private addCall({ index, id, function: called }: CallPart): void {
    const byId = id ? this.calls.find((call) => call.id === id) : undefined;
    const startsAnew = !!id && !byId && (index === undefined || this.calls[index]?.id !== id);
    const isNew = index === undefined ? startsAnew || this.calls.length === 0 : index >= this.calls.length;
    const known = byId ?? (isNew ? undefined : (this.calls[index ?? this.calls.length - 1] ?? undefined));
    const call = known ?? { id: id ?? `call_${this.calls.length + 1}`, name: '', arguments: '' };
    if (!known) this.calls.push(call);
    call.name ||= called?.name ?? '';
    const args = called?.arguments ?? '';
    call.arguments += typeof args === 'string' ? args : JSON.stringify(args);
  }

  /** What the answer comes to once no more of it comes. */
  end(): CallEnding {
    const { request, model, finish } = this;
    if (this.refusal.trim() !== '') return { type: 'failed', failure: refused(model, this.refusal) };
    if (finish === 'content_filter') return { type: 'failed', failure: refused(model, '') };
    if (finish === 'length') return { type: 'failed', failure: cutOff(model) };
    if (finish === null && (this.isThere || this.usage === null)) return { type: 'ended-early' };
    const items = this.items();
    if (items.length === 0) return { type: 'failed', failure: emptyAnswer(model) };
    return { type: 'done', items, usage: toUsage(this.usage, request, items), model };
  }

  private items(): readonly ChatItem[] {
    const { tools, schema } = this.request;
    const said = withoutThoughts(this.text).trim();
    const written = this.calls.length === 0 ? readWrittenCalls(said, tools) : { calls: [], rest: said };
    const calls = [
      ...this.calls.map(({ id, name, arguments: args }) => ({ callId: id, name, arguments: args || '{}' })),
      ...written.calls.map((call, index) => ({ callId: `written_${index + 1}`, ...call })),
    ];
    const text = schema && calls.length === 0 ? jsonIn(written.rest) : written.rest;
    return [
      ...(text === '' ? [] : [{ type: 'assistant' as const, text }]),
      ...calls.map((call) => ({ type: 'tool-call' as const, ...call })),
    ];
  }
}

/**
 * An answer without what the model thought aloud before it: between `<think>` and `</think>`, of which templates leave the opening tag
 * out now and then. A thought that has not ended is no answer yet.
 */
export function withoutThoughts(text: string): string {
  const end = /<\/think(?:ing)?>\s*/.exec(text);
  if (end) return text.slice(end.index + end[0].length);
  const start = text.trimStart();
  // While a tag is only beginning it may still become one.
  if (/^<think(?:ing)?>/.test(start) || (start !== '' && '<thinking>'.startsWith(start))) return '';
  return text;
}

/** The JSON object in an answer that was asked for one and has words or a fence around it; the answer itself where there is none. */
export function jsonIn(text: string): string {
  const candidates = [text, unfenced(text), /```(?:json)?\s*\n([\s\S]*?)\n\s*```/.exec(text)?.[1] ?? '', between(text)];
  return candidates.find(isJson) ?? text;
}

function between(text: string): string {
  return text.slice(Math.max(0, text.indexOf('{')), text.lastIndexOf('}') + 1);
}

function isJson(text: string): boolean {
  if (text.trim() === '') return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Four characters are a token, roughly, where the server does not count: a budget that sees nothing holds nothing back. */
const charactersPerToken = 4;

function toUsage(usage: Usage | null, request: ChatRequest, items: readonly ChatItem[]): TokenUsage {
  if (!usage)
    return {
      input: estimate([request.instructions, request.items, request.tools]),
      cached: 0,
      output: estimate(items),
      reasoning: 0,
    };
  return {
    input: usage.prompt_tokens,
    cached: usage.prompt_tokens_details?.cached_tokens ?? 0,
    output: usage.completion_tokens,
    reasoning: usage.completion_tokens_details?.reasoning_tokens ?? 0,
  };
}

function estimate(what: unknown): number {
  return Math.ceil(JSON.stringify(what).length / charactersPerToken);
}
