import type { RunEvent } from '../../src/core/run/events';
import type { RunState } from '../../src/core/run/state';

/** What the demo prints of an event, one line each; nothing for events that only matter to machines. */
export function eventLines(event: RunEvent, state: RunState): readonly string[] {
  switch (event.type) {
    case 'plan-proposed':
      return event.plan.warnings.map(({ message }) => `plan      note: ${message}`);
    case 'attempt-started': {
      const working = [...state.tasks.values()].filter(({ status }) => status === 'working').length;
      const again = event.feedback === null ? '' : `, with feedback: ${event.feedback}`;
      return [`${event.taskId} #${event.attempt}    worker starts (${working} at work)${again}`];
    }
    case 'change-set-written':
      return [
        `${event.taskId} #${event.attempt}    wrote ${event.changeSet.changes.map(({ path }) => path).join(', ')}`,
      ];
    case 'attempt-measured': {
      const { gate, outcome, exitCode, tree } = event.verdict;
      if (exitCode === null && outcome === 'passed') return [];
      return [
        `${event.taskId} #${event.attempt}    gate ${gate}: ${outcome}, exit code ${String(exitCode)}, tree ${tree.slice(0, 12)}`,
      ];
    }
    case 'attempt-assessed': {
      const { criteria, findings, decision } = event.assessment;
      const met = criteria.filter((criterion) => criterion.met).length;
      return [
        `${event.taskId} #${event.attempt}    lead: ${met} of ${criteria.length} criteria met, decides ${decision.type}`,
        ...findings.map(
          ({ path, line, message }) => `${event.taskId} #${event.attempt}    finding at ${path}:${line}: ${message}`,
        ),
      ];
    }
    case 'decision-refused':
      return [`${event.taskId} #${event.attempt}    refused by the guard: ${event.reason}`];
    case 'merge-conflicted':
      return [`${event.taskId} #${event.attempt}    conflict in ${event.conflicts.map(({ path }) => path).join(', ')}`];
    case 'task-failed':
      return [`${event.taskId}       failed: ${event.failure.message}`];
    case 'task-reopened':
      return [`${event.taskId}       sent back by the user: ${event.feedback ?? ''}`];
    case 'proposal-measured':
      return [
        `gate ${event.verdict.gate} on the ${event.subject === 'chosen' ? 'chosen changes' : event.subject}: ${event.verdict.outcome}, exit code ${String(event.verdict.exitCode)}, tree ${event.verdict.tree.slice(0, 12)}`,
      ];
    case 'choice-made':
      return [`choice    ${event.hunks.length === 1 ? 'one change' : `${event.hunks.length} changes`} ${event.choice}`];
    case 'apply-refused':
      return [`apply     refused: ${event.failure.message}`];
    case 'applied':
      return [`apply     wrote ${event.paths.join(', ')}`];
    default:
      return [];
  }
}

/** The plan as lines: tasks by wave with their dependencies and scopes. */
export function planLines(state: RunState): readonly string[] {
  const { plan } = state;
  if (!plan) return ['plan      there is none'];
  return [
    `plan      ${plan.summary}`,
    ...plan.waves.flatMap((wave, index) =>
      wave.map((id) => {
        const task = state.tasks.get(id)?.task;
        const after = task && task.dependsOn.length > 0 ? `, after ${task.dependsOn.join(', ')}` : '';
        return `plan      wave ${index + 1}: ${id} ${task?.title ?? ''} [${task?.writeScope.join(', ') ?? ''}${after}]`;
      }),
    ),
  ];
}

/** The bill as a line, by role. */
export function usageLine({ usage, leadModel, setup }: RunState): string {
  const tokens = ({ input, output }: { readonly input: number; readonly output: number }): string =>
    `${input} in, ${output} out`;
  return `tokens    lead ${leadModel?.returned ?? setup.lead}: ${tokens(usage.lead)}; workers ${setup.worker}: ${tokens(usage.worker)}`;
}
