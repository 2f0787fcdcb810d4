import { builtInGates } from '../ruling';
import type { RunState, TaskState } from '../state';
import type { Facts, Told } from './facts';
import type { HunkCounts } from './fileReports';

/** The tasks of the newest plan with all their attempts, in the plan's order. */
export function taskReports(
  state: RunState,
  facts: Facts,
  hunksOfTask: (taskId: string) => HunkCounts,
): readonly Told<'tasks'>[] {
  return [...state.tasks.values()].map((task) => ({
    id: task.task.id,
    title: task.task.title,
    status: task.status,
    measured: isMeasured(task),
    failure: task.failure?.message ?? null,
    hunks: hunksOfTask(task.task.id),
    attempts: task.attempts.map((attempt) => {
      const key = { taskId: task.task.id, attempt: attempt.attempt };
      return {
        attempt: attempt.attempt,
        profile: attempt.profile,
        ...facts.timesOf(key),
        feedback: attempt.feedback,
        models: attempt.models.map(({ returned, configured }) => (returned === '' ? configured : returned)),
        turns: attempt.turns,
        tokens: attempt.usage,
        files: (attempt.changeSet?.changes ?? []).map(({ path }) => path),
        summary: attempt.summary,
        accepted: attempt.accepted,
      };
    }),
  }));
}

/** Whether a gate of the user's has passed on what was accepted: the built-in ones look at a change, and measure nothing. */
function isMeasured({ attempts }: TaskState): boolean {
  const accepted = attempts.findLast((attempt) => attempt.accepted);
  return accepted?.verdicts.some(({ gate, outcome }) => !builtInGates.has(gate) && outcome === 'passed') ?? false;
}
