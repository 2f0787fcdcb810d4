import type { ModelFailure } from '../../core/ports/chatModel';

/** The way out of everything that is about keys, addresses and names of models. */
export const setUpHint = 'Run "Lead/Worker: Set Up Models…".';

/** The user stopped the call. */
export const stopped: ModelFailure = { reason: 'stopped', message: 'Stopped.', retryable: false };

/** The answer ended before the model had finished it. */
export function endedEarly(service: string): ModelFailure {
  return {
    reason: 'interrupted',
    message: `The connection to ${service} ended before the answer was complete. Try again.`,
    retryable: true,
  };
}

/** Nothing came for too long. */
export function stalled(service: string, limitMs: number): ModelFailure {
  return {
    reason: 'interrupted',
    message: `${service} sent nothing for ${Math.round(limitMs / 1000)} seconds; the call was given up. Try again, or choose another model.`,
    retryable: true,
  };
}

/** The answer has neither text nor a tool call. */
export function emptyAnswer(model: string): ModelFailure {
  return {
    reason: 'empty',
    message: `${model} ended without saying anything. Try again, or choose another model.`,
    retryable: true,
  };
}

/** The answer reached the limit of tokens. */
export function cutOff(model: string): ModelFailure {
  return {
    reason: 'cut-off',
    message: `The answer of ${model} was cut off at its limit of output tokens. Ask for less at once, or choose a model with a higher limit.`,
    retryable: false,
  };
}

/** The model, or a filter of its provider's, would not answer. `why` in the model's words, may be empty. */
export function refused(model: string, why: string): ModelFailure {
  const words = why.trim();
  return {
    reason: 'refused',
    message: `${model} declined to answer${words ? `: ${words}` : ' because of its provider’s content rules'}. Reword the goal or the task, or choose another model.`,
    retryable: false,
  };
}

/** The server's answer cannot be read as what its protocol promises. */
export function unreadableAnswer(service: string): ModelFailure {
  return {
    reason: 'malformed',
    message: `${service} answered with something that is not the OpenAI protocol. If it is a compatible server, check its base URL and version. ${setUpHint}`,
    retryable: false,
  };
}

/** Why a request has to be sent again, as the first half of a notice. */
export function repeatNotice(failure: ModelFailure, service: string): string {
  if (failure.reason === 'rate-limited') return `${service} limits the rate of requests.`;
  if (failure.reason === 'unreachable') return `${service} cannot be reached.`;
  return `${service} did not take the request.`;
}
