import type { ChatEvent, ChatModel, ChatRequest, ModelFailure } from '../../core/ports/chatModel';
import type { HeaderLookup } from '../rate/limits';
import type { CallOutcome } from '../rate/rateGate';
import { RateGates } from '../rate/rateGates';
import { asksTooLong, delayBeforeRepeat } from './backoff';
import { readCallError, type CallError } from './callError';
import { Connections, type Connection, type CredentialsProvider } from './connections';
import { chatProtocol } from './chatProtocol';
import { explain, isLimited, isRateRefusal } from './errorTable';
import { endedEarly, repeatNotice, stalled, stopped } from './failures';
import { allLacks, lackBehind, lackKey, type Lack, type LackMemory, type RefusedRequest } from './lacks';
import type { Protocol } from './protocol';
import { isReasoningModel } from './reasoningModels';
import { responsesProtocol } from './responsesProtocol';
import { SilenceWatch } from './silenceWatch';
import { systemTiming, type Timing } from '../rate/timing';

/** The way to put requests to a server; `auto` is Responses, and Chat Completions where a server other than OpenAI has none. */
export type Api = 'auto' | 'responses' | 'chat-completions';

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
  readonly api?: Api;
  /** What servers were found not to take. A `Set` is one; a longer memory may stand behind it. */
  readonly lacks?: LackMemory;
  readonly timing?: Timing;
  /** Shared with all others that ask the same providers; gates of its own unless given. */
  readonly gates?: RateGates;
  readonly silence?: SilenceLimits;
  /** How often a call that the server did not take is sent again. */
  readonly maxRetries?: number;
}

const defaultSilence: SilenceLimits = { streamedMs: 120_000, thinkingMs: 300_000, wholeMs: 600_000 };
const defaultMaxRetries = 2;

/** How often one call is refused for its rate before that is told: the gate waits longer each time. */
const maxRateRefusals = 10;

const protocols: Readonly<Record<RefusedRequest['protocol'], Protocol>> = {
  responses: responsesProtocol,
  chat: chatProtocol,
};

type Ending = Extract<ChatEvent, { type: 'done' | 'failed' }>;
type AttemptEnding = Ending | { readonly type: 'error'; readonly error: CallError };

interface Attempt {
  readonly connection: Connection;
  readonly request: ChatRequest;
  readonly signal: AbortSignal;
  readonly protocol: RefusedRequest['protocol'];
  readonly stream: boolean;
  readonly lacks: ReadonlySet<Lack>;
}

/** Models of OpenAI and of servers that speak its protocol. */
export class OpenAiModel implements ChatModel {
  private readonly connections: Connections;
  private readonly api: Api;
  private readonly remembered: LackMemory;
  private readonly timing: Timing;
  private readonly gates: RateGates;
  private readonly silence: SilenceLimits;
  private readonly maxRetries: number;

  constructor(options: OpenAiModelOptions) {
    this.connections = new Connections(options.credentials);
    this.api = options.api ?? 'auto';
    this.remembered = options.lacks ?? new Set<string>();
    this.timing = options.timing ?? systemTiming;
    this.gates = options.gates ?? new RateGates(this.timing);
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
    const where = { server: connection.address, model: request.model };
    const known = allLacks.filter((lack) => this.remembered.has(lackKey(lack, where)));
    const lacks = new Set(known);
    let calls = 0;
    let repeats = 0;
    let refusals = 0;
    for (;;) {
      const protocol = this.api === 'chat-completions' || lacks.has('responses') ? 'chat' : 'responses';
      const sent = { protocol, request, stream: !lacks.has('streaming'), lacks } as const;
      const passed = yield* this.throughGate({ connection, signal, ...sent }, calls++ > 0);
      if (passed === 'stopped') return failed(stopped);
      const { ending, isFirstToHear } = passed;
      if (ending.type === 'done') {
        // Only now is it known that leaving something out was what helped.
        for (const lack of lacks) if (!known.includes(lack)) this.remembered.add(lackKey(lack, where));
      }
      if (ending.type !== 'error') return ending;
      const mayChangeProtocol = this.api === 'auto' && protocol === 'responses' && !connection.isOpenAi;
      const lack = lackBehind(ending.error, { ...sent, mayChangeProtocol }, subject.service);
      if (lack) {
        lacks.add(lack.lack);
        yield notice(lack.notice);
        continue;
      }
      const failure = explain(ending.error, subject);
      if (isRateRefusal(ending.error)) {
        // The gate has heard of it, and lets this call through first, in its time.
        if (++refusals > maxRateRefusals || asksTooLong(ending.error, this.timing)) return failed(failure);
        if (isFirstToHear) yield notice(`${repeatNotice(failure, subject.service)} Calls to it wait for their turn.`);
        continue;
      }
      const delayMs = repeats < this.maxRetries ? delayBeforeRepeat(ending.error, repeats, this.timing) : null;
      if (delayMs === null) return failed(failure);
      repeats++;
      yield notice(
        `${repeatNotice(failure, subject.service)} Sending it again in ${seconds(delayMs)} (${repeats} of ${this.maxRetries}).`,
      );
      if ((await this.timing.sleep(delayMs, signal)) === 'stopped') return failed(stopped);
    }
  }

  /** Waits for its turn, makes the attempt, and tells the gate what came of it, whatever way the attempt is left. */
  private async *throughGate(
    attempt: Attempt,
    again: boolean,
  ): AsyncGenerator<ChatEvent, 'stopped' | { readonly ending: AttemptEnding; readonly isFirstToHear: boolean }> {
    const pass = await this.gates.to(attempt.connection).enter(attempt.signal, again);
    if (pass === 'stopped') return 'stopped';
    let head: HeaderLookup | null = null;
    let ending: AttemptEnding | undefined;
    let isFirstToHear: boolean;
    try {
      ending = yield* this.attempt(attempt, (headers) => (head = headers));
    } finally {
      isFirstToHear = pass.leave(outcomeOf(ending, head)) === 'holds';
    }
    return { ending, isFirstToHear };
  }

  /** One request on the wire, watched for a stop and for silence; whatever way it is left, its connection is closed. */
  private async *attempt(
    { connection, request, signal, protocol, stream, lacks }: Attempt,
    onHead: (headers: HeaderLookup) => void,
  ): AsyncGenerator<ChatEvent, AttemptEnding> {
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
      const ending = yield* protocols[protocol].answer(connection.client, request, {
        stream,
        lacks,
        onHead,
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

/** What an attempt says of the provider's limits; nothing where nobody saw its end. */
function outcomeOf(ending: AttemptEnding | undefined, head: HeaderLookup | null): CallOutcome {
  if (ending?.type === 'done') return { type: 'answered', headers: head };
  if (ending?.type !== 'error') return { type: 'other', headers: head };
  return { type: isLimited(ending.error) ? 'limited' : 'other', headers: ending.error.headers ?? head };
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
