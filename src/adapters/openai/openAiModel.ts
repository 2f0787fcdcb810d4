import type { ChatEvent, ChatModel, ChatRequest, ModelFailure } from '../../core/ports/chatModel';
import { delayBeforeRepeat } from './backoff';
import { readCallError, type CallError } from './callError';
import { Connections, type Connection, type CredentialsProvider } from './connections';
import { explain, refusesStreaming } from './errorTable';
import { endedEarly, repeatNotice, stalled, stopped } from './failures';
import type { Protocol } from './protocol';
import { isReasoningModel } from './reasoningModels';
import { responsesProtocol } from './responsesProtocol';
import { SilenceWatch } from './silenceWatch';
import { systemTiming, type Timing } from './timing';

/** Remembers models that this organisation may not stream. A `Set` is one; a longer memory may stand behind it. */
export interface UnstreamedModels {
  has(model: string): boolean;
  add(model: string): void;
}

/** How long a connection may be silent before it is given up, in milliseconds. */
export interface SilenceLimits {
  readonly streamedMs: number;
  /** Reasoning models stream nothing while they think. */
  readonly thinkingMs: number;
  /** Without streaming, all of the answer's time is silence. */
  readonly wholeMs: number;
}

/** What the model is made of; all but the credentials have a default. */
export interface OpenAiModelOptions {
  readonly credentials: CredentialsProvider;
  readonly protocol?: Protocol;
  readonly unstreamed?: UnstreamedModels;
  readonly timing?: Timing;
  readonly silence?: SilenceLimits;
  /** How often a call that the server did not take is sent again. */
  readonly maxRetries?: number;
}

const defaultSilence: SilenceLimits = { streamedMs: 120_000, thinkingMs: 300_000, wholeMs: 600_000 };
const defaultMaxRetries = 2;

type Ending = Extract<ChatEvent, { type: 'done' | 'failed' }>;
type AttemptEnding = Ending | { readonly type: 'error'; readonly error: CallError };

interface Attempt {
  readonly connection: Connection;
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  readonly stream: boolean;
}

/** Models of OpenAI and of servers that speak its protocol. */
export class OpenAiModel implements ChatModel {
  private readonly connections: Connections;
  private readonly protocol: Protocol;
  private readonly unstreamed: UnstreamedModels;
  private readonly timing: Timing;
  private readonly silence: SilenceLimits;
  private readonly maxRetries: number;

  constructor(options: OpenAiModelOptions) {
    this.connections = new Connections(options.credentials);
    this.protocol = options.protocol ?? responsesProtocol;
    this.unstreamed = options.unstreamed ?? new Set<string>();
    this.timing = options.timing ?? systemTiming;
    this.silence = options.silence ?? defaultSilence;
    this.maxRetries = options.maxRetries ?? defaultMaxRetries;
  }

  async *respond(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    yield yield* this.carryOut(request, signal);
  }

  /** Sends the request, again where that helps, and answers how it ended. */
  private async *carryOut(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Ending> {
    const resolved = await this.connections.current();
    if (!resolved.ok) return failed(resolved.error);
    const connection = resolved.value;
    const subject = { model: request.model, service: connection.service, apiKey: connection.apiKey };
    let repeats = 0;
    for (;;) {
      if (signal.aborted) return failed(stopped);
      const stream = !this.unstreamed.has(request.model);
      const ending = yield* this.attempt({ connection, request, signal, stream });
      if (ending.type !== 'error') return ending;
      if (stream && refusesStreaming(ending.error)) {
        this.unstreamed.add(request.model);
        yield notice(
          `${subject.service} lets only verified organisations stream ${request.model}: its answers now come whole.`,
        );
        continue;
      }
      const failure = explain(ending.error, subject);
      const delayMs = repeats < this.maxRetries ? delayBeforeRepeat(ending.error, repeats, this.timing) : null;
      if (delayMs === null) return failed(failure);
      repeats++;
      yield notice(
        `${repeatNotice(failure, subject.service)} Sending it again in ${seconds(delayMs)} (${repeats} of ${this.maxRetries}).`,
      );
      if ((await this.timing.sleep(delayMs, signal)) === 'stopped') return failed(stopped);
    }
  }

  /** One request on the wire, watched for a stop and for silence; whatever way it is left, its connection is closed. */
  private async *attempt({ connection, request, signal, stream }: Attempt): AsyncGenerator<ChatEvent, AttemptEnding> {
    const closing = new AbortController();
    const limitMs = this.silenceLimitMs(request.model, stream);
    const watch = new SilenceWatch({
      limitMs,
      timing: this.timing,
      onSilence: () => closing.abort(),
    });
    /** A connection that we closed ourselves looks like one that broke. */
    const whyClosed = (): Ending | null => {
      if (signal.aborted) return failed(stopped);
      return closing.signal.aborted ? failed(stalled(connection.service, limitMs)) : null;
    };
    try {
      const ending = yield* this.protocol.answer(connection.client, request, {
        stream,
        signal: AbortSignal.any([signal, closing.signal]),
        onActivity: () => watch.heard(),
      });
      if (ending.type === 'ended-early') return whyClosed() ?? failed(endedEarly(connection.service));
      return ending.type === 'reported' ? { type: 'error', error: ending.error } : ending;
    } catch (error) {
      return whyClosed() ?? { type: 'error', error: readCallError(error) };
    } finally {
      watch.dispose();
      closing.abort();
    }
  }

  private silenceLimitMs(model: string, stream: boolean): number {
    if (!stream) return this.silence.wholeMs;
    return isReasoningModel(model) ? this.silence.thinkingMs : this.silence.streamedMs;
  }
}

function failed(failure: ModelFailure): Ending {
  return { type: 'failed', failure };
}

function notice(message: string): ChatEvent {
  return { type: 'notice', message };
}

function seconds(delayMs: number): string {
  return `${Math.max(1, Math.round(delayMs / 1000))} s`;
}
