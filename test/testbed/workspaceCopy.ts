import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { inRepository } from './repository';
import { temporaryFolder } from './temporaryFolder';
import type { WorkbenchContent } from './workbenchUrl';

/** What a test works in: nothing, a folder of `test/workspaces`, or several of them as the roots of one workspace. */
export type WorkspaceTemplate =
  | { readonly type: 'none' }
  | { readonly type: 'folder'; readonly name: string }
  | { readonly type: 'roots'; readonly names: readonly string[] };

/** A copy that a test may change as it likes. */
export type WorkspaceCopy = {
  readonly content: WorkbenchContent;
  /** The absolute paths of its root folders. */
  readonly roots: readonly string[];
  remove(): Promise<void>;
};

/** Copies a workspace into a temporary folder. */
export async function copyWorkspace(template: WorkspaceTemplate): Promise<WorkspaceCopy> {
  if (template.type === 'none') return { content: { type: 'nothing' }, roots: [], remove: () => Promise.resolve() };
  const temporary = await temporaryFolder('workspace');
  const parent = temporary.path;
  const remove = () => temporary.remove();
  try {
    if (template.type === 'folder') {
      const folder = await copyInto(parent, template.name, template.name);
      return { content: { type: 'folder', path: folder }, roots: [folder], remove };
    }
    const roots: string[] = [];
    for (const [index, name] of template.names.entries())
      roots.push(await copyInto(parent, name, `${index + 1}-${name}`));
    const file = path.join(parent, 'roots.code-workspace');
    await writeFile(
      file,
      JSON.stringify({ folders: roots.map((root) => ({ path: path.basename(root) })) }, undefined, 2),
    );
    return { content: { type: 'workspace-file', path: file }, roots, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function copyInto(parent: string, name: string, target: string): Promise<string> {
  const folder = path.join(parent, target);
  await cp(inRepository('test/workspaces', name), folder, { recursive: true, verbatimSymlinks: true });
  return folder;
}
