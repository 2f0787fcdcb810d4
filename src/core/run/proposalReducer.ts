import type { Choice, Choices, HunkId } from '../review/hunk';
import type { Proposal, ProposalFile } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import type { RunEvent } from './events';
import { foldRebase, originsAfter } from './rebaseReducer';
import type { RunState } from './state';

/** What concerns proposed text: the proposal, the choices on it and what was measured of it. */
export function reduceProposal(state: RunState, event: RunEvent): RunState {
  const next = reduceTexts(state, event);
  return event.type === 'file-rebased' ? next : { ...next, origins: originsAfter(state, event) };
}

/** The proposal with what a merge made of it. */
export function withMerged(
  state: RunState,
  {
    files,
    left = [],
    reopened = [],
  }: Pick<Extract<RunEvent, { type: 'attempt-accepted' }>, 'files' | 'left' | 'reopened'>,
): RunState {
  return {
    ...state,
    proposal: withFiles(without(state.proposal, left), files),
    choices: withChoice(state.choices, reopened, 'open'),
    // A verdict on the proposal as it was says nothing about the proposal as it is.
    proposalVerdicts: [],
  };
}

function reduceTexts(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'attempt-accepted':
    case 'conflict-settled':
      return withMerged(state, event);
    case 'proposal-edited':
      return {
        ...state,
        proposal: withFiles(state.proposal, [event.file]),
        choices: withChoice(withChoice(state.choices, event.rejected, 'rejected'), event.reopened, 'open'),
        proposalVerdicts: [],
      };
    case 'file-rebased': {
      const { file, origins } = foldRebase(state, event);
      return {
        ...state,
        proposal: withFiles(state.proposal, [file]),
        origins,
        choices: event.choices.reduce((all, { hunk, choice }) => withChoice(all, [hunk], choice), state.choices),
        proposalVerdicts: [],
        chosenVerdicts: [],
      };
    }
    case 'proposal-held':
      return event.subject === 'proposal' ? { ...state, proposalVerdicts: [] } : { ...state, chosenVerdicts: [] };
    case 'apply-started':
    case 'undo-started':
      return { ...state, applying: true };
    case 'apply-refused':
    case 'undo-refused':
    case 'run-interrupted':
      // Any file of an apply that was cut short may be written or not. It stands, and can be taken back.
      return { ...state, applying: false };
    case 'apply-undone':
      return {
        ...state,
        applying: false,
        proposal: withFiles(state.proposal, event.files),
        choices: withChoice(state.choices, event.rejected ?? [], 'rejected'),
        appliedPaths: stillApplied(state, event.paths),
        proposalVerdicts: [],
        chosenVerdicts: [],
        baseVerdicts: [],
      };
    case 'applied':
      return {
        ...state,
        applying: false,
        proposal: withFiles(state.proposal, event.files),
        choices: withChoice(withChoice(state.choices, event.spent, 'open'), event.rejected ?? [], 'rejected'),
        appliedPaths: [...new Set([...state.appliedPaths, ...event.paths])].sort(),
        proposalVerdicts: [],
        chosenVerdicts: [],
        // What comes now stands on another base.
        baseVerdicts: [],
      };
    case 'choice-made':
      return { ...state, choices: withChoice(state.choices, event.hunks, event.choice), chosenVerdicts: [] };
    default:
      return state;
  }
}

/** A file stays applied that an earlier apply has written too. */
function stillApplied({ applies, appliedPaths }: RunState, undone: readonly WorkspacePath[]): readonly WorkspacePath[] {
  const earlier = applies.slice(0, -1).flatMap(({ paths }) => paths);
  return appliedPaths.filter((path) => !undone.includes(path) || earlier.includes(path));
}

function withFiles(proposal: Proposal, files: readonly ProposalFile[]): Proposal {
  const next = new Map(proposal);
  for (const file of files) next.set(file.path, file);
  return next;
}

function without(proposal: Proposal, left: readonly WorkspacePath[]): Proposal {
  if (left.length === 0) return proposal;
  return new Map([...proposal].filter(([path]) => !left.includes(path)));
}

function withChoice(choices: Choices, hunks: readonly HunkId[], choice: Choice): Choices {
  const next = new Map(choices);
  for (const hunk of hunks) {
    if (choice === 'open') next.delete(hunk);
    else next.set(hunk, choice);
  }
  return next;
}
