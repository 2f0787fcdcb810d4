import type { OpenAI } from 'openai';

import type { ChatEvent, ChatRequest } from '../../core/ports/chatModel';
import type { HeaderLookup } from '../rate/limits';
import type { CallError } from './callError';
import type { Lack } from './lacks';

/** How a call is to be made. `signal` closes the connection, without a word when it fires amid a stream. */
export interface CallOptions {
  readonly stream: boolean;
  /** What is to be left out of the request. */
  readonly lacks: ReadonlySet<Lack>;
  readonly signal: AbortSignal;
  /** To be called with the head of the answer, once there is one. */
  readonly onHead: (headers: HeaderLookup) => void;
  /** To be called whenever anything arrives, even what is of no further use. */
  readonly onActivity: () => void;
}

/** How a call ended: in an event to pass on, in an error the provider reported, or before it was complete. */
export type CallEnding =
  | Extract<ChatEvent, { type: 'done' | 'failed' }>
  | { readonly type: 'reported'; readonly error: CallError }
  | { readonly type: 'ended-early' };

/**
 * One way to put a request to a server: the Responses API, or Chat Completions. It maps requests and answers and knows nothing
 * of keys, repeating or waiting. Yields deltas, returns the ending, and throws what the SDK throws.
 */
export interface Protocol {
  answer(client: OpenAI, request: ChatRequest, options: CallOptions): AsyncGenerator<ChatEvent, CallEnding>;
}
