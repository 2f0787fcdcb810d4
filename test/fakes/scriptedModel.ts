import type {
  ChatEvent,
  ChatItem,
  ChatModel,
  ChatRequest,
  JsonObject,
  ModelFailure,
  TokenUsage,
} from '../../src/core/ports/chatModel';
import { conversationIssue } from './conversationIssue';

/** A function call of a scripted reply; arguments given as text go out as they are. */
export interface ScriptedToolCall {
  readonly name: string;
  readonly arguments: JsonObject | string;
}

/** What the script lets the model answer. Usage and model are made up where they are left out. */
export interface ScriptedReply {
  readonly notice?: string;
  readonly text?: string;
  readonly calls?: readonly ScriptedToolCall[];
  /** Ends the answer, after the notice and the text. */
  readonly failure?: ModelFailure;
  readonly usage?: Partial<TokenUsage>;
  readonly model?: string;
}

/** Answers from the request alone; `undefined` refuses it. `index` counts the requests from 0. */
export type ReplyScript = (request: ChatRequest, index: number) => ScriptedReply | undefined;

/** A call that has arrived and waits for its release. */
export interface HeldCall {
  readonly request: ChatRequest;
  release(): void;
}

/** Picks requests. */
export type RequestFilter = (request: ChatRequest) => boolean;

const madeUpUsage: TokenUsage = { input: 100, cached: 0, output: 10, reasoning: 0 };
const stopped: ModelFailure = { reason: 'stopped', message: 'Stopped.', retryable: false };

/**
 * A `ChatModel` that answers from a function: at once, or, where `hold` says so, when the test lets it. What was not scripted
 * it refuses, and so it does with conversations that a provider would not take.
 */
export class ScriptedModel implements ChatModel {
  /** Every request, in the order of arrival. */
  readonly requests: ChatRequest[] = [];
  /** Why requests were refused; a test of a good way ends with none. */
  readonly refusals: string[] = [];
  private readonly waiting = new Set<HeldCall>();
  private readonly watchers = new Set<() => void>();

  constructor(
    private readonly script: ReplyScript,
    private readonly hold: RequestFilter = () => false,
  ) {}

  /** The requests that wait now, in the order of their arrival. */
  get held(): readonly ChatRequest[] {
    return [...this.waiting].map(({ request }) => request);
  }

  async *respond(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    // A copy, so that what a caller adds to its list later is not taken for what it sent.
    const sent = { ...request, items: [...request.items] };
    const index = this.requests.length;
    if (!signal.aborted) {
      this.requests.push(sent);
      if (this.hold(sent)) await this.holdBack(sent, signal);
    }
    if (signal.aborted) yield { type: 'failed', failure: stopped };
    else yield* this.answer(sent, index);
  }

  /** Resolves with the first waiting call that fits, at once or when it arrives. */
  async waitFor(fits: RequestFilter = () => true): Promise<HeldCall> {
    for (;;) {
      const present = [...this.waiting].find(({ request }) => fits(request));
      if (present) return present;
      await this.nextArrival();
    }
  }

  /** Resolves when so many calls wait at the same time. */
  async waitForCount(count: number): Promise<readonly ChatRequest[]> {
    while (this.waiting.size < count) await this.nextArrival();
    return this.held;
  }

  private *answer(request: ChatRequest, index: number): Generator<ChatEvent> {
    const issue = conversationIssue(request);
    const reply = issue === null ? this.script(request, index) : undefined;
    if (reply) {
      yield* eventsOf(reply, request, index);
      return;
    }
    const message = issue ?? `The script has no answer to ${JSON.stringify(request.items.at(-1))}.`;
    this.refusals.push(message);
    yield { type: 'failed', failure: { reason: 'bad-request', message, retryable: false } };
  }

  private holdBack(request: ChatRequest, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const release = (): void => {
        this.waiting.delete(call);
        signal.removeEventListener('abort', release);
        resolve();
      };
      const call: HeldCall = { request, release };
      this.waiting.add(call);
      signal.addEventListener('abort', release, { once: true });
      for (const watcher of [...this.watchers]) watcher();
    });
  }

  private nextArrival(): Promise<void> {
    return new Promise((resolve) => {
      const watcher = (): void => {
        this.watchers.delete(watcher);
        resolve();
      };
      this.watchers.add(watcher);
    });
  }
}

function* eventsOf(reply: ScriptedReply, request: ChatRequest, index: number): Generator<ChatEvent> {
  const { notice, text, calls = [], failure, usage } = reply;
  if (notice !== undefined) yield { type: 'notice', message: notice };
  // Two deltas, for whoever takes the first for all.
  const middle = Math.ceil((text ?? '').length / 2);
  for (const part of [text?.slice(0, middle), text?.slice(middle)]) if (part) yield { type: 'text-delta', text: part };
  if (failure) {
    yield { type: 'failed', failure };
    return;
  }
  const items: ChatItem[] = [{ type: 'reasoning', opaque: { thought: index } }];
  if (text !== undefined) items.push({ type: 'assistant', text });
  for (const [place, call] of calls.entries()) {
    const callArguments = typeof call.arguments === 'string' ? call.arguments : JSON.stringify(call.arguments);
    items.push({ type: 'tool-call', callId: `call-${index}-${place}`, name: call.name, arguments: callArguments });
  }
  yield { type: 'done', items, usage: { ...madeUpUsage, ...usage }, model: reply.model ?? request.model };
}
