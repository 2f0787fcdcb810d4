import { distinctAuthors } from '../staging/read/attribution';
import type { Author } from '../staging/read/changeSet';
import type { Proposal, ProposalFile } from '../staging/read/proposal';
import type { ClashingChange } from './merging';

/** Who wrote what a change clashes with: all who changed these files in the proposal since the author of the change saw them. */
export function clashAuthors(proposal: Proposal, clashing: readonly ClashingChange[]): readonly Author[] {
  return distinctAuthors(
    clashing.flatMap(({ change, present }) => [
      ...authorsSince(proposal.get(present.file.path), change.before),
      ...(change.path === present.file.path ? [] : authorsSince(proposal.get(change.path), null)),
    ]),
  );
}

function authorsSince(file: ProposalFile | undefined, seen: string | null): readonly Author[] {
  const steps = file?.steps ?? [];
  const last = steps.findLastIndex(({ text }) => text === seen);
  return steps.slice(last + 1).map(({ author }) => author);
}
