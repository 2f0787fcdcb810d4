/** What the form tells the extension. */
export type GoalMessage =
  | { readonly type: 'draft'; readonly text: string }
  | { readonly type: 'submit'; readonly text: string }
  | { readonly type: 'cancel' };

/** Reads a message of the form; anything else is no message. */
export function readGoalMessage(message: unknown): GoalMessage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  if (message.type === 'cancel') return { type: 'cancel' };
  if (!('text' in message) || typeof message.text !== 'string') return undefined;
  if (message.type === 'draft' || message.type === 'submit') return { type: message.type, text: message.text };
  return undefined;
}
