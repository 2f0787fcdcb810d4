import type { Finding, FindingState } from '../review/finding';
import type { ProposalStep } from '../staging/read/proposal';
import type { WorkspacePath } from '../util/paths';
import type { Tasks } from './attemptReducer';
import type { RunEvent } from './events';
import type { RunState, TaskStatus } from './state';

/** Ends in which a task leaves what it was sent back for as it was. */
const leftUndone: ReadonlySet<TaskStatus> = new Set(['failed', 'blocked', 'conflict', 'skipped', 'stopped']);

/** Whether a finding was sent back, and the attempt that is to answer it has not been accepted yet. */
export function isUnderWay(tasks: Tasks, { finding, choice }: FindingState): boolean {
  if (choice !== 'sent-back') return false;
  const attempts = tasks.get(finding.taskId)?.attempts ?? [];
  return !attempts.some(({ accepted, attempt }) => accepted && attempt > finding.attempt);
}

/** Folds one event, already folded into the run's tasks, into its findings. */
export function reduceFindings({ findings, tasks }: RunState, event: RunEvent): readonly FindingState[] {
  switch (event.type) {
    case 'attempt-accepted':
    case 'conflict-settled':
      return [
        // A new attempt supersedes what was found, and not yet settled, on the earlier ones of its task.
        ...moved(findings, event).filter(({ finding, choice }) => choice !== 'open' || finding.taskId !== event.taskId),
        ...event.findings.map((finding) => ({ finding, choice: 'open' as const })),
      ];
    case 'proposal-measured':
      return event.subject === 'proposal' ? measuredAnew(findings, event) : findings;
    case 'finding-settled':
      return settle(findings, event.findingId, { choice: event.choice, reason: event.reason });
    case 'task-reopened':
      if (event.findingId === null) return findings;
      return settle(findings, event.findingId, { choice: 'sent-back', reason: event.feedback ?? '' });
    default:
      return reopened(findings, tasks);
  }
}

/** A gate's open findings give way to its new ones; what the user dismissed before, word for word, stays dismissed. */
function measuredAnew(
  findings: readonly FindingState[],
  { verdict, findings: found = [] }: Extract<RunEvent, { type: 'proposal-measured' }>,
): readonly FindingState[] {
  const source = `gate:${verdict.gate}`;
  const others = findings.filter(({ finding, choice }) => finding.source !== source || choice !== 'open');
  const isSame = (one: Finding, other: Finding): boolean =>
    one.source === other.source &&
    one.path === other.path &&
    one.quote === other.quote &&
    one.message === other.message;
  const isDismissed = (finding: Finding): boolean =>
    others.some((other) => other.choice === 'dismissed' && isSame(other.finding, finding));
  const open = found.filter((finding) => !isDismissed(finding));
  return [...others, ...open.map((finding): FindingState => ({ finding, choice: 'open' }))];
}

/** What was found of a file goes along when the file is moved. */
function moved(
  findings: readonly FindingState[],
  { files, left = [] }: Extract<RunEvent, { type: 'attempt-accepted' | 'conflict-settled' }>,
): readonly FindingState[] {
  const places = new Map(files.flatMap(({ path, steps }) => lastMove(path, steps)));
  if (places.size === 0) return findings;
  return findings.map((state) => {
    const { finding } = state;
    const path = places.get(finding.path);
    return path === undefined || !left.includes(finding.path) ? state : { ...state, finding: { ...finding, path } };
  });
}

function lastMove(
  path: WorkspacePath,
  steps: readonly ProposalStep[],
): readonly (readonly [WorkspacePath, WorkspacePath])[] {
  const from = steps.at(-1)?.movedFrom;
  return from === undefined ? [] : [[from, path]];
}

/** What was sent back in vain is open again, or nobody would hear of it any more. */
function reopened(findings: readonly FindingState[], tasks: Tasks): readonly FindingState[] {
  const isInVain = (found: FindingState): boolean =>
    isUnderWay(tasks, found) && leftUndone.has(tasks.get(found.finding.taskId)?.status ?? 'waiting');
  if (!findings.some(isInVain)) return findings;
  return findings.map((found) => (isInVain(found) ? { finding: found.finding, choice: 'open' } : found));
}

function settle(
  findings: readonly FindingState[],
  id: string,
  change: Pick<FindingState, 'choice' | 'reason'>,
): readonly FindingState[] {
  return findings.map((state) => (state.finding.id === id ? { ...state, ...change } : state));
}
