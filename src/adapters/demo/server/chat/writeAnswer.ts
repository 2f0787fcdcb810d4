import type {
  ChatCompletion,
  ChatCompletionChunk,
  ChatCompletionMessage,
  ChatCompletionMessageFunctionToolCall,
} from 'openai/resources/chat/completions';

import { errorBody, serverError } from '../apiError';
import { newIdentifier, textPieces, unixSeconds } from '../identifiers';
import type { AnswerFrame, OutgoingAnswer, ServerSentEvent, TokenUsage, WrittenAnswer } from '../protocol';
import { argumentsText } from '../tokens';
import type { ChatBody } from './requestBody';

type Choice = ChatCompletion['choices'][number];
type Delta = ChatCompletionChunk['choices'][number]['delta'];
type FinishReason = Choice['finish_reason'];

interface ChatFrame extends AnswerFrame {
  readonly body: ChatBody;
}

/** Writes an answer as a completion, or as the chunks it is streamed in. Reasoning shows in the usage only. */
export function writeCompletion(answer: OutgoingAnswer, frame: ChatFrame): WrittenAnswer {
  if (answer.type === 'failed') {
    const body = errorBody(serverError(answer.message, answer.code));
    return { status: 500, body: () => body, events: () => [{ data: JSON.stringify(body) }] };
  }
  const head = { id: newIdentifier('chatcmpl'), created: unixSeconds(), model: frame.model };
  const message = completionMessage(answer);
  const finishReason = finishReasonOf(answer);
  return {
    status: 200,
    body: (): ChatCompletion => ({
      ...head,
      object: 'chat.completion',
      choices: answer.type === 'empty' ? [] : [{ index: 0, message, logprobs: null, finish_reason: finishReason }],
      usage: completionUsage(frame.usage),
    }),
    events: () => completionEvents(head, answer.type === 'empty' ? undefined : { message, finishReason }, frame),
  };
}

function completionMessage(answer: OutgoingAnswer): ChatCompletionMessage {
  const text = 'text' in answer && answer.text ? answer.text : null;
  const isRefusal = answer.type === 'refusal';
  const calls: ChatCompletionMessageFunctionToolCall[] =
    answer.type === 'tool-calls'
      ? answer.calls.map((call) => ({
          id: newIdentifier('call'),
          type: 'function',
          function: { name: call.name, arguments: argumentsText(call.arguments) },
        }))
      : [];
  return {
    role: 'assistant',
    content: isRefusal ? null : text,
    refusal: isRefusal ? text : null,
    annotations: [],
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
}

function finishReasonOf(answer: OutgoingAnswer): FinishReason {
  if (answer.type === 'incomplete') return 'length';
  return answer.type === 'tool-calls' ? 'tool_calls' : 'stop';
}

type ChunkHead = Pick<ChatCompletionChunk, 'id' | 'created' | 'model'>;
type FinishedMessage = { readonly message: ChatCompletionMessage; readonly finishReason: FinishReason };

function* completionEvents(
  head: ChunkHead,
  finished: FinishedMessage | undefined,
  frame: ChatFrame,
): Generator<ServerSentEvent> {
  const withUsage = frame.body.stream_options?.include_usage ?? false;
  const send = (
    choices: ChatCompletionChunk['choices'],
    usage: ChatCompletionChunk['usage'] = null,
  ): ServerSentEvent => {
    const chunk: ChatCompletionChunk = { ...head, object: 'chat.completion.chunk', choices };
    return { data: JSON.stringify(withUsage ? { ...chunk, usage } : chunk) };
  };
  if (finished) {
    for (const delta of messageDeltas(finished.message)) {
      yield send([{ index: 0, delta, logprobs: null, finish_reason: null }]);
    }
    yield send([{ index: 0, delta: {}, logprobs: null, finish_reason: finished.finishReason }]);
  }
  if (withUsage) yield send([], completionUsage(frame.usage));
  yield { data: '[DONE]' };
}

function* messageDeltas(message: ChatCompletionMessage): Generator<Delta> {
  yield { role: 'assistant', content: message.content === null ? null : '', refusal: null };
  for (const content of textPieces(message.content ?? '')) yield { content };
  for (const refusal of textPieces(message.refusal ?? '')) yield { refusal };
  for (const [index, call] of (message.tool_calls ?? []).entries()) {
    if (call.type !== 'function') continue;
    yield {
      tool_calls: [{ index, id: call.id, type: 'function', function: { name: call.function.name, arguments: '' } }],
    };
    for (const piece of textPieces(call.function.arguments)) {
      yield { tool_calls: [{ index, function: { arguments: piece } }] };
    }
  }
}

function completionUsage(usage: TokenUsage): NonNullable<ChatCompletion['usage']> {
  return {
    prompt_tokens: usage.inputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
    completion_tokens: usage.outputTokens,
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
