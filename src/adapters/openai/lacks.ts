import type { ChatRequest } from '../../core/ports/chatModel';
import type { CallError } from './callError';
import { isUnknownModel, refusesStreaming } from './errorTable';

/**
 * What a server, or one of its models, was found not to take. Nothing tells beforehand: a request says all that a run needs, and what
 * is refused is left out of the next one.
 */
export type Lack = (typeof allLacks)[number];

/** All that a server or a model may lack. */
export const allLacks = [
  /** The Responses API: the server speaks Chat Completions alone. */
  'responses',
  'streaming',
  /** Usage at the end of a stream. */
  'stream-usage',
  'strict-tools',
  'parallel-calls',
  /** `max_completion_tokens`, which older servers call `max_tokens`. */
  'completion-limit',
  'effort',
  /** Answers held to a schema. */
  'json-schema',
  /** Answers held to JSON. */
  'json-object',
  /** Tools: they are told of in words, and calls come as words. */
  'tools',
] as const;

/** Remembers what each server lacks, for a while: servers are updated. */
export interface LackMemory {
  has(key: string): boolean;
  add(key: string): void;
}

/** What is remembered: the server alone where it is about all of its models. */
export function lackKey(lack: Lack, { server, model }: { readonly server: string; readonly model: string }): string {
  return [lack, server, ...(lack === 'responses' ? [] : [model])].join(' ');
}

/** A request that was refused, as it was sent. */
export interface RefusedRequest {
  readonly request: ChatRequest;
  readonly protocol: 'responses' | 'chat';
  readonly stream: boolean;
  /** What was left out of it already. */
  readonly lacks: ReadonlySet<Lack>;
  /** Whether the other protocol may be tried. */
  readonly mayChangeProtocol: boolean;
}

interface Row {
  readonly lack: Lack;
  readonly when: (error: CallError, sent: RefusedRequest) => boolean;
  /** Ends the sentence "SERVER …"; `model` is the one asked. */
  readonly words: (model: string) => string;
}

/** The first row that fits decides, so what is named more exactly comes first. */
const rows: readonly Row[] = [
  {
    lack: 'streaming',
    when: (error, { stream }) => stream && refusesStreaming(error),
    words: (model) => `lets only verified organisations stream ${model}: its answers now come whole.`,
  },
  {
    lack: 'responses',
    when: (error, { mayChangeProtocol }) => mayChangeProtocol && isNotThere(error) && !isUnknownModel(error),
    words: () => 'has no Responses API: it is spoken to by Chat Completions.',
  },
  {
    lack: 'stream-usage',
    when: (error, { protocol, stream }) =>
      protocol === 'chat' && stream && names(error, /stream_options|include_usage/),
    words: (model) => `does not tell the tokens of ${model} while it streams: they are estimated.`,
  },
  {
    lack: 'parallel-calls',
    when: (error, { request }) => request.tools.length > 0 && names(error, /parallel_tool_calls/),
    words: (model) => `does not take parallel_tool_calls for ${model}: it is left out.`,
  },
  {
    lack: 'completion-limit',
    when: (error, { request }) => request.maxOutputTokens !== undefined && names(error, /max_completion_tokens/),
    words: (model) => `takes the limit of tokens for ${model} by its older name.`,
  },
  {
    lack: 'effort',
    when: (error, { request }) => request.effort !== undefined && names(error, /reasoning/),
    words: (model) => `takes no effort for ${model}: it is left out.`,
  },
  {
    lack: 'tools',
    when: (error, { request }) =>
      request.tools.length > 0 &&
      /(?:not support|no support for|unsupported).{0,20}\b(?:tools?|function)/i.test(error.text),
    words: (model) => `takes no tools for ${model}: they are told of in words. A model that knows tools works better.`,
  },
  {
    lack: 'json-schema',
    when: (error, { request, lacks }) => !!request.schema && !lacks.has('json-schema') && names(error, formatWords),
    words: (model) => `holds no answer of ${model} to a schema: it is asked for in words.`,
  },
  {
    lack: 'json-object',
    when: (error, { request }) => !!request.schema && names(error, formatWords),
    words: (model) => `holds no answer of ${model} to JSON: it is asked for in words.`,
  },
  {
    lack: 'strict-tools',
    when: (error, { request }) => request.tools.length > 0 && names(error, /strict/),
    words: (model) => `takes no strict tools for ${model}: arguments are checked here alone.`,
  },
];

const formatWords = /response_format|json_schema|json_object|grammar|guided/;

/** What the server lacks by its refusal, with a sentence on what is done about it; `undefined` where it is about something else. */
export function lackBehind(
  error: CallError,
  sent: RefusedRequest,
  service: string,
): { readonly lack: Lack; readonly notice: string } | undefined {
  if (error.type !== 'refused') return undefined;
  const row = rows.find((each) => !sent.lacks.has(each.lack) && each.when(error, sent));
  return row && { lack: row.lack, notice: `${service} ${row.words(sent.request.model)}` };
}

/** A refusal of the request's form that names something. Servers answer 500 as well when their template fails on it. */
function names({ status, param, text }: CallError, what: RegExp): boolean {
  if (status !== 400 && status !== 422 && status !== 500 && status !== 501) return false;
  return what.test(param) || what.test(text);
}

function isNotThere({ status }: CallError): boolean {
  return status === 404 || status === 405 || status === 501;
}
