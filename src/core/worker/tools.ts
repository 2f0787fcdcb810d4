import * as z from 'zod';
import { defineTool, type AgentTool } from '../agent/tool';
import { readTools } from '../agent/readTools';
import { mayAccess, type AgentPolicy } from '../authority/policy';
import type { Overlay } from '../staging/write/overlay';
import { parseWorkspacePath, type WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { countOf } from '../util/text';

/** Ends the attempt, one way or the other. */
export type WorkerEnd =
  { readonly type: 'finished'; readonly summary: string } | { readonly type: 'blocked'; readonly reason: string };

/** All tools of one attempt. `onEnd` hears how the worker ended it. */
export function workerTools(
  overlay: Overlay,
  policy: AgentPolicy,
  onEnd: (end: WorkerEnd) => void,
): readonly AgentTool[] {
  const writable = async (input: string): Promise<Result<WorkspacePath, string>> => {
    const path = parseWorkspacePath(input);
    if (!path.ok) return fail(path.error.message);
    const allowed = await mayAccess(policy, 'write', path.value);
    return allowed.ok ? path : allowed;
  };
  return [
    ...readTools(overlay, policy),
    editTool(overlay, writable),
    ...fileTools(overlay, writable),
    ...endTools(onEnd),
  ];
}

type Writable = (input: string) => Promise<Result<WorkspacePath, string>>;

function editTool(overlay: Overlay, writable: Writable): AgentTool {
  return defineTool({
    name: 'edit',
    description:
      'Replace text in a file. Each search must occur exactly once; all replacements apply in order, or none.',
    schema: z.object({
      path: z.string(),
      edits: z.array(z.object({ search: z.string(), replace: z.string() })),
    }),
    label: 'editing',
    subject: (args) => args.path,
    run: async (args, signal) => {
      const path = await writable(args.path);
      if (!path.ok) return path;
      const edited = await overlay.edit(path.value, args.edits, signal);
      return edited.ok
        ? ok(`${countOf(args.edits.length, 'replacement')} applied to ${path.value}.`)
        : fail(edited.error.message);
    },
  });
}

function fileTools(overlay: Overlay, writable: Writable): readonly AgentTool[] {
  return [
    defineTool({
      name: 'write',
      description: 'Create a file, or replace all of its content.',
      schema: z.object({ path: z.string(), content: z.string() }),
      label: 'writing',
      subject: (args) => args.path,
      run: async (args, signal) => {
        const path = await writable(args.path);
        if (!path.ok) return path;
        const written = await overlay.write(path.value, args.content, signal);
        return written.ok ? ok(`Wrote ${path.value}.`) : fail(written.error.message);
      },
    }),
    defineTool({
      name: 'delete',
      description: 'Delete a file.',
      schema: z.object({ path: z.string() }),
      label: 'deleting',
      subject: (args) => args.path,
      run: async (args, signal) => {
        const path = await writable(args.path);
        if (!path.ok) return path;
        const deleted = await overlay.delete(path.value, signal);
        return deleted.ok ? ok(`Deleted ${path.value}.`) : fail(deleted.error.message);
      },
    }),
  ];
}

function endTools(onEnd: (end: WorkerEnd) => void): readonly AgentTool[] {
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
