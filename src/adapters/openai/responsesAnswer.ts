import type {
  Response,
  ResponseOutputItem,
  ResponseOutputMessage,
  ResponseReasoningItem,
  ResponseUsage,
} from 'openai/resources/responses/responses';

import { noUsage, type ChatItem, type TokenUsage } from '../../core/ports/chatModel';
import { reportedError } from './callError';
import { cutOff, emptyAnswer, refused } from './failures';
import type { CallEnding } from './protocol';

/** What an answer comes to once all of it is there. `output` is what the stream brought, for servers that don't repeat it. */
export function toEnding(response: Response, output: readonly ResponseOutputItem[]): CallEnding {
  if (response.status === 'failed') {
    return {
      type: 'reported',
      error: reportedError(response.error?.code ?? 'server_error', response.error?.message ?? ''),
    };
  }
  if (response.status === 'incomplete') {
    const filtered = response.incomplete_details?.reason === 'content_filter';
    return { type: 'failed', failure: filtered ? refused(response.model, '') : cutOff(response.model) };
  }
  // Compatible servers may leave the status out of a complete answer.
  if (response.status !== 'completed' && response.status !== undefined) return { type: 'ended-early' };
  return completed(response, response.output.length > 0 ? response.output : output);
}

function completed(response: Response, output: readonly ResponseOutputItem[]): CallEnding {
  const refusal = output.flatMap((item) => (item.type === 'message' ? refusalsOf(item) : []));
  if (refusal.length > 0) return { type: 'failed', failure: refused(response.model, refusal.join(' ')) };
  const items = output.flatMap(toChatItems);
  const says = items.some(
    (item) => item.type === 'tool-call' || (item.type === 'assistant' && item.text.trim() !== ''),
  );
  if (!says) return { type: 'failed', failure: emptyAnswer(response.model) };
  return { type: 'done', items, usage: toUsage(response.usage), model: response.model };
}

function refusalsOf(message: ResponseOutputMessage): readonly string[] {
  return message.content.flatMap((part) => (part.type === 'refusal' ? [part.refusal] : []));
}

/** The items we know, in order. Arguments stay the text they are: whether they can be read is the tool's to say. */
function toChatItems(item: ResponseOutputItem): readonly ChatItem[] {
  if (item.type === 'reasoning') return item.encrypted_content ? [{ type: 'reasoning', opaque: toOpaque(item) }] : [];
  if (item.type === 'function_call') {
    return [{ type: 'tool-call', callId: item.call_id, name: item.name, arguments: item.arguments }];
  }
  // All other items are of the provider's own tools, which we never offer.
  if (item.type !== 'message') return [];
  const text = item.content.map((part) => (part.type === 'output_text' ? part.text : '')).join('');
  return text === '' ? [] : [{ type: 'assistant', text }];
}

/** Without `status` and without nulls: the API gives both and takes neither back. */
function toOpaque(item: ResponseReasoningItem): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(item).filter(([name, value]) => name !== 'status' && value !== null));
}

function toUsage(usage: ResponseUsage | undefined | null): TokenUsage {
  if (!usage) return noUsage;
  // Compatible servers leave the details out, whatever the types say.
  const details: Partial<Pick<ResponseUsage, 'input_tokens_details' | 'output_tokens_details'>> = usage;
  return {
    input: usage.input_tokens,
    cached: details.input_tokens_details?.cached_tokens ?? 0,
    output: usage.output_tokens,
    reasoning: details.output_tokens_details?.reasoning_tokens ?? 0,
  };
}
