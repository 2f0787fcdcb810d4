import type { ApiError } from '../apiError';
import { newIdentifier, unixSeconds } from '../identifiers';
import type { OutgoingAnswer, ServerSentEvent, WrittenAnswer } from '../protocol';
import { itemEvents } from './itemEvents';
import type { OutputItem } from './outputItems';
import { outputItems } from './outputItems';
import type { ResponseFrame, WireResponse } from './responseBody';
import { openResponse, responseUsage } from './responseBody';

/** Writes an answer as a response object, or as the events in which that object comes into being. */
export function writeResponse(answer: OutgoingAnswer, frame: ResponseFrame): WrittenAnswer {
  const opened = openResponse(newIdentifier('resp'), unixSeconds(), frame);
  const items = outputItems(answer, frame.body);
  const closed = closeResponse(answer, { opened, items, frame });
  return { status: 200, body: () => closed, events: () => responseEvents(opened, items, closed) };
}

/** The event that ends a stream with an error. */
export function responseErrorEvent({ code, message, param }: ApiError): ServerSentEvent {
  // The number is out of order: the stream it breaks into is lost anyway, and clients do not look at it.
  return named({ type: 'error', code, message, param, sequence_number: 0 });
}

type WireEvent = Readonly<Record<string, unknown>> & { readonly type: string };

interface ResponseParts {
  readonly opened: WireResponse;
  readonly items: readonly OutputItem[];
  readonly frame: ResponseFrame;
}

function closeResponse(answer: OutgoingAnswer, { opened, items, frame }: ResponseParts): WireResponse {
  const output = [...items];
  if (answer.type === 'failed') {
    // The SDK's type lists the codes it knows; a fault may send any.
    const error = { code: answer.code, message: answer.message } as NonNullable<WireResponse['error']>;
    return { ...opened, status: 'failed', output, error };
  }
  const usage = responseUsage(frame.usage);
  if (answer.type === 'incomplete') {
    return { ...opened, status: 'incomplete', output, incomplete_details: { reason: 'max_output_tokens' }, usage };
  }
  return { ...opened, status: 'completed', completed_at: unixSeconds(), output, usage };
}

function* responseEvents(
  opened: WireResponse,
  items: readonly OutputItem[],
  closed: WireResponse,
): Generator<ServerSentEvent> {
  let sequenceNumber = 0;
  const number = (event: WireEvent): ServerSentEvent => named({ ...event, sequence_number: sequenceNumber++ });
  yield number({ type: 'response.created', response: opened });
  yield number({ type: 'response.in_progress', response: opened });
  for (const [index, item] of items.entries()) {
    for (const event of itemEvents(item, index)) yield number(event);
  }
  yield number({ type: `response.${closed.status ?? 'completed'}`, response: closed });
}

function named(event: WireEvent): ServerSentEvent {
  return { event: event.type, data: JSON.stringify(event) };
}
