import type { ServerResponse } from 'node:http';

import type { ApiError } from './apiError';
import { errorBody, serverError } from './apiError';
import type { Fault } from './faults';
import type { ServerSentEvent } from './protocol';

const garbage = '{"type": <garbage>';

/** What an answer needs on its way out. */
export interface Transmission {
  readonly response: ServerResponse;
  readonly signal: AbortSignal;
  readonly fault: Fault | undefined;
}

/** Sends events one by one, and lets the fault strike where it is due, at the latest before the stream ends. */
export async function sendEvents(
  events: Iterable<ServerSentEvent>,
  { response, signal, fault }: Transmission,
  errorEvent: (error: ApiError) => ServerSentEvent,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache' });
  response.flushHeaders();
  const strikesAfter = fault && 'afterEvents' in fault ? fault.afterEvents : undefined;
  let sent = 0;
  let delivered = Promise.resolve();
  const strike = async (): Promise<void> => {
    if (fault?.type === 'garbage-line') response.write(`data: ${garbage}\n\n`);
    if (fault?.type === 'stall-stream') await ended(signal, fault.until);
    if (fault?.type === 'cut-stream') {
      await ended(signal, delivered);
      response.destroy();
    }
    if (fault?.type === 'error-event') {
      response.end(formatEvent(errorEvent(serverError(fault.message, fault.code))));
    }
  };
  const isOver = (): boolean => response.writableEnded || response.destroyed || signal.aborted;
  for (const event of events) {
    if (sent === strikesAfter) await strike();
    if (isOver()) return;
    delivered = write(response, formatEvent(event));
    if (response.writableNeedDrain) await ended(signal, delivered);
    sent += 1;
  }
  if (strikesAfter !== undefined && strikesAfter >= sent) await strike();
  if (!isOver()) response.end();
}

/**
 * Sends a whole answer at once, or says what error to answer with; the faults of a stream have their nearest equivalent.
 */
export async function sendBody(
  body: object,
  status: number,
  { response, signal, fault }: Transmission,
): Promise<ApiError | undefined> {
  const json = JSON.stringify(body);
  if (fault?.type === 'error-event') return serverError(fault.message, fault.code);
  if (fault?.type === 'stall-stream') await ended(signal, fault.until);
  if (signal.aborted) return undefined;
  if (fault?.type === 'cut-stream') {
    response.writeHead(status, jsonHeaders(json));
    await ended(signal, write(response, json.slice(0, json.length / 2)));
    response.destroy();
  } else {
    sendText(response, status, fault?.type === 'garbage-line' ? garbage : json);
  }
  return undefined;
}

/** Sends an error in OpenAI's form. */
export function sendError(response: ServerResponse, error: ApiError): void {
  sendText(response, error.status, JSON.stringify(errorBody(error)));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, jsonHeaders(text));
  response.end(text);
}

function jsonHeaders(text: string): Record<string, string> {
  return { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
}

function formatEvent({ event, data }: ServerSentEvent): string {
  return `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`;
}

/** Resolves when the text is on its way, or can no longer be. */
function write(response: ServerResponse, text: string): Promise<void> {
  return new Promise((resolve) => void response.write(text, () => resolve()));
}

/** Resolves with the promise or at the end of the exchange, whichever is first; without a promise, at the end. */
async function ended(signal: AbortSignal, until?: Promise<void>): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve, reject) => {
    const onAbort = (): void => resolve();
    signal.addEventListener('abort', onAbort, { once: true });
    until?.finally(() => signal.removeEventListener('abort', onAbort)).then(resolve, reject);
  });
}
