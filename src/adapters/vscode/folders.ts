import { posixRules } from '../../core/util/pathRules';
import { parseWorkspacePath, type WorkspacePath } from '../../core/util/paths';

/** A workspace folder as far as naming needs it; `root` is its URI's path. */
export interface NamedFolder<Root> {
  /** Unique within the workspace. */
  readonly name: string;
  readonly root: Root;
}

/** Gives each folder a name of its own: the second `api` becomes `api-2`. Slashes would split a path and are replaced. */
export function nameFolders<Root>(
  folders: readonly { readonly name: string; readonly root: Root }[],
): readonly NamedFolder<Root>[] {
  const taken = new Set<string>();
  return folders.map((folder) => {
    const wanted = folder.name.replaceAll(/[\\/]/g, '-') || 'folder';
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}`;
    taken.add(name);
    return { name, root: folder.root };
  });
}

/** A path split into its folder and what is inside of it; `undefined` when no folder has that name. */
export function locate<Root>(
  folders: readonly NamedFolder<Root>[],
  path: WorkspacePath,
): { readonly folder: NamedFolder<Root>; readonly inside: string } | undefined {
  const [first] = folders;
  if (first === undefined) return undefined;
  if (folders.length === 1) return { folder: first, inside: path };
  const slash = path.indexOf('/');
  if (slash < 0) return undefined;
  const folder = folders.find((candidate) => candidate.name === path.slice(0, slash));
  return folder && { folder, inside: path.slice(slash + 1) };
}

/** The way back: the path under which agents and plans know a file of a folder. */
export function pathIn<Root>(
  folders: readonly NamedFolder<Root>[],
  folder: NamedFolder<Root>,
  inside: string,
): WorkspacePath | undefined {
  // What the editor names is a file already, whatever it is called.
  const parsed = parseWorkspacePath(folders.length === 1 ? inside : `${folder.name}/${inside}`, posixRules);
  return parsed.ok ? parsed.value : undefined;
}
