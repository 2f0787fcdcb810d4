import type { WorkspacePath } from '../../util/paths';
import { fail, ok, type Result } from '../../util/result';
import type { FileChange } from '../read/changeSet';
import type { Conflict } from '../read/proposal';
import { mergeFile } from './merge';

/** A file's text after a change was merged in. */
export interface MergedText {
  readonly path: WorkspacePath;
  readonly text: string | null;
}

/**
 * Merges a change set into the texts as they are shown now (`null`: not there; not listed: as the author saw them), three ways
 * against the texts its author saw. Answers the texts that changed, or, when one of them conflicts, all conflicts and no text.
 */
export function integrate(
  shown: ReadonlyMap<WorkspacePath, string | null>,
  changes: readonly FileChange[],
): Result<readonly MergedText[], readonly Conflict[]> {
  const texts: MergedText[] = [];
  const conflicts: Conflict[] = [];
  for (const { path, before, after } of changes) {
    const ours = shown.get(path);
    const merged = mergeFile(before, ours === undefined ? before : ours, after);
    if (merged.type === 'conflicted') conflicts.push(...merged.conflicts.map((conflict) => ({ path, ...conflict })));
    else if (ours === undefined || merged.text !== ours) texts.push({ path, text: merged.text });
  }
  return conflicts.length > 0 ? fail(conflicts) : ok(texts);
}
