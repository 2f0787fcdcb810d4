import * as vscode from 'vscode';

import type { ChatEvent, ChatItem, ChatModel, ChatRequest, ModelFailure, TokenUsage } from '../../core/ports/chatModel';
import { emptyAnswer, stalled, stopped } from '../openai/failures';
import { SilenceWatch } from '../openai/silenceWatch';
import { RateGate, type CallOutcome, type Pass } from '../rate/rateGate';
import type { Timing } from '../rate/timing';
import { itemsOf, type AnswerPart } from './answer';
import { toEditorRequest, type EditorRequest } from './conversation';
import { messagesOf, optionsOf, readPart } from './editorParts';
import { explainEditorError, notOffered } from './errors';
import { editorModelName, parseEditorModel, type EditorModelName } from '../../core/util/editorModels';
import { TokenCounts } from './tokenCounts';

/** What the adapter needs of the editor beside its models. */
export interface EditorModelOptions {
  readonly timing: Timing;
  /** What the user has let us do; asked before each call. */
  readonly access: Pick<vscode.LanguageModelAccessInformation, 'canSendRequest'>;
  /** Calls at once to the models of one extension. */
  readonly parallel: () => number | undefined;
}

/** Workers spend the user's own quota here, and the models' makers ask for restraint. */
const politeParallel = 2;
const silenceMs = 300_000;
const maxRetries = 2;

type Ending = Extract<ChatEvent, { type: 'done' | 'failed' }>;
type FailedEnding = Extract<ChatEvent, { type: 'failed' }>;

interface Call {
  readonly request: ChatRequest;
  readonly name: EditorModelName;
  readonly signal: AbortSignal;
}

/** The models that the editor offers, whoever stands behind them. */
export class EditorModel implements ChatModel {
  private readonly gates = new Map<string, RateGate>();
  private readonly counts = new TokenCounts();

  constructor(private readonly options: EditorModelOptions) {}

  async *respond(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    yield yield* this.carryOut(request, signal);
  }

  private async *carryOut(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent, Ending> {
    const name = parseEditorModel(request.model);
    if (!name) return failed(notOffered(request.model));
    const gate = this.gateTo(name.vendor);
    for (let repeats = 0; ; repeats++) {
      const pass = await gate.enter(signal, repeats > 0);
      if (pass === 'stopped') return failed(stopped);
      const ending = yield* this.attempt({ request, name, signal }, pass);
      const mayRepeat = ending.type === 'failed' && ending.failure.reason === 'rate-limited' && repeats < maxRetries;
      if (!mayRepeat) return ending;
      const message = `${name.vendor} limits the rate of requests. It is asked again in its time (${repeats + 1} of ${maxRetries}).`;
      yield { type: 'notice', message };
    }
  }

  private gateTo(vendor: string): RateGate {
    const parallel = this.options.parallel() ?? politeParallel;
    const key = `${vendor} ${parallel}`;
    const known = this.gates.get(key);
    if (known) return known;
    const gate = new RateGate({ timing: this.options.timing, parallel, most: parallel });
    this.gates.set(key, gate);
    return gate;
  }

  private async *attempt(call: Call, pass: Pass): AsyncGenerator<ChatEvent, Ending> {
    let outcome: CallOutcome['type'] = 'other';
    try {
      const model = await this.offered(call);
      const ending = 'failure' in model ? model : yield* this.ask(model.model, call);
      if (ending.type === 'done') outcome = 'answered';
      else if (ending.failure.reason === 'rate-limited') outcome = 'limited';
      return ending;
    } finally {
      pass.leave({ type: outcome, headers: null });
    }
  }

  /** The model behind a name, if the editor offers it and the user has not said no to it. */
  private async offered({ request, name }: Call): Promise<{ readonly model: vscode.LanguageModelChat } | FailedEnding> {
    try {
      const [model] = await vscode.lm.selectChatModels(name);
      if (!model) return failed(notOffered(request.model));
      if (this.options.access.canSendRequest(model) !== false) return { model };
      return failed(explainEditorError(vscode.LanguageModelError.NoPermissions(), request.model, name.vendor));
    } catch (error) {
      return failed(explainEditorError(error, request.model, name.vendor));
    }
  }

  /** One call, watched for a stop and for silence. */
  private async *ask(model: vscode.LanguageModelChat, { request, signal }: Call): AsyncGenerator<ChatEvent, Ending> {
    if (signal.aborted) return failed(stopped);
    const source = new vscode.CancellationTokenSource();
    const onAbort = (): void => source.cancel();
    signal.addEventListener('abort', onAbort, { once: true });
    let isSilent = false;
    const watch = new SilenceWatch({
      limitMs: silenceMs,
      timing: this.options.timing,
      onSilence: () => {
        isSilent = true;
        source.cancel();
      },
    });
    const whyClosed = (): ModelFailure | undefined => {
      if (signal.aborted) return stopped;
      return isSilent ? stalled(model.vendor, silenceMs) : undefined;
    };
    try {
      const asked = toEditorRequest(request);
      const response = await model.sendRequest(messagesOf(asked), optionsOf(asked), source.token);
      const parts: AnswerPart[] = [];
      for await (const part of response.stream) {
        watch.heard();
        const read = readPart(part);
        if (!read) continue;
        parts.push(read);
        if (read.type === 'text') yield { type: 'text-delta', text: read.text };
      }
      const why = whyClosed();
      if (why) return failed(why);
      const items = itemsOf(parts, request);
      if (items.length === 0) return failed(emptyAnswer(request.model));
      const usage = await this.usageOf({ model, asked, items }, source.token);
      return { type: 'done', items, usage, model: editorModelName(model) };
    } catch (error) {
      return failed(whyClosed() ?? explainEditorError(error, request.model, model.vendor));
    } finally {
      watch.dispose();
      signal.removeEventListener('abort', onAbort);
      // Ends the request where the answer is no longer wanted.
      source.cancel();
      source.dispose();
    }
  }

  /** Nobody tells what a call took: it is counted, each message once. */
  private async usageOf(
    call: {
      readonly model: vscode.LanguageModelChat;
      readonly asked: EditorRequest;
      readonly items: readonly ChatItem[];
    },
    token: vscode.CancellationToken,
  ): Promise<TokenUsage> {
    const { model, asked, items } = call;
    const count = (text: string): Thenable<number> => model.countTokens(text, token);
    const texts = [asked.instructions, ...asked.tools.map((tool) => JSON.stringify(tool))];
    const sent = asked.messages.flatMap((message) => message.items);
    const [fixed, conversation, output] = await Promise.all([
      this.counts.ofTexts(texts, count),
      this.counts.ofItems(sent, count),
      this.counts.ofItems(items, count),
    ]);
    return { input: fixed + conversation, cached: 0, output, reasoning: 0 };
  }
}

function failed(failure: ModelFailure): FailedEnding {
  return { type: 'failed', failure };
}
