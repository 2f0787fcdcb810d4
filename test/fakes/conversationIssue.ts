import type { ChatRequest } from '../../src/core/ports/chatModel';

/** A call of the scripted model's own making, which came with a thought of the same number. */
const ownCall = /^call-(\d+)-\d+$/;

/**
 * Says why a provider would refuse a conversation, or nothing: calls want their results, results their calls, and calls the
 * thoughts that led to them, as they were given.
 */
export function conversationIssue({ items }: ChatRequest): string | null {
  if (items.length === 0) return 'The conversation is empty.';
  const open = new Set<string>();
  const called = new Set<string>();
  const thoughts = new Set<unknown>();
  for (const item of items) {
    if (item.type === 'reasoning') thoughts.add(item.opaque.thought);
    if (item.type === 'tool-call') {
      if (called.has(item.callId)) return `Two calls have the id ${item.callId}.`;
      const thought = ownCall.exec(item.callId)?.[1];
      if (thought !== undefined && !thoughts.has(Number(thought)))
        return `The reasoning before ${item.callId} is missing.`;
      called.add(item.callId);
      open.add(item.callId);
    }
    if (item.type === 'tool-result') {
      if (!called.has(item.callId)) return `The result ${item.callId} belongs to no call before it.`;
      if (!open.delete(item.callId)) return `The call ${item.callId} has two results.`;
    }
  }
  const [unanswered] = open;
  return unanswered === undefined ? null : `The call ${unanswered} has no result.`;
}
