import type { ApiError } from '../apiError';
import { invalidRequest } from '../apiError';
import type { ChatMessage } from './requestBody';

/** Refuses tool messages without their calls, and calls without their tool messages, as OpenAI does. */
export function checkMessages(messages: readonly ChatMessage[]): ApiError | undefined {
  let open = new Set<string>();
  let opener = 0;
  for (const [index, message] of messages.entries()) {
    if (message.role === 'tool') {
      if (!open.delete(message.tool_call_id)) return strayToolMessage(index);
      continue;
    }
    if (open.size > 0) return unansweredCalls(open, opener);
    if (message.role === 'assistant') {
      open = new Set(message.tool_calls?.map((call) => call.id));
      opener = index;
    }
  }
  return open.size > 0 ? unansweredCalls(open, opener) : undefined;
}

function strayToolMessage(index: number): ApiError {
  const message =
    "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.";
  return invalidRequest(message, { param: `messages.[${index}].role` });
}

function unansweredCalls(open: ReadonlySet<string>, index: number): ApiError {
  const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${[...open].join(', ')}`;
  return invalidRequest(message, { param: `messages.[${index}].role` });
}
