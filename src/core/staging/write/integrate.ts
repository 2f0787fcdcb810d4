import { fail, ok, type Result } from '../../util/result';
import type { Author, FileChange } from '../read/changeSet';
import type { Conflict, Proposal, ProposalFile } from '../read/proposal';
import { mergeFile } from './merge';

/**
 * Merges an accepted change set into the proposal, three ways against the text its author saw. Answers the files that changed, or,
 * when one of them conflicts, all conflicts and no file.
 */
export function integrate(
  proposal: Proposal,
  changes: readonly FileChange[],
  author: Author,
): Result<readonly ProposalFile[], readonly Conflict[]> {
  const files: ProposalFile[] = [];
  const conflicts: Conflict[] = [];
  for (const { path, before, after } of changes) {
    const known = proposal.get(path) ?? { path, base: before, text: before, steps: [] };
    const merged = mergeFile(before, known.text, after);
    if (merged.type === 'conflicted') conflicts.push(...merged.conflicts.map((conflict) => ({ path, ...conflict })));
    else if (merged.text !== known.text) {
      files.push({ ...known, text: merged.text, steps: [...known.steps, { author, text: merged.text }] });
    }
  }
  return conflicts.length > 0 ? fail(conflicts) : ok(files);
}
