import { reviewProposal } from '../../review/fold';
import type { Hunk, HunkId } from '../../review/hunk';
import { countOf } from '../../util/text';
import { changedBySaving } from '../applies';
import type { RunState } from '../state';
import { toldByState, type Parts } from './parts';

type ApplyEvents =
  | 'choice-made'
  | 'proposal-edited'
  | 'file-rebased'
  | 'finding-settled'
  | 'apply-refused'
  | 'apply-started'
  | 'applied'
  | 'undo-started'
  | 'undo-refused'
  | 'apply-undone';

/** What is told of the review, and of what was written. */
export const applyFacts: Parts<ApplyEvents> = {
  'choice-made': toldByState,
  'proposal-edited': toldByState,
  'file-rebased': toldByState,
  'finding-settled': toldByState,
  'apply-refused': (facts, { event, at, before }) => {
    const { reason, message } = event.failure;
    facts.failures.push({ at, subject: 'apply', reason, message });
    const newest = facts.applies.at(-1);
    // Most are refused before anything was begun.
    if (before?.applying !== true || newest?.outcome !== 'unfinished') return;
    newest.outcome = 'refused';
    newest.endedAt = at;
  },
  'apply-started': (facts, { event, at }) => {
    const { writes } = event;
    const nothing = { hunks: [], leftOut: [], changedBySaving: [] } as const;
    const paths = writes.map(({ path }) => path);
    facts.applies.push({ at, writes, outcome: 'unfinished', endedAt: null, undoneAt: null, paths, ...nothing });
  },
  applied: (facts, { event, at, before, after }) => {
    const newest = facts.applies.at(-1);
    if (newest?.outcome !== 'unfinished') return;
    newest.outcome = 'applied';
    newest.endedAt = at;
    newest.paths = event.paths;
    newest.hunks = hunksIn(before, event.spent);
    newest.changedBySaving = changedBySaving(after?.applies.at(-1)?.writes ?? []);
  },
  'undo-started': toldByState,
  'undo-refused': (facts, { event, at }) => {
    const { reason, message } = event.failure;
    facts.failures.push({ at, subject: 'undo', reason, message });
  },
  'apply-undone': (facts, { event, at }) => {
    const standing = facts.applies.findLast(({ outcome }) => outcome === 'applied' || outcome === 'unfinished');
    if (!standing) return;
    standing.outcome = 'undone';
    standing.undoneAt = at;
    standing.leftOut = event.leftOut;
    facts.acts.push({
      at,
      act: `took an apply back in ${countOf(event.paths.length, 'file')}`,
      task: null,
      reason: '',
    });
  },
};

/** The hunks of these names, as they were under review. */
function hunksIn(state: RunState | undefined, ids: readonly HunkId[]): readonly Hunk[] {
  if (!state) return [];
  const wanted = new Set(ids);
  return reviewProposal(state.proposal, state.choices)
    .flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk))
    .filter(({ id }) => wanted.has(id));
}
