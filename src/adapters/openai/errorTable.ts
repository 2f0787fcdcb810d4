import type { ModelFailure } from '../../core/ports/chatModel';
import type { CallError } from './callError';
import { endedEarly, refused, setUpHint, unreadableAnswer } from './failures';
import { maskKey } from './maskKey';

/** What a failed call was about: the words for its message. `apiKey` is there to be masked. */
export interface CallSubject {
  readonly model: string;
  readonly service: string;
  readonly apiKey: string;
}

interface Row {
  readonly when: (error: CallError) => boolean;
  /** `said` is the provider's text, masked and cut, in brackets after a space, or empty. */
  readonly then: (subject: CallSubject, said: string) => ModelFailure;
}

const providerTextLimit = 300;

/** The first row that fits decides. Codes come before statuses: servers agree on the former and vary in the latter. */
const rows: readonly Row[] = [
  {
    when: (error) => error.status === 401,
    // Not a word of the server's: this is the answer that echoes keys.
    then: ({ service }) => failure('unauthorized', `${service} does not accept the API key. ${setUpHint}`),
  },
  {
    when: (error) => isQuota(error),
    then: ({ service }, said) =>
      failure(
        'quota-exhausted',
        `The account at ${service} has no credit left or has reached its spending limit${said}. Add credit or raise the limit there, then try again.`,
      ),
  },
  {
    when: (error) => isTooLargeForRate(error),
    then: ({ service, model }, said) =>
      failure(
        'rate-limited',
        `One request for ${model} is larger than ${service} allows this account per minute${said}. Waiting does not help: choose another model or raise the account's limit.`,
      ),
  },
  {
    when: (error) => error.status === 429 || error.code === 'rate_limit_exceeded',
    then: ({ service }, said) =>
      passing(
        'rate-limited',
        `${service} limits the rate of requests and refused this one${said}. Wait a little and try again, or run fewer workers at once.`,
      ),
  },
  {
    when: (error) => isUnknownModel(error),
    then: ({ service, model }, said) =>
      failure(
        'model-not-found',
        `${service} has no model "${model}", or this key may not use it${said}. ${setUpHint} There you can choose another.`,
      ),
  },
  {
    when: (error) => error.status === 403,
    then: ({ service }, said) =>
      failure(
        'unauthorized',
        `${service} forbids this call${said}. Check what the key and its project may do, or enter another. ${setUpHint}`,
      ),
  },
  {
    when: ({ code }) => /content_policy|content_filter|policy_violation|invalid_prompt|bio_policy/.test(code),
    then: ({ model }, said) => refused(model, said.replace(/^ \(|\)$/g, '')),
  },
  {
    when: (error) => error.code === 'context_length_exceeded' || /context (?:length|window)/i.test(error.text),
    then: ({ model }) =>
      failure(
        'bad-request',
        `The conversation is longer than ${model} can read. Split the task, or choose a model that reads more.`,
      ),
  },
  {
    // A 404 about a parameter is from the right address: something in the request is not there.
    when: ({ status, param }) => (status === 404 && param === '') || (status !== null && status < 400),
    then: ({ service }, said) =>
      failure(
        'bad-request',
        `${service} answers, but not at this address${said}. Check the base URL, which usually ends in /v1: neither the Responses API nor Chat Completions may be there. ${setUpHint}`,
      ),
  },
  {
    when: (error) => error.status === 408,
    then: ({ service }) => passing('interrupted', `${service} gave up waiting for the request. Try again.`),
  },
  {
    when: (error) => error.status === 409 || (error.status ?? 0) >= 500 || isServersFault(error),
    then: ({ service }, said) =>
      passing('server-error', `${service} failed or is overloaded${said}. Try again in a minute.`),
  },
  {
    when: (error) => error.status !== null || error.type === 'reported',
    then: ({ service, model }, said) =>
      failure(
        'bad-request',
        `${service} refused the request for ${model}${said}. Another model may take it. ${setUpHint}`,
      ),
  },
  {
    when: (error) => isCertificate(error),
    then: ({ service }, said) =>
      failure(
        'unreachable',
        `The certificate of ${service} is not trusted here${said}. Behind a company proxy, set "http.proxy" or add the proxy's certificate to the system.`,
      ),
  },
  {
    when: ({ type, code }) => type === 'unconnected' && (code === 'ENOTFOUND' || code === 'EAI_AGAIN'),
    then: ({ service }) =>
      passing(
        'unreachable',
        `The address of ${service} cannot be found. Check the network, the proxy ("http.proxy") and the base URL.`,
      ),
  },
  {
    when: ({ type, code }) => type === 'unconnected' && code === 'ECONNREFUSED',
    then: ({ service }) =>
      passing('unreachable', `Nothing answers at ${service}. Start the server there, or choose another. ${setUpHint}`),
  },
  {
    when: ({ type }) => type === 'unconnected',
    then: ({ service }, said) =>
      passing(
        'unreachable',
        `No connection to ${service}${said}. Check the network and the proxy ("http.proxy"), then try again.`,
      ),
  },
  { when: ({ type }) => type === 'unreadable', then: ({ service }) => unreadableAnswer(service) },
];

/** Every failed call in the words of the product. */
export function explain(error: CallError, subject: CallSubject): ModelFailure {
  const said = quote(maskKey(error.text, subject.apiKey));
  const row = rows.find((candidate) => candidate.when(error));
  return row ? row.then(subject, said) : endedEarly(subject.service);
}

/** What the server said, in brackets after a space; nothing for a web page that stands in for an error. */
function quote(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (line === '' || line.startsWith('<')) return '';
  return ` (${line.length > providerTextLimit ? `${line.slice(0, providerTextLimit)}…` : line})`;
}

/** Whether the same request may succeed when sent again by itself, before anything of an answer has come. */
export function isWorthRepeating(error: CallError): boolean {
  if (error.type === 'unconnected') return !isCertificate(error);
  if (error.type !== 'refused' || isQuota(error) || isTooLargeForRate(error)) return false;
  const status = error.status ?? 0;
  return status === 408 || status === 409 || status === 429 || status >= 500;
}

/** Whether a call was refused for its rate alone: the same one is taken later. */
export function isRateRefusal(error: CallError): boolean {
  return error.status === 429 && isWorthRepeating(error);
}

/** Whether a refusal says that the provider takes fewer calls now: for their rate, or because it is overloaded (529 is Anthropic's). */
export function isLimited(error: CallError): boolean {
  return isRateRefusal(error) || (error.type === 'refused' && (error.status === 503 || error.status === 529));
}

/** Whether the provider asks for the same call without streaming: its organisation is not verified for this model. */
export function refusesStreaming(error: CallError): boolean {
  if (error.status !== 400 && error.status !== 403) return false;
  return (
    (error.param === 'stream' && error.code === 'unsupported_value') || /must be verified to stream/i.test(error.text)
  );
}

function failure(reason: ModelFailure['reason'], message: string): ModelFailure {
  return { reason, message, retryable: false };
}

function passing(reason: ModelFailure['reason'], message: string): ModelFailure {
  return { reason, message, retryable: true };
}

function isQuota({ status, code }: CallError): boolean {
  return status === 402 || /insufficient_quota|billing|quota_exceeded/.test(code);
}

function isTooLargeForRate({ status, text }: CallError): boolean {
  return status === 429 && /request too large/i.test(text);
}

/** Whether a refusal is about the model's name, and not about the address. */
export function isUnknownModel({ status, code, param, text }: CallError): boolean {
  if (/model_not_found|model_not_available|model_deprecated/.test(code)) return true;
  if (status === 404) return param === 'model' || /\bmodel\b/i.test(text);
  return status === 400 && param === 'model';
}

function isServersFault({ type, code }: CallError): boolean {
  return type === 'reported' && /server_error|overloaded|timeout/.test(code);
}

function isCertificate({ code }: CallError): boolean {
  return /CERT|SIGNATURE|SELF_SIGNED|ERR_TLS/.test(code);
}
