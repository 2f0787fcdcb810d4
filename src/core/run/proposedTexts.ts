import type { TreeChanges } from '../ports/shadowTree';
import { reviewProposal } from '../review/fold';
import type { WorkspacePath } from '../util/paths';
import type { RunState } from './state';

/** The proposal as everything new builds on it: without what the user rejected. */
export function proposedTexts(state: RunState): ReadonlyMap<WorkspacePath, string | null> {
  return new Map(
    reviewProposal(state.proposal, state.choices)
      .filter(({ base, proposed }) => base !== proposed)
      .map(({ path, proposed }) => [path, proposed]),
  );
}

/** Lays later changes over earlier ones. */
export function layOver(earlier: TreeChanges, later: Iterable<readonly [WorkspacePath, string | null]>): TreeChanges {
  return new Map([...earlier, ...later]);
}
