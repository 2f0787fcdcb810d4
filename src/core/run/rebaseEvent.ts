import { reviewFile } from '../review/fold';
import type { Choice, Choices, HunkId } from '../review/hunk';
import { hunksOf } from '../review/hunks';
import { rebaseFile } from '../review/rebase';
import { hasMixedLineEnds, keepLineEnds } from '../staging/read/lineEnds';
import type { ProposalFile } from '../staging/read/proposal';
import { deltaBetween } from '../staging/read/textDelta';
import type { WorkspacePath } from '../util/paths';
import type { RunEvent } from './events';
import { keepRebased, rebaseOriginOf } from './rebaseReducer';
import type { RunState } from './state';

/**
 * What the text that a file has now means for the proposal, which has the file at `path`; `undefined` when that is what it stands on
 * already.
 */
export function rebaseEvent(state: RunState, path: WorkspacePath, current: string | null): RunEvent | undefined {
  const file = state.proposal.get(path);
  if (!file) return undefined;
  const origin = rebaseOriginOf(state, file);
  const now = withLineEndsOf(origin.file.base, current);
  if (now === file.base) return undefined;
  const rebased = rebaseFile(origin.file, origin.choices, now);
  const event: RunEvent = {
    type: 'file-rebased',
    path,
    base: deltaBetween(origin.file.base, rebased.file.base),
    text: deltaBetween(origin.file.text, rebased.file.text),
    steps: rebased.file.steps.map(({ text }, index) => deltaBetween(origin.file.steps[index]?.text ?? null, text)),
    clashes: rebased.file.clashes ?? [],
    choices: choiceChanges(state, file, rebased.choices),
  };
  keepRebased(event, now === origin.file.base ? origin.file : rebased.file);
  return event;
}

/** Whether hunks are still what the user was shown when they decided on them: the same lines, and no clash that came since. */
export function areAsShown(shown: RunState, now: RunState, hunks: readonly HunkId[]): boolean {
  if (shown.proposal === now.proposal) return true;
  const clashing = clashesIn(shown);
  const standing = clashesIn(now);
  return hunks.every((id) => standing.has(id) && (!standing.get(id) || clashing.get(id) === true));
}

/** Every hunk of the proposal, and whether it clashes with what the user wrote. */
function clashesIn({ proposal, choices }: RunState): ReadonlyMap<HunkId, boolean> {
  const all = [...proposal.values()].flatMap((file) => reviewFile(file, choices).hunks);
  return new Map(all.map(({ hunk, clash }) => [hunk.id, clash !== undefined]));
}

/** Editors make line ends uniform that were not; nobody means to change every line by that. */
function withLineEndsOf(base: string | null, current: string | null): string | null {
  if (base === null || current === null || !hasMixedLineEnds(base) || hasMixedLineEnds(current)) return current;
  return keepLineEnds(base, current);
}

function choiceChanges(
  { choices }: RunState,
  present: ProposalFile,
  wanted: Choices,
): readonly { readonly hunk: HunkId; readonly choice: Choice }[] {
  const ids = new Set([...hunksOf(present).map(({ id }) => id), ...wanted.keys()]);
  return [...ids].flatMap((hunk) => {
    const choice = wanted.get(hunk) ?? 'open';
    return choice === (choices.get(hunk) ?? 'open') ? [] : [{ hunk, choice }];
  });
}
