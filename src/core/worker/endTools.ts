import * as z from 'zod';
import { defineTool, type AgentTool } from '../agent/tool';
import { ok } from '../util/result';

/** How a worker ended its attempt. */
export type WorkerEnd =
  { readonly type: 'finished'; readonly summary: string } | { readonly type: 'blocked'; readonly reason: string };

/** The tools that end an attempt. `onEnd` hears how. */
export function endTools(onEnd: (end: WorkerEnd) => void): readonly AgentTool[] {
  return [
    defineTool({
      name: 'finish',
      description: 'The task is done.',
      schema: z.object({ summary: z.string().describe('two sentences for the lead: what you changed') }),
      label: 'finishing',
      run: async ({ summary }) => {
        onEnd({ type: 'finished', summary });
        return ok('Noted.');
      },
    }),
    defineTool({
      name: 'blocked',
      description: 'The task cannot be done as stated.',
      schema: z.object({ reason: z.string().describe('what is missing or contradictory') }),
      label: 'blocked',
      run: async ({ reason }) => {
        onEnd({ type: 'blocked', reason });
        return ok('Noted.');
      },
    }),
  ];
}
