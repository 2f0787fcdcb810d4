import type { OpenAI } from 'openai';
import type {
  ResponseCompletedEvent,
  ResponseFailedEvent,
  ResponseIncompleteEvent,
  ResponseOutputItem,
  ResponseStreamEvent,
} from 'openai/resources/responses/responses';

import type { ChatEvent, ChatRequest } from '../../core/ports/chatModel';
import type { CallEnding, CallOptions, Protocol } from './protocol';
import { toEnding } from './responsesAnswer';
import { toResponsesRequest } from './responsesRequest';

/** The Responses API of OpenAI. */
export const responsesProtocol: Protocol = {
  answer: (client, request, options) =>
    options.stream ? streamed(client, request, options) : whole(client, request, options),
};

async function* streamed(
  client: OpenAI,
  request: ChatRequest,
  { signal, onHead, onActivity }: CallOptions,
): AsyncGenerator<ChatEvent, CallEnding> {
  const { data: stream, response: head } = await client.responses
    .create({ ...toResponsesRequest(request), stream: true }, { signal })
    .withResponse();
  onHead(head.headers);
  const output: ResponseOutputItem[] = [];
  let ending: CallEnding = { type: 'ended-early' };
  // Read to the very end, past the final event: leaving early would close a connection that the next call can use.
  for await (const event of stream) {
    onActivity();
    if (event.type === 'response.output_text.delta') yield { type: 'text-delta', text: event.delta };
    else if (event.type === 'response.output_item.done') output.push(event.item);
    else if (isFinal(event)) ending = toEnding(event.response, output);
  }
  return ending;
}

async function* whole(
  client: OpenAI,
  request: ChatRequest,
  { signal, onHead, onActivity }: CallOptions,
): AsyncGenerator<ChatEvent, CallEnding> {
  const { data: response, response: head } = await client.responses
    .create({ ...toResponsesRequest(request), stream: false }, { signal })
    .withResponse();
  onHead(head.headers);
  onActivity();
  const ending = toEnding(response, []);
  if (ending.type !== 'done') return ending;
  for (const item of ending.items) if (item.type === 'assistant') yield { type: 'text-delta', text: item.text };
  return ending;
}

type FinalEvent = ResponseCompletedEvent | ResponseFailedEvent | ResponseIncompleteEvent;

/** Whether an event brings the whole response; most others report the progress of its parts. */
function isFinal(event: ResponseStreamEvent): event is FinalEvent {
  return ['response.completed', 'response.incomplete', 'response.failed'].includes(event.type);
}
