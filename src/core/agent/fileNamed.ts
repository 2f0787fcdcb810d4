import type { Workspace } from '../ports/workspace';
import { existingSpelling, samePath } from '../util/pathIdentity';
import { toWorkspacePath } from '../util/pathPlace';
import { baseName, dirName, type WorkspacePath } from '../util/paths';
import { fail, ok, type Result } from '../util/result';

/** What is asked which file a text means. */
export interface FileNames {
  readonly workspace: Pick<Workspace, 'place' | 'spelling'>;
  /** Files beyond those on disk: what an agent made in its overlay. */
  readonly made?: Iterable<WorkspacePath>;
}

/**
 * The file that a model means: named relatively, absolutely or by a URI, in any spelling that the disk takes for the same. Every
 * tool reads its paths with it, so that one file has one path in overlays, scopes and proposals. The refusal is worded for the model.
 */
export async function fileNamed(input: string, names: FileNames): Promise<Result<WorkspacePath, string>> {
  const { workspace, made = [] } = names;
  const place = await workspace.place();
  const path = toWorkspacePath(input, place);
  if (!path.ok) return fail(path.error.message);
  return ok(await workspace.spelling(existingSpelling(path.value, made, place.rules)));
}

/**
 * The file that a move makes out of `from`. Where the disk takes the two for one, the name stands as the model wrote it: a move that
 * changes case alone is meant as one.
 */
export async function moveTargetNamed(
  input: string,
  from: WorkspacePath,
  names: FileNames,
): Promise<Result<WorkspacePath, string>> {
  const target = await fileNamed(input, names);
  if (!target.ok) return target;
  const place = await names.workspace.place();
  const written = toWorkspacePath(input, place);
  if (!written.ok || !samePath(target.value, from, place.rules)) return target;
  const folder = dirName(from);
  const name = baseName(written.value);
  return ok((folder === '' ? name : `${folder}/${name}`) as WorkspacePath);
}
