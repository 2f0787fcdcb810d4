import type { ApiError } from './apiError';
import type { RequestContent, ScriptedAnswer } from './modelScript';

/** One server-sent event as it goes over the wire. */
export interface ServerSentEvent {
  /** The Responses API names its events, Chat Completions does not. */
  readonly event?: string;
  readonly data: string;
}

/** What goes out in place of a script's answer: nothing at all, or a failure that the protocol reports in its own way. */
export type OutgoingAnswer =
  | Exclude<ScriptedAnswer, { readonly type: 'refuse-request' }>
  | { readonly type: 'empty' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string };

/** Tokens of one request, estimated from the true sizes. */
export interface TokenUsage {
  readonly inputTokens: number;
  /** The part of the input that an earlier request to the same model began with. */
  readonly cachedTokens: number;
  /** Reasoning included. */
  readonly outputTokens: number;
  readonly reasoningTokens: number;
}

/** What else an answer needs to be written down. */
export interface AnswerFrame {
  /** The model that the answer claims to be from. */
  readonly model: string;
  readonly usage: TokenUsage;
}

/** An answer in both of its shapes; only the one asked for is made. */
export interface WrittenAnswer {
  readonly status: number;
  readonly body: () => object;
  readonly events: () => Iterable<ServerSentEvent>;
}

/** A well-formed request of either protocol, able to write its own answer. */
export interface ProtocolRequest {
  readonly content: RequestContent;
  /** Set when the request is well-formed, but OpenAI would still turn it down. */
  readonly refusal: ApiError | undefined;
  /** The client's limit on output tokens. */
  readonly maxOutputTokens: number | undefined;
  /** False where the client wants at most one call an answer. */
  readonly parallelCalls: boolean;
  /** The client wants reasoning back in a form it can carry. */
  readonly wantsSealedReasoning: boolean;
  write(answer: OutgoingAnswer, frame: AnswerFrame): WrittenAnswer;
  /** The event that reports an error in the middle of a stream. */
  errorEvent(error: ApiError): ServerSentEvent;
}
