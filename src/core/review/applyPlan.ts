import type { FileWrite } from '../ports/applier';
import type { Conflict, ProposalFile } from '../staging/read/proposal';
import { integrate } from '../staging/write/integrate';
import { mergePreferring } from '../staging/write/merge';
import type { WorkspacePath } from '../util/paths';
import { reviewFile } from './fold';
import type { Choices, FileReview, HunkId } from './hunk';
import { moveSteps } from './rebaseSteps';
import { acceptedChange } from './sides';

/** What apply would write, and where it can't because the user's file changed in the same place. */
export interface ApplyPlan {
  readonly writes: readonly FileWrite[];
  readonly clashes: readonly Conflict[];
}

/**
 * Plans the writing of all accepted hunks onto the files as they are now; `current` must hold every file of `reviews` that has
 * something accepted, by where the workspace has it. What the user changed meanwhile is merged, and stays.
 */
export function planApply(
  reviews: readonly FileReview[],
  current: ReadonlyMap<WorkspacePath, string | null>,
): ApplyPlan {
  const writes: FileWrite[] = [];
  const clashes: Conflict[] = [];
  for (const review of reviews) {
    const change = acceptedChange(review);
    if (!change) continue;
    const place = review.basePath;
    const before = current.get(place);
    if (before === undefined) throw new Error(`The present text of ${place} is needed to plan its write.`);
    const merged = integrate(change, { file: { path: place, text: before }, inTheWay: null });
    if (!merged.ok) clashes.push(...merged.error);
    else if (change.movedFrom !== undefined) {
      writes.push({ path: change.path, before, after: merged.value.text, movedFrom: change.movedFrom });
    } else if (merged.value.text !== before) writes.push({ path: place, before, after: merged.value.text });
  }
  return { writes, clashes };
}

/**
 * The file after an apply: what was written is the new base, and hunks that were not accepted stand on it as they were. Where an
 * open hunk meets what the user changed meanwhile, it stays open, as a change of that; a rejected hunk gives way. A move that was
 * applied is one no more. What becomes of the choices, {@link choicesAfterApply} says.
 */
export function settle(moving: ProposalFile, review: FileReview, written: string | null): ProposalFile {
  const file = isMoved(review) ? settledThere(moving) : moving;
  const shown = mergePreferring('ours', review.reviewed, review.proposed, written);
  const text = mergePreferring('theirs', review.proposed, file.text, shown);
  const on = (next: string | null): ProposalFile => ({
    ...file,
    base: written,
    text: next,
    steps: moveSteps(file.steps, { base: file.base, onto: written, text: next }),
  });
  const settled = on(text);
  const rejected = new Map(settledChoices(review).rejected.map((id) => [id, 'rejected' as const]));
  if (text === shown || reviewFile(settled, rejected).proposed === shown) return settled;
  return on(shown);
}

/** What an apply of a file makes of the choices on it. */
export interface SettledChoices {
  /** Hunks whose choice holds no more: a hunk like one that was applied must be chosen anew. */
  readonly spent: readonly HunkId[];
  /** Rejected hunks, by the names they have from now on: hunks of a file that was moved are named by its new place. */
  readonly rejected: readonly HunkId[];
}

/** What becomes of the choices on a file when it is applied. */
export function settledChoices(review: FileReview): SettledChoices {
  const rejected = idsOf(review, 'rejected');
  if (!isMoved(review)) return { spent: idsOf(review, 'accepted'), rejected };
  const renamed = rejected.map((id) => `${review.path}${id.slice(review.basePath.length)}` as HunkId);
  return { spent: [...idsOf(review, 'accepted'), ...rejected], rejected: renamed };
}

/** The choices as they are after an apply of this file. */
export function choicesAfterApply(choices: Choices, review: FileReview): Choices {
  const { spent, rejected } = settledChoices(review);
  const left = [...choices].filter(([id]) => !spent.includes(id));
  return new Map([...left, ...rejected.map((id) => [id, 'rejected'] as const)]);
}

function idsOf(review: FileReview, choice: 'accepted' | 'rejected'): readonly HunkId[] {
  return review.hunks.filter((reviewed) => reviewed.choice === choice).map(({ hunk }) => hunk.id);
}

/** Whether an apply of what is accepted moves the file. */
function isMoved({ basePath, reviewedPath }: FileReview): boolean {
  return basePath !== reviewedPath;
}

function settledThere({ path, base, text, steps }: ProposalFile): ProposalFile {
  return { path, base, text, steps: steps.map(({ author, text: after }) => ({ author, text: after })) };
}
