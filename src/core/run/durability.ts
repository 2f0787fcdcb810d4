import type { JournalReach } from '../ports/journal';
import type { RunEvent } from './events';

/**
 * How far each event has to get before it is acted on. The death of the extension host takes nothing of what the system has; to the
 * disk, which outlives a power cut, goes what cannot be had again: a person's word, a model's work and decisions, and where an apply
 * stands. Events are in order, so each of these takes along all before it. What comes with every turn, measurement or pause in typing
 * is not waited for.
 */
const reaches: Readonly<Record<RunEvent['type'], JournalReach>> = {
  // The goal, the plan and its approval: from there on money is spent.
  'run-created': 'disk',
  'plan-proposed': 'disk',
  'plan-returned': 'system',
  'plan-revised': 'disk',
  'plan-approved': 'disk',
  'run-failed': 'disk',
  'run-discarded': 'disk',
  'stop-requested': 'disk',
  'run-stopped': 'system',
  'run-aborted': 'disk',
  'run-interrupted': 'system',
  'run-resumed': 'disk',
  'run-paused': 'disk',
  'run-finished': 'disk',
  'run-summed-up': 'disk',
  'lead-called': 'system',
  // An attempt's end is its worker's whole work.
  'attempt-started': 'system',
  'worker-turned': 'system',
  'change-set-written': 'disk',
  'attempt-failed': 'disk',
  'worker-blocked': 'disk',
  'task-failed': 'disk',
  // What was measured can be measured again.
  'gates-held': 'system',
  'proposal-held': 'system',
  'attempt-measured': 'system',
  'proposal-measured': 'system',
  // Decisions of the lead, before they are acted on, and what they came to.
  'assessment-started': 'system',
  'attempt-assessed': 'disk',
  'decision-refused': 'system',
  'question-asked': 'system',
  'attempt-accepted': 'disk',
  'attempt-rejected': 'system',
  'attempt-reassigned': 'system',
  'merge-conflicted': 'system',
  'conflict-judged': 'disk',
  'conflict-ordered': 'system',
  'conflict-delegated': 'system',
  'conflict-left': 'system',
  // The user's word.
  'conflict-settled': 'disk',
  'gates-released': 'disk',
  'gate-waived': 'disk',
  'question-answered': 'disk',
  'task-reopened': 'disk',
  'task-stopped': 'disk',
  'worker-told': 'disk',
  'conflict-drafted': 'disk',
  'choice-made': 'disk',
  'finding-settled': 'disk',
  // They come with the typing, one after the other.
  'proposal-edited': 'system',
  'file-rebased': 'system',
  // Before-images have to be on the disk before a file is written.
  'apply-refused': 'disk',
  'apply-started': 'disk',
  applied: 'disk',
  'undo-started': 'disk',
  'undo-refused': 'disk',
  'apply-undone': 'disk',
};

/** Where an event has to be before anything acts on it. */
export function reachOf({ type }: RunEvent): JournalReach {
  return reaches[type];
}
