import * as z from 'zod';
import { fileNamed, moveTargetNamed } from '../agent/fileNamed';
import { defineTool, type AgentTool } from '../agent/tool';
import { mayAccess, type AgentPolicy } from '../authority/policy';
import type { EditFormat, EditOperation } from '../staging/write/formats/operation';
import { parseEdits } from '../staging/write/formats/parseEdits';
import { describeRefusal } from '../staging/write/operationFailure';
import { pathsOf, type Overlay } from '../staging/write/overlay';
import type { WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';
import { describeOutcomes } from './outcomeWords';

/**
 * The tools to write with, for a worker that is offered `format`. Whatever is offered, a patch is read in any of the formats, and
 * every path of a call is asked for before anything of it is done.
 */
export function editTools(format: EditFormat, overlay: Overlay, policy: AgentPolicy): readonly AgentTool[] {
  const apply: Apply = async (operations, signal) => {
    const placed: EditOperation<WorkspacePath>[] = [];
    for (const operation of operations) {
      const made = [...overlay.made, ...placed.flatMap(pathsOf)];
      const one = await placeOperation(operation, policy, made);
      if (!one.ok) return one;
      placed.push(one.value);
    }
    const applied = await overlay.apply(placed, signal);
    return applied.ok ? ok(describeOutcomes(applied.value)) : fail(describeRefusal(applied.error));
  };
  switch (format) {
    case 'search-replace':
      return [editTool(apply), ...fileTools(apply)];
    case 'patch':
    case 'unified-diff':
      return [patchTool(format, apply)];
    case 'whole-file':
      return fileTools(apply);
  }
}

type Apply = (operations: readonly EditOperation[], signal: AbortSignal) => Promise<Result<string, string>>;

async function placeOperation(
  operation: EditOperation,
  policy: AgentPolicy,
  made: readonly WorkspacePath[],
): Promise<Result<EditOperation<WorkspacePath>, string>> {
  const names = { workspace: policy.rules.workspace, made };
  const path = await writable(await fileNamed(operation.path, names), policy);
  if (!path.ok) return path;
  if (operation.type !== 'patch') return ok({ ...operation, path: path.value });
  const { movedTo, ...patch } = operation;
  if (movedTo === undefined) return ok({ ...patch, path: path.value });
  const target = await writable(await moveTargetNamed(movedTo, path.value, names), policy);
  return target.ok ? ok({ ...patch, path: path.value, movedTo: target.value }) : target;
}

async function writable(
  path: Result<WorkspacePath, string>,
  policy: AgentPolicy,
): Promise<Result<WorkspacePath, string>> {
  const allowed = path.ok ? await mayAccess(policy, 'write', path.value) : path;
  return allowed.ok ? path : allowed;
}

function editTool(apply: Apply): AgentTool {
  return defineTool({
    name: 'edit',
    description:
      'Replace text in a file. Copy each search literally from what you read, with enough lines around it to occur exactly once. All replacements apply in order, or none.',
    schema: z.object({
      path: z.string(),
      edits: z.array(z.object({ search: z.string(), replace: z.string() })),
    }),
    label: 'editing',
    subject: (args) => args.path,
    run: ({ path, edits }, signal) => apply([{ type: 'replace', unit: 'characters', path, blocks: edits }], signal),
  });
}

const patchDescriptions = {
  patch: `Change files by a patch, all of it or nothing:
*** Begin Patch
*** Update File: path
*** Move to: new/path   (only to move it)
@@ def the_function_around():
 three lines of context
-line to remove
+line to add
 three lines of context
*** Add File: path
+every line of it
*** Delete File: path
*** End Patch
Context and removed lines are copied literally. @@ names a line above, where the context is not unique.`,
  'unified-diff': `Change files by a unified diff, all of it or nothing: ---, +++ and @@ lines, then lines that begin with a space, - or +. Line numbers may be wrong; context and removed lines must be copied literally and be unique. /dev/null stands for a file that is not there; "rename from" and "rename to" move one.`,
};

function patchTool(format: keyof typeof patchDescriptions, apply: Apply): AgentTool {
  return defineTool({
    name: 'patch',
    description: patchDescriptions[format],
    schema: z.object({ patch: z.string() }),
    label: 'patching',
    subject: ({ patch }) => {
      const parsed = parseEdits(patch);
      return parsed.ok ? [...new Set(parsed.value.operations.map(({ path }) => path))].join(', ') : '';
    },
    run: async ({ patch }, signal) => {
      const parsed = parseEdits(patch);
      if (parsed.ok) return apply(parsed.value.operations, signal);
      return fail(`Nothing was changed: line ${parsed.error.line} of the patch: ${parsed.error.message}`);
    },
  });
}

function fileTools(apply: Apply): readonly AgentTool[] {
  return [
    defineTool({
      name: 'write',
      description: 'Create a file, or replace all of its content.',
      schema: z.object({ path: z.string(), content: z.string() }),
      label: 'writing',
      subject: (args) => args.path,
      run: ({ path, content }, signal) => apply([{ type: 'write', path, text: content }], signal),
    }),
    defineTool({
      name: 'delete',
      description: 'Delete a file.',
      schema: z.object({ path: z.string() }),
      label: 'deleting',
      subject: (args) => args.path,
      run: ({ path }, signal) => apply([{ type: 'delete', path }], signal),
    }),
    defineTool({
      name: 'move',
      description: 'Move or rename a file to a path where none is.',
      schema: z.object({ from: z.string(), to: z.string() }),
      label: 'moving',
      subject: (args) => args.from,
      run: ({ from, to }, signal) => apply([{ type: 'patch', path: from, movedTo: to, hunks: [] }], signal),
    }),
  ];
}
