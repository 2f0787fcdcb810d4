import type { RunEvent } from '../../src/core/run/events';
import type { RunPhase, RunState } from '../../src/core/run/state';

const finalPhases: ReadonlySet<RunPhase> = new Set(['failed', 'aborted', 'stopped', 'discarded']);

/** Whether nothing that anybody does makes the run go on. */
export function isOver({ phase }: RunState): boolean {
  return finalPhases.has(phase);
}

/** Why nothing further comes of itself after an event, and the user is next; nothing while models or gates are at work. */
export function standstill(event: RunEvent, state: RunState): string | undefined {
  switch (event.type) {
    case 'plan-proposed':
      return 'the plan waits for approval';
    case 'run-failed':
      return `the run failed: ${event.failure.message}`;
    case 'run-aborted':
      return `the run was aborted: ${event.reason}`;
    case 'run-stopped':
      return 'the run was stopped';
    case 'run-discarded':
      return 'the run was discarded';
    case 'gates-held':
      return `the gates of ${event.taskId} wait for the user`;
    case 'question-asked':
      return `the lead asks the user about ${event.taskId}`;
    case 'run-finished':
      return ['all tasks have settled', ...lostTasks(state)].join('; ');
    case 'apply-refused':
      return `the apply was refused: ${event.failure.message}`;
    case 'applied':
      return 'the chosen changes are applied';
    default:
      return undefined;
  }
}

/** The tasks that did not make it, each with the reason that the journal gives. */
export function lostTasks({ tasks }: RunState): readonly string[] {
  return [...tasks.values()]
    .filter(({ status }) => status !== 'accepted')
    .map(({ task, status, failure }) => `${task.id} is ${status}${failure ? `: ${failure.message}` : ''}`);
}
