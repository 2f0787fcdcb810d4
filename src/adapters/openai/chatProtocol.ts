import type { OpenAI } from 'openai';

import type { ChatEvent, ChatRequest } from '../../core/ports/chatModel';
import { GatheredAnswer } from './chatAnswer';
import { toChatRequest } from './chatRequest';
import type { CallEnding, CallOptions, Protocol } from './protocol';

/** Chat Completions, which every compatible server speaks, each a little otherwise. */
export const chatProtocol: Protocol = {
  answer: (client, request, options) =>
    options.stream ? streamed(client, request, options) : whole(client, request, options),
};

async function* streamed(
  client: OpenAI,
  request: ChatRequest,
  options: CallOptions,
): AsyncGenerator<ChatEvent, CallEnding> {
  const body = toChatRequest(request, formOf(client, options));
  const { data: stream, response: head } = await client.chat.completions
    .create({ ...body, stream: true }, { signal: options.signal })
    .withResponse();
  options.onHead(head.headers);
  const answer = new GatheredAnswer(request);
  // Read to the very end, past the last choice: usage comes after it, and leaving early would close a connection that the next call can use.
  for await (const chunk of stream) {
    options.onActivity();
    const text = answer.add(chunk);
    if (text !== '') yield { type: 'text-delta', text };
  }
  return answer.end();
}

async function* whole(
  client: OpenAI,
  request: ChatRequest,
  options: CallOptions,
): AsyncGenerator<ChatEvent, CallEnding> {
  const body = toChatRequest(request, formOf(client, options));
  const { data: completion, response: head } = await client.chat.completions
    .create({ ...body, stream: false }, { signal: options.signal })
    .withResponse();
  options.onHead(head.headers);
  options.onActivity();
  const answer = new GatheredAnswer(request);
  const text = answer.addWhole(completion);
  if (text !== '') yield { type: 'text-delta', text };
  return answer.end();
}

function formOf(client: OpenAI, { stream, lacks }: CallOptions): Parameters<typeof toChatRequest>[1] {
  const { hostname } = new URL(client.baseURL);
  return { stream, lacks, schemaBesideTools: hostname === 'api.openai.com' || hostname.endsWith('.openai.azure.com') };
}
