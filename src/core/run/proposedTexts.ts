import type { TreeChanges } from '../ports/shadowTree';
import { reviewProposal } from '../review/fold';
import { proposedChange } from '../review/sides';
import { textsAfter, textsBefore } from '../staging/read/changeSet';
import { changeOf } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import type { RunState } from './state';

/** The proposal as everything new builds on it: without what the user rejected. */
export function proposedTexts({
  proposal,
  choices,
}: Pick<RunState, 'proposal' | 'choices'>): ReadonlyMap<WorkspacePath, string | null> {
  return textsAfter(reviewProposal(proposal, choices).flatMap((review) => proposedChange(review) ?? []));
}

/** What the workspace has where the proposal changes something, as far as the run knows. */
export function basesOf({ proposal }: Pick<RunState, 'proposal'>): ReadonlyMap<WorkspacePath, string | null> {
  return textsBefore([...proposal.values()].flatMap((file) => changeOf(file) ?? []));
}

/** Lays later changes over earlier ones. */
export function layOver(earlier: TreeChanges, later: Iterable<readonly [WorkspacePath, string | null]>): TreeChanges {
  return new Map([...earlier, ...later]);
}
