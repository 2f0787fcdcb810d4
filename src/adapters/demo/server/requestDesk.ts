import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import type { Result } from '../../../core/util/result';
import { describeError, fail, ok } from '../../../core/util/result';
import { alterAnswer, limitAnswer } from './alterAnswer';
import type { ApiError } from './apiError';
import { invalidRequest, serverError } from './apiError';
import { isAuthorized, withoutSecrets } from './credentials';
import type { Fault, FaultPlan } from './faults';
import type { Latency } from './heldAnswers';
import type { ModelAccess } from './modelAccess';
import { checkAccess } from './modelAccess';
import type { ModelScript, ScriptedAnswer, ScriptedRequest } from './modelScript';
import type { OutgoingAnswer, ProtocolRequest } from './protocol';
import type { RecordedRequest } from './requestLog';
import { RequestLog } from './requestLog';
import { countOutput, estimateTokens, PromptCache, promptText } from './tokens';
import { sendBody, sendEvents } from './transmission';

/** What a desk works with. */
export interface DeskOptions {
  readonly script: ModelScript;
  readonly access: ModelAccess;
  readonly faults: FaultPlan;
  readonly latency: Latency;
  /** Further headers of every answer, for rate limits. */
  readonly responseHeaders: (request: ScriptedRequest, index: number) => Readonly<Record<string, string>>;
}

/** One exchange over HTTP; the signal ends with it. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
}

/** Takes a well-formed request from its arrival to its answer: record, wait, fault or script, write. */
export class RequestDesk {
  readonly log = new RequestLog();
  private readonly cache = new PromptCache();

  constructor(private readonly options: DeskOptions) {}

  /** Answers, or says what error to answer with. */
  async answer(asked: ProtocolRequest, { incoming, response, signal }: Exchange): Promise<ApiError | undefined> {
    const { headers } = incoming;
    const kept = { authorized: isAuthorized(headers), headers: withoutSecrets(headers) };
    const request: ScriptedRequest = { ...asked.content, ...kept, signal };
    const prompt = promptText(asked.content);
    const refusal = checkAccess(asked, this.options.access) ?? asked.refusal;
    const entry = this.log.add({ request, inputTokens: estimateTokens(prompt), refusal });
    setHeaders(response, this.options.responseHeaders(request, entry.index));
    if (refusal) return refusal;

    const fault = this.options.faults(request, entry.index);
    await this.wait(request);
    if (hasEnded(signal)) return undefined;
    if (fault?.type === 'connection-reset') {
      response.socket?.resetAndDestroy();
      return undefined;
    }
    if (fault?.type === 'http-error') {
      setHeaders(response, fault.headers);
      return { status: fault.status, message: fault.message, type: fault.errorType, code: fault.code, param: null };
    }
    const scripted = await this.askScript(request);
    if (hasEnded(signal)) return undefined;
    if (!scripted.ok) return scripted.error;
    return this.send(scripted.value, { asked, entry, prompt, fault, response });
  }

  private async wait(request: ScriptedRequest): Promise<void> {
    const latency = this.options.latency(request);
    if (typeof latency !== 'number') return latency;
    if (latency <= 0) return;
    const elapsed = delay(latency, undefined, { signal: request.signal, ref: false });
    // The client's going is no failure: it is looked at right after.
    await elapsed.catch((error: unknown) => {
      if (!request.signal.aborted) throw error;
    });
  }

  private async askScript(request: ScriptedRequest): Promise<Result<OutgoingAnswer, ApiError>> {
    let answer: ScriptedAnswer;
    try {
      answer = await this.options.script.answer(request);
    } catch (error) {
      return fail(serverError(`The script failed: ${describeError(error)}`, 'script_failed'));
    }
    if (answer.type !== 'refuse-request') return ok(answer);
    return fail(invalidRequest(answer.message, { code: 'not_scripted' }));
  }

  private async send(scripted: OutgoingAnswer, sending: Sending): Promise<ApiError | undefined> {
    const { asked, entry, prompt, fault, response } = sending;
    const { model, signal, stream } = entry.request;
    const answer = alterAnswer(limitAnswer(scripted, asked), fault);
    const cachedTokens = Math.min(this.cache.admit(model, prompt), entry.inputTokens);
    const written = asked.write(answer, {
      model: fault?.type === 'other-model' ? fault.model : model,
      usage: { inputTokens: entry.inputTokens, cachedTokens, ...countOutput(answer) },
    });
    if (!stream) return sendBody(written.body(), written.status, { response, signal, fault });
    await sendEvents(written.events(), { response, signal, fault }, (error) => asked.errorEvent(error));
    return undefined;
  }
}

interface Sending {
  readonly asked: ProtocolRequest;
  readonly entry: RecordedRequest;
  readonly prompt: string;
  readonly fault: Fault | undefined;
  readonly response: ServerResponse;
}

function setHeaders(response: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

/** A function, because the compiler takes a signal that was looked at once to stay as it was. */
function hasEnded(signal: AbortSignal): boolean {
  return signal.aborted;
}
