import type { Verdict } from '../gates/verdict';
import type { RunEvent } from './events';
import type { AttemptState, RunState, TaskState } from './state';

/** How many attempts in a row came to nothing, after an event. An accept begins anew, and so does whatever the user decides. */
export function fruitlessAfter({ fruitless }: RunState, event: RunEvent): number {
  switch (event.type) {
    case 'attempt-rejected':
    case 'attempt-reassigned':
    case 'task-failed':
    case 'worker-blocked':
      return fruitless + 1;
    case 'attempt-accepted':
    case 'conflict-settled':
    case 'task-reopened':
    case 'run-resumed':
      return 0;
    case 'question-answered':
      return event.granted ? 0 : fruitless;
    default:
      return fruitless;
  }
}

/** Whether the newest attempt of a task came to the same end as the one before: the same words, or the same problems of the same gates. */
export function isRepeated({ attempts }: TaskState): boolean {
  const [before, newest] = attempts.slice(-2);
  if (!before || !newest) return false;
  const end = endOf(newest);
  return end !== '' && end === endOf(before);
}

function endOf({ failure, verdicts }: AttemptState): string {
  if (failure) return failure.message;
  return verdicts
    .filter(({ required, outcome }) => required && outcome === 'failed')
    .map(complaint)
    .join('\n');
}

/** What a gate complains of: its problems without their lines, which move, or all of its output where it names none. */
function complaint({ gate, problems = [], output }: Verdict): string {
  const named = problems.map(({ path, message }) => `${path} ${message}`).sort();
  return JSON.stringify([gate, named.length > 0 ? named : output]);
}

/** What came of an attempt, in a line for the lead. */
export function attemptLine({ attempt, profile, failure, verdicts, assessment }: AttemptState): string {
  const red = verdicts.filter(({ required, outcome }) => required && outcome === 'failed').map(({ gate }) => gate);
  const decision = assessment?.decision;
  const feedback = decision && 'feedback' in decision ? decision.feedback : '';
  const end = failure?.message ?? (red.length > 0 ? `failed ${red.join(', ')}` : 'written');
  return `${attempt} by ${profile}: ${end}${feedback === '' ? '' : ` Sent back with: ${feedback}`}`;
}
