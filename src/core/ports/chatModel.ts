/** What one model call costs, in tokens. `cached` is part of `input`, `reasoning` is part of `output`. */
export interface TokenUsage {
  readonly input: number;
  readonly cached: number;
  readonly output: number;
  readonly reasoning: number;
}

/** No tokens at all: the start of every sum. */
export const noUsage: TokenUsage = { input: 0, cached: 0, output: 0, reasoning: 0 };

/** Adds two usages. */
export function addUsage(one: TokenUsage, other: TokenUsage): TokenUsage {
  return {
    input: one.input + other.input,
    cached: one.cached + other.cached,
    output: one.output + other.output,
    reasoning: one.reasoning + other.reasoning,
  };
}

/** A JSON schema or any other JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A function the model may call. `parameters` is a JSON schema within OpenAI's strict subset. */
export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
}

/** One item of a conversation. `opaque` is a reasoning item as the provider gave it, to be carried back unread. */
export type ChatItem =
  | { readonly type: 'user'; readonly text: string }
  | { readonly type: 'assistant'; readonly text: string }
  | { readonly type: 'reasoning'; readonly opaque: JsonObject }
  | { readonly type: 'tool-call'; readonly callId: string; readonly name: string; readonly arguments: string }
  | { readonly type: 'tool-result'; readonly callId: string; readonly output: string };

/** How hard a reasoning model should think; ignored by models that don't. */
export type ReasoningEffort = 'low' | 'medium' | 'high';

/** One call to a model. `schema` asks for structured output within the strict subset. */
export interface ChatRequest {
  readonly model: string;
  readonly instructions: string;
  readonly items: readonly ChatItem[];
  readonly tools: readonly ToolSpec[];
  readonly schema?: { readonly name: string; readonly schema: JsonObject };
  readonly effort?: ReasoningEffort;
  readonly maxOutputTokens?: number;
}

/** Why a call failed, in the words of the product; `retryable` says whether the same call may succeed later. */
export interface ModelFailure {
  readonly reason:
    | 'no-key'
    | 'unauthorized'
    | 'model-not-found'
    | 'rate-limited'
    | 'quota-exhausted'
    | 'unreachable'
    | 'interrupted'
    | 'server-error'
    | 'bad-request'
    | 'refused'
    | 'cut-off'
    | 'empty'
    | 'malformed'
    | 'stopped';
  /** For people: what happened and what to do next. */
  readonly message: string;
  readonly retryable: boolean;
}

/** What arrives while a model answers. The last event is always `done` or `failed`; nothing is thrown. */
export type ChatEvent =
  | { readonly type: 'text-delta'; readonly text: string }
  | { readonly type: 'done'; readonly items: readonly ChatItem[]; readonly usage: TokenUsage; readonly model: string }
  | { readonly type: 'notice'; readonly message: string }
  | { readonly type: 'failed'; readonly failure: ModelFailure };

/** A provider of models. One port, whatever speaks behind it. */
export interface ChatModel {
  /** Starts a call when iterated. A fired signal closes the connection and ends the stream with `stopped`. */
  respond(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
}
