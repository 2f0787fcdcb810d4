import { reviewProposal } from '../../src/core/review/fold';
import type { Choice, HunkId } from '../../src/core/review/hunk';
import type { Resolution } from '../../src/core/lead/resolution';
import type { AttemptKey, RunEvent } from '../../src/core/run/events';
import type { RunState } from '../../src/core/run/state';
import type { Verdict } from '../../src/core/gates/verdict';
import { countOf } from '../../src/core/util/text';

const labelWidth = 9;
const digestLength = 12;

/** A line of what the demo prints: what it is about in a column of its own, then the words, whatever line ends they have. */
export function entry(label: string, words: string): string {
  return `${label.padEnd(labelWidth)} ${words.trim().replaceAll(/\s*\n\s*/g, ' ')}`;
}

/** What the demo prints of an event, given the state after it; nothing for events that only matter to machines. */
export function eventLines(event: RunEvent, state: RunState): readonly string[] {
  switch (event.type) {
    case 'plan-proposed':
      return planLines(state);
    case 'run-failed':
      return [entry('run', `failed: ${event.failure.message}`)];
    case 'run-aborted':
      return [entry('run', `aborted: ${event.reason}`)];
    case 'attempt-started': {
      const again = event.feedback === null ? '' : `, with feedback: ${event.feedback}`;
      return [entry(attempt(event), `worker starts (${workingTasks(state).length} at work)${again}`)];
    }
    case 'change-set-written':
      return [entry(attempt(event), `wrote ${event.changeSet.changes.map(({ path }) => path).join(', ')}`)];
    case 'attempt-failed':
      return [entry(attempt(event), `came to nothing, the lead is asked: ${event.failure.message}`)];
    case 'worker-blocked':
      return [entry(attempt(event), `worker is blocked: ${event.reason}`)];
    case 'gates-held':
      return [entry(attempt(event), `gates wait for the user: ${event.sources.join(', ')}`)];
    case 'attempt-measured':
      return isNews(event.verdict) ? [entry(attempt(event), verdictWords(event.verdict, ''))] : [];
    case 'attempt-assessed':
      return assessmentLines(event);
    case 'decision-refused':
      return [entry(attempt(event), `refused by the ${event.by ?? 'guard'}: ${event.reason}`)];
    case 'question-asked':
      return [entry(attempt(event), `the lead asks the user to ${event.decision.type}`)];
    case 'merge-conflicted':
      return [entry(attempt(event), `conflict in ${event.conflicts.map(({ path }) => path).join(', ')}`)];
    case 'conflict-judged':
      return [entry(attempt(event), resolutionWords(event.resolution))];
    case 'conflict-left':
      return [entry(attempt(event), `the user settles the conflict: ${event.reason}`)];
    case 'conflict-settled':
      return [entry(attempt(event), 'the user settled the conflict')];
    case 'task-failed':
      return [entry(event.taskId, `failed: ${event.failure.message}`)];
    case 'task-reopened':
      return [entry(event.taskId, `sent back by the user: ${event.feedback ?? ''}`)];
    case 'run-summed-up':
      return [
        event.summary.text,
        ...event.summary.lookFirst.map(({ path, reason }) => `look at ${path}: ${reason}`),
      ].map((words) => entry('lead', words));
    case 'proposal-measured':
      return [entry('gate', verdictWords(event.verdict, subjectWords[event.subject]))];
    case 'choice-made':
      return choiceLines(event, state);
    case 'apply-refused':
      return [entry('apply', `refused: ${event.failure.message}`)];
    case 'applied':
      return [entry('apply', `wrote ${event.paths.join(', ')}`)];
    case 'apply-undone':
      return [entry('undo', `took back ${event.paths.join(', ')}`)];
    default:
      return [];
  }
}

/** The tasks that a worker is at, by id. */
export function workingTasks(state: RunState): readonly string[] {
  return [...state.tasks.values()].filter(({ status }) => status === 'working').map(({ task }) => task.id);
}

/** The bill as a line, by role. */
export function usageLine({ usage, leadModels, setup }: RunState): string {
  const tokens = ({ input, output }: { readonly input: number; readonly output: number }): string =>
    `${input} in, ${output} out`;
  const lead = leadModels.map(({ returned }) => returned).join(', ') || setup.lead;
  return entry('tokens', `lead ${lead}: ${tokens(usage.lead)}; workers ${setup.worker}: ${tokens(usage.worker)}`);
}

/** The plan as lines: tasks by wave with their dependencies and scopes, then what is worth knowing of it. */
function planLines({ plan, tasks }: RunState): readonly string[] {
  const planned = (plan?.waves ?? []).flatMap((wave, index) =>
    wave.map((id) => {
      const task = tasks.get(id)?.task;
      const after = task && task.dependsOn.length > 0 ? ` after ${task.dependsOn.join(', ')}` : '';
      return `wave ${index + 1}: ${id} ${task?.title ?? ''} [${task?.writeScope.join(', ') ?? ''}]${after}`;
    }),
  );
  const notes = (plan?.warnings ?? []).map(({ message }) => `note: ${message}`);
  return [plan?.summary ?? '', ...planned, ...notes].map((words) => entry('plan', words));
}

function resolutionWords(resolution: Resolution): string {
  switch (resolution.type) {
    case 'order':
      return `lead on the conflict: done again on what came first, ${resolution.feedback}`;
    case 'delegate':
      return `lead on the conflict: a worker merges, ${resolution.instructions}`;
    case 'leave':
      return `lead on the conflict: left to the user, ${resolution.reason}`;
  }
}

function attempt({ taskId, attempt: number }: AttemptKey): string {
  return `${taskId} #${number}`;
}

/** Whether a verdict says more than that one of our own gates found nothing, which they seldom do. */
function isNews({ exitCode, outcome }: Verdict): boolean {
  return exitCode !== null || outcome !== 'passed';
}

const subjectWords = {
  base: ' on the workspace as it is',
  proposal: ' on the merged proposal',
  chosen: ' on the chosen changes',
} as const;

function verdictWords({ gate, outcome, exitCode, tree, output }: Verdict, subject: string): string {
  const measured = `gate ${gate}${subject}: ${outcome.replaceAll('-', ' ')}`;
  // Without an exit code nothing was run to its end: the output says why.
  if (exitCode === null) return `${measured}: ${output}`;
  return `${measured}, exit code ${exitCode}, tree ${tree.slice(0, digestLength)}`;
}

function assessmentLines(event: Extract<RunEvent, { type: 'attempt-assessed' }>): readonly string[] {
  const { criteria, findings, decision } = event.assessment;
  const met = criteria.filter((criterion) => criterion.met).length;
  return [
    `lead: ${met} of ${criteria.length} criteria met, decides ${decision.type}`,
    ...findings.map(({ path, line, message }) => `finding at ${path}:${line}: ${message}`),
  ].map((words) => entry(attempt(event), words));
}

function choiceLines(
  { hunks, choice }: { readonly hunks: readonly HunkId[]; readonly choice: Choice },
  state: RunState,
): readonly string[] {
  const files = reviewProposal(state.proposal, state.choices).filter((file) =>
    file.hunks.some(({ hunk }) => hunks.includes(hunk.id)),
  );
  const where = files.length === 1 ? (files[0]?.path ?? '') : countOf(files.length, 'file');
  return [entry('choice', `${countOf(hunks.length, 'change')} in ${where} ${choice}`)];
}
