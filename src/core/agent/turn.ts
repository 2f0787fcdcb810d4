import {
  addUsage,
  noUsage,
  type ChatItem,
  type ChatModel,
  type ChatRequest,
  type ModelFailure,
  type TokenUsage,
} from '../ports/chatModel';
import { fail, ok, type Result } from '../util/result';

/** A tool call as the model made it; `arguments` is JSON text that nobody has checked yet. */
export type ToolCall = Extract<ChatItem, { readonly type: 'tool-call' }>;

/** One complete answer of a model. */
export interface Turn {
  /** To be appended to the conversation as they are. */
  readonly items: readonly ChatItem[];
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly usage: TokenUsage;
  /** The model that answered, which need not be the one asked. */
  readonly model: string;
}

/** Hears what goes on during a call, for the eye only. */
export interface TurnListener {
  onText?(text: string): void;
  onNotice?(message: string): void;
}

/** Makes one call and collects the answer. Nothing is sent once the signal has fired. */
export async function takeTurn(
  model: ChatModel,
  request: ChatRequest,
  signal: AbortSignal,
  listener: TurnListener = {},
): Promise<Result<Turn, ModelFailure>> {
  if (signal.aborted) return fail({ reason: 'stopped', message: 'Stopped.', retryable: false });
  for await (const event of model.respond(request, signal)) {
    switch (event.type) {
      case 'text-delta':
        listener.onText?.(event.text);
        break;
      case 'notice':
        listener.onNotice?.(event.message);
        break;
      case 'failed':
        return fail(event.failure);
      case 'done':
        return ok({
          items: event.items,
          text: event.items.flatMap((item) => (item.type === 'assistant' ? [item.text] : [])).join(''),
          toolCalls: event.items.filter((item): item is ToolCall => item.type === 'tool-call'),
          usage: addUsage(noUsage, event.usage),
          model: event.model,
        });
    }
  }
  return fail({
    reason: 'interrupted',
    message: 'The model’s answer ended before it was complete. Try again.',
    retryable: true,
  });
}
