import type { FileWrite } from '../ports/applier';
import type { Conflict, ProposalFile } from '../staging/read/proposal';
import { mergeFile, mergePreferring } from '../staging/write/merge';
import type { WorkspacePath } from '../util/paths';
import { reviewFile } from './fold';
import type { Choices, FileReview } from './hunk';
import { moveSteps } from './rebaseSteps';

/** What apply would write, and where it can't because the user's file changed in the same place. */
export interface ApplyPlan {
  readonly writes: readonly FileWrite[];
  readonly clashes: readonly Conflict[];
}

/**
 * Plans the writing of all accepted hunks onto the files as they are now; `current` must hold every file of `reviews` that has
 * something accepted. What the user changed meanwhile is merged, and stays.
 */
export function planApply(
  reviews: readonly FileReview[],
  current: ReadonlyMap<WorkspacePath, string | null>,
): ApplyPlan {
  const writes: FileWrite[] = [];
  const clashes: Conflict[] = [];
  for (const { path, base, reviewed } of reviews) {
    if (reviewed === base) continue;
    const before = current.get(path);
    if (before === undefined) throw new Error(`The present text of ${path} is needed to plan its write.`);
    const merged = mergeFile(base, before, reviewed);
    if (merged.type === 'conflicted') clashes.push(...merged.conflicts.map((conflict) => ({ path, ...conflict })));
    else if (merged.text !== before) writes.push({ path, before, after: merged.text });
  }
  return { writes, clashes };
}

/**
 * The file after an apply: what was written is the new base, and hunks that were not accepted stand on it as they were. Where an
 * open hunk meets what the user changed meanwhile, it stays open, as a change of that; a rejected hunk gives way. The choices on
 * the accepted hunks are spent: see {@link choicesAfterApply}.
 */
export function settle(file: ProposalFile, review: FileReview, written: string | null): ProposalFile {
  const shown = mergePreferring('ours', review.reviewed, review.proposed, written);
  const text = mergePreferring('theirs', review.proposed, file.text, shown);
  const on = (next: string | null): ProposalFile => ({
    ...file,
    base: written,
    text: next,
    steps: moveSteps(file.steps, { base: file.base, onto: written, text: next }),
  });
  const settled = on(text);
  if (text === shown || reviewFile(settled, choicesOf(review, 'rejected')).proposed === shown) return settled;
  return on(shown);
}

/** The choices without those that an apply of this file has used up; a hunk like one of them must be chosen anew. */
export function choicesAfterApply(choices: Choices, review: FileReview): Choices {
  const spent = choicesOf(review, 'accepted');
  return new Map([...choices].filter(([id]) => !spent.has(id)));
}

function choicesOf(review: FileReview, choice: 'accepted' | 'rejected'): Choices {
  return new Map(review.hunks.filter((reviewed) => reviewed.choice === choice).map(({ hunk }) => [hunk.id, choice]));
}
