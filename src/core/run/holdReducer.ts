import type { RunEvent } from './events';
import type { HeldSource } from './heldSource';
import { proposedTexts } from './proposedTexts';
import type { RunState } from './state';

type Held = Pick<RunState, 'heldProposal' | 'heldChosen'>;

/**
 * Folds one event, already folded into the run's proposal, into what waits to be seen of the merged proposal and of what was
 * chosen of it. A version that is proposed no more waits no more.
 */
export function reduceHeld(run: RunState, event: RunEvent): Held {
  const { heldProposal, heldChosen } = run;
  switch (event.type) {
    case 'proposal-held':
      return event.subject === 'proposal'
        ? { heldProposal: event.versions, heldChosen }
        : { heldProposal, heldChosen: event.versions };
    case 'gates-released':
      return { heldProposal: unseen(heldProposal, event.seen), heldChosen: unseen(heldChosen, event.seen) };
    case 'attempt-accepted':
    case 'conflict-settled':
    case 'proposal-edited':
    case 'file-rebased':
    case 'choice-made':
    case 'applied':
    case 'apply-undone':
      return { heldProposal: stillProposed(run, heldProposal), heldChosen: [] };
    default:
      return { heldProposal, heldChosen };
  }
}

/** All that waits to be seen in a run: by a task, for the merged proposal, or for an apply. */
export function heldIn({ tasks, heldProposal, heldChosen }: RunState): readonly HeldSource[] {
  const byTasks = [...tasks.values()].filter(({ status }) => status === 'held');
  return [...byTasks.flatMap(({ heldSources }) => heldSources), ...heldProposal, ...heldChosen];
}

function unseen(held: readonly HeldSource[], seen: readonly string[]): readonly HeldSource[] {
  return held.filter(({ fingerprint }) => !seen.includes(fingerprint));
}

function stillProposed(run: RunState, held: readonly HeldSource[]): readonly HeldSource[] {
  if (held.length === 0) return held;
  const texts = proposedTexts(run);
  return held.filter(({ path, after }) => texts.get(path) === after);
}
