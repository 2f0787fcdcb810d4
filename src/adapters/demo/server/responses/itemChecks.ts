import type { ApiError } from '../apiError';
import { invalidRequest } from '../apiError';
import type { ResponsesItem } from './requestBody';
import { isSealOf } from './sealedReasoning';

/** Refuses a conversation whose items do not belong together, as OpenAI does for requests that are not stored. */
export function checkItems(items: readonly ResponsesItem[]): ApiError | undefined {
  return checkCalls(items) ?? checkReasoning(items);
}

function checkCalls(items: readonly ResponsesItem[]): ApiError | undefined {
  const open = new Set<string>();
  const called = new Set<string>();
  for (const item of items) {
    if (item.type === 'function_call') {
      open.add(item.call_id);
      called.add(item.call_id);
    } else if (item.type === 'function_call_output') {
      if (!called.has(item.call_id)) {
        const message = `No tool call found for function call output with call_id ${item.call_id}.`;
        return invalidRequest(message, { param: 'input' });
      }
      open.delete(item.call_id);
    }
  }
  const [unanswered] = open;
  if (unanswered === undefined) return undefined;
  return invalidRequest(`No tool output found for function call ${unanswered}.`, { param: 'input' });
}

function checkReasoning(items: readonly ResponsesItem[]): ApiError | undefined {
  for (const [index, item] of items.entries()) {
    if (item.type !== 'reasoning') continue;
    if (!item.encrypted_content) {
      const message = `Item with id '${item.id}' not found. Items are not persisted when \`store\` is set to false. Try again with \`store\` set to true, or remove this item from your input.`;
      return invalidRequest(message, { status: 404, param: 'input' });
    }
    if (!isSealOf(item.id, item.encrypted_content)) {
      const message = `The encrypted content for item ${item.id} could not be verified.`;
      return invalidRequest(message, { code: 'invalid_encrypted_content' });
    }
    const next = items.slice(index + 1).find((later) => later.type !== 'reasoning');
    const follows = next?.type === 'function_call' || (next?.type === 'message' && next.role === 'assistant');
    if (!follows) {
      const message = `Item '${item.id}' of type 'reasoning' was provided without its required following item.`;
      return invalidRequest(message, { param: 'input' });
    }
  }
  return undefined;
}
