/** What the form tells the extension. */
export type GoalMessage =
  | { readonly type: 'draft'; readonly text: string }
  /** `folder`: the name of the workspace folder it is about; `undefined` for all of them. */
  | { readonly type: 'submit'; readonly text: string; readonly folder: string | undefined }
  | { readonly type: 'cancel' };

/** Reads a message of the form; anything else is no message. */
export function readGoalMessage(message: unknown): GoalMessage | undefined {
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  if (message.type === 'cancel') return { type: 'cancel' };
  if (!('text' in message) || typeof message.text !== 'string') return undefined;
  if (message.type === 'draft') return { type: 'draft', text: message.text };
  if (message.type === 'submit') return { type: 'submit', text: message.text, folder: folderIn(message) };
  return undefined;
}

function folderIn(message: object): string | undefined {
  const folder = 'folder' in message ? message.folder : '';
  return typeof folder === 'string' && folder !== '' ? folder : undefined;
}
