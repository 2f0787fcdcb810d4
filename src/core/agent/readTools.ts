import * as z from 'zod';
import { isVisible, mayAccess, type AgentPolicy } from '../authority/policy';
import type { OverlayView } from '../staging/read/overlayView';
import { toWorkspaceGlob } from '../util/pathPlace';
import { fail, ok, type Result } from '../util/result';
import { fileNamed } from './fileNamed';
import { maxLines, selectLines } from './selectLines';
import { defineTool, type AgentTool } from './tool';

/** Files named by one listing. */
const maxListed = 500;
/** Hits of one search. */
const maxHits = 100;

/** The read-only tools that lead and workers share, over what this agent may see. */
export function readTools(view: OverlayView, policy: AgentPolicy): readonly AgentTool[] {
  return [listTool(view, policy), searchTool(view, policy), readTool(view, policy)];
}

function listTool(view: OverlayView, policy: AgentPolicy): AgentTool {
  return defineTool({
    name: 'list',
    description: `List files, at most ${maxListed}.`,
    schema: z.object({ glob: z.string().nullable().describe('like src/**/*.ts; null for all') }),
    label: 'listing files',
    subject: (args) => args.glob ?? '',
    run: async (args, signal) => {
      const files = await filesNamed(args.glob, policy);
      if (!files.ok) return files;
      const listing = await view.list(
        { limit: maxListed, allow: (path) => isVisible(policy, path), ...files.value },
        signal,
      );
      if (listing.files.length === 0) return ok('No files match.');
      return ok(listing.files.join('\n') + (listing.truncated ? `\n… more than ${maxListed}; narrow the glob` : ''));
    },
  });
}

function searchTool(view: OverlayView, policy: AgentPolicy): AgentTool {
  return defineTool({
    name: 'search',
    description: `Find text in files, at most ${maxHits} lines.`,
    schema: z.object({
      pattern: z.string(),
      isRegex: z.boolean(),
      glob: z.string().nullable().describe('files to look in; null for all'),
    }),
    label: 'searching for',
    subject: (args) => args.pattern,
    run: async (args, signal) => {
      const files = await filesNamed(args.glob, policy);
      if (!files.ok) return files;
      const found = await view.search(
        {
          pattern: args.pattern,
          isRegex: args.isRegex,
          limit: maxHits,
          allow: (path) => isVisible(policy, path),
          ...files.value,
        },
        signal,
      );
      if (!found.ok) return fail(found.error.message);
      if (found.value.hits.length === 0) return ok('Nothing found.');
      const lines = found.value.hits.map((hit) => `${hit.path}:${hit.line}: ${hit.text}`);
      return ok(
        lines.join('\n') + (found.value.truncated === null ? '' : `\n… ${found.value.truncated}; narrow the search`),
      );
    },
  });
}

function readTool(view: OverlayView, policy: AgentPolicy): AgentTool {
  return defineTool({
    name: 'read',
    description: `Read a file, or a range of its lines (at most ${maxLines}).`,
    schema: z.object({
      path: z.string(),
      fromLine: z.number().int().nullable().describe('first line, from 1; null for the start'),
      toLine: z.number().int().nullable().describe('last line; null for the end'),
    }),
    label: 'reading',
    subject: (args) => args.path,
    run: async (args, signal) => {
      const path = await fileNamed(args.path, policy.rules);
      if (!path.ok) return path;
      const allowed = await mayAccess(policy, 'read', path.value);
      if (!allowed.ok) return allowed;
      const content = await view.read(path.value, signal);
      if (!content.ok) return fail(content.error.message);
      if (content.value.type === 'opaque') {
        return fail(
          `${path.value} cannot be shown: it is ${content.value.why === 'binary' ? 'binary' : 'too large'} (${content.value.size} bytes).`,
        );
      }
      return selectLines(content.value.text, args.fromLine, args.toLine);
    },
  });
}

/** The part of a query that says which files; all of them for none. */
async function filesNamed(
  glob: string | null,
  { rules }: AgentPolicy,
): Promise<Result<{ readonly glob?: string }, string>> {
  if (glob === null) return ok({});
  const read = toWorkspaceGlob(glob, await rules.workspace.place());
  return read.ok ? ok({ glob: read.value }) : fail(read.error.message);
}
