import type { ScriptedRequest } from './modelScript';

/** What goes wrong with one answer. `afterEvents` counts the server-sent events that still arrive before it. */
export type Fault =
  | HttpErrorFault
  | { readonly type: 'connection-reset' }
  /** The connection breaks in the middle of the answer. */
  | { readonly type: 'cut-stream'; readonly afterEvents: number }
  /** No further event comes until `until` resolves; without it, until either side closes. */
  | { readonly type: 'stall-stream'; readonly afterEvents: number; readonly until?: Promise<void> }
  /** A line that is no JSON stands between the events; unstreamed, the whole body is none. */
  | { readonly type: 'garbage-line'; readonly afterEvents: number }
  /** The stream ends with an error event; unstreamed, it is a 500. */
  | { readonly type: 'error-event'; readonly afterEvents: number; readonly code: string; readonly message: string }
  /** The response is made, and has failed. */
  | { readonly type: 'failed-response'; readonly code: string; readonly message: string }
  /** The arguments of every call, or the text where there is none, break off before their end. */
  | { readonly type: 'malformed-arguments' }
  /** The answer names another model than was asked for. */
  | { readonly type: 'other-model'; readonly model: string }
  | { readonly type: 'empty-output' };

/** An HTTP error in place of an answer. Made by {@link httpError}. */
export interface HttpErrorFault {
  readonly type: 'http-error';
  readonly status: number;
  readonly message: string;
  readonly errorType: string;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** Decides, request by request, whether something goes wrong. `index` counts the recorded requests from 0. */
export type FaultPlan = (request: ScriptedRequest, index: number) => Fault | undefined;

/** The statuses that have usual words. */
export type FaultStatus = 401 | 403 | 404 | 408 | 409 | 429 | 500 | 503;

/** What to change about the usual error of a status. */
export interface HttpErrorDetails {
  readonly retryAfterSeconds?: number;
  readonly message?: string;
  readonly errorType?: string;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type UsualError = readonly [message: string, errorType: string, code: string | null];
const usualErrors: Readonly<Record<FaultStatus, UsualError>> = {
  401: ['Incorrect API key provided.', 'invalid_request_error', 'invalid_api_key'],
  403: ['Country, region, or territory not supported.', 'request_forbidden', 'unsupported_country_region_territory'],
  404: ['The requested resource was not found.', 'invalid_request_error', null],
  408: ['The request timed out.', 'timeout', null],
  409: ['The request conflicted with another one.', 'conflict', null],
  429: ['Rate limit reached for requests.', 'requests', 'rate_limit_exceeded'],
  500: ['The server had an error while processing your request.', 'server_error', null],
  503: ['The engine is currently overloaded, please try again later.', 'service_unavailable', null],
};

/** The usual error of a status, with whatever a test wants otherwise. */
export function httpError(status: FaultStatus, details: HttpErrorDetails = {}): HttpErrorFault {
  const [message, errorType, code] = usualErrors[status];
  const retryAfter = details.retryAfterSeconds;
  return {
    type: 'http-error',
    status,
    message: details.message ?? message,
    errorType: details.errorType ?? errorType,
    code: details.code ?? code,
    headers: { ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }), ...details.headers },
  };
}

/** Something goes wrong with the first `count` requests and with none after. */
export function forFirst(count: number, fault: Fault): FaultPlan {
  return (_request, index) => (index < count ? fault : undefined);
}

/** Something goes wrong with every request that fits. */
export function whenever(fits: (request: ScriptedRequest) => boolean, fault: Fault): FaultPlan {
  return (request) => (fits(request) ? fault : undefined);
}

/** Something goes wrong once, with the first request that fits. */
export function once(fits: (request: ScriptedRequest) => boolean, fault: Fault): FaultPlan {
  let isSpent = false;
  return (request) => {
    if (isSpent || !fits(request)) return undefined;
    isSpent = true;
    return fault;
  };
}

/** The first of several plans that has a fault for a request decides. */
export function firstOf(...plans: readonly FaultPlan[]): FaultPlan {
  return (request, index) => {
    // Every plan is asked only until one answers, so that a fault meant to happen once is not spent unseen.
    for (const plan of plans) {
      const fault = plan(request, index);
      if (fault) return fault;
    }
    return undefined;
  };
}
