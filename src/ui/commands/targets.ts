import type { TaskId } from '../../core/plan/plan';
import type { RunState, TaskState } from '../../core/run/state';
import type { StatedGoal } from '../goal/goalInput';

/** A text field of a command's argument, if it is an object that has one: arguments come from rows, but also from anybody. */
function fieldOf(
  argument: unknown,
  name: 'goal' | 'folder' | 'runId' | 'taskId' | 'questionId' | 'gate',
): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(argument, name)?.value;
  return typeof value === 'string' ? value : undefined;
}

/** The goal that a caller brought along: a text, or `{ goal, folder }`. */
export function goalOfArgument(argument: unknown): StatedGoal | undefined {
  const goal = (typeof argument === 'string' ? argument : (fieldOf(argument, 'goal') ?? '')).trim();
  return goal === '' ? undefined : { goal, folder: fieldOf(argument, 'folder') };
}

/** The id of the run a command was called on. */
export function runOfArgument(argument: unknown): string | undefined {
  return fieldOf(argument, 'runId');
}

/** The task a command was called on, if the run has it. */
export function taskOfArgument(argument: unknown, state: RunState): TaskState | undefined {
  const id = fieldOf(argument, 'taskId');
  return id === undefined ? undefined : state.tasks.get(id as TaskId);
}

/** The id of the question a command was called on. */
export function questionOfArgument(argument: unknown): string | undefined {
  return fieldOf(argument, 'questionId');
}

/** The gate a command was called on. */
export function gateOfArgument(argument: unknown): string | undefined {
  return fieldOf(argument, 'gate');
}
