import { checkToolName } from '../../../core/setup/checkModel';
import type { ScriptedAnswer, ScriptedRequest } from '../server/modelScript';

/** Whether the user is checking the set-up, and not at work. */
export function isCheck({ tools }: ScriptedRequest): boolean {
  return tools.some(({ name }) => name === checkToolName);
}

/** What any model answers that can do what is asked of it: the call, then that it is ready. */
export function standCheck({ items, schema }: ScriptedRequest): ScriptedAnswer {
  if (!items.some(({ type }) => type === 'tool-result'))
    return { type: 'tool-calls', calls: [{ name: checkToolName, arguments: { word: 'yes' } }] };
  return { type: 'text', text: schema ? JSON.stringify({ ready: true }) : 'I am ready.' };
}
