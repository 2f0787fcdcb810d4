import { existingSpelling } from '../../core/util/pathIdentity';
import type { PathRules } from '../../core/util/pathRules';
import type { WorkspacePath } from '../../core/util/paths';

/** Names in a folder, given by its path inside of the workspace folder; empty for the top. Nothing for what is no folder. */
export type NamesIn = (folder: string) => PromiseLike<readonly string[]>;

/**
 * A path (inside of one workspace folder) as the disk spells it, found folder by folder. What is not there keeps the spelling it has,
 * beneath folders that are.
 */
export async function spellingOnDisk(inside: string, rules: PathRules, namesIn: NamesIn): Promise<string> {
  // A disk that knows case spells plain text in one way only.
  if (rules.caseSensitive && /^\p{ASCII}*$/u.test(inside)) return inside;
  const spelled: string[] = [];
  const segments = inside.split('/');
  for (const [index, segment] of segments.entries()) {
    const names = await namesIn(spelled.join('/'));
    if (names.length === 0) return [...spelled, ...segments.slice(index)].join('/');
    // Within one folder a name is a path of one segment.
    spelled.push(existingSpelling(segment as WorkspacePath, names as readonly WorkspacePath[], rules));
  }
  return spelled.join('/');
}
