import { compileGlobs, globsMayOverlap, type GlobTest } from '../util/globs';
import type { WorkspacePath } from '../util/paths';

/** Globs of files that ignore rules leave out and gates get all the same, by who named them. */
export interface CarriedGlobs {
  readonly user: readonly string[];
  /** From the workspace's settings: whoever wrote the repository wrote them. */
  readonly workspace: readonly string[];
}

/** Nothing beside what ignore rules let through. */
export const nothingCarried: CarriedGlobs = { user: [], workspace: [] };

/** Whether gates get a file, or may get one below a folder, though ignore rules leave it out. */
export type CarryTest = (path: WorkspacePath, kind: 'file' | 'folder') => boolean;

/**
 * Makes the test. Gates run proposed code, so what the user keeps from models (`sensitive`) is not carried on a repository's word: for a
 * file with secrets the user has to have named it.
 */
export function carriedFiles({ user, workspace }: CarriedGlobs, sensitive: GlobTest): CarryTest {
  const byUser = compileGlobs(user);
  const byWorkspace = compileGlobs(workspace);
  const all = [...user, ...workspace];
  return (path, kind) =>
    kind === 'folder'
      ? all.some((glob) => globsMayOverlap(glob, `${path}/**`))
      : byUser(path) || (byWorkspace(path) && !sensitive(path));
}
