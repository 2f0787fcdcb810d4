import type { TaskId } from '../../core/plan/plan';
import type { RunState, TaskState } from '../../core/run/state';

/** A text field of a command's argument, if it is an object that has one: arguments come from rows, but also from anybody. */
function fieldOf(argument: unknown, name: 'taskId' | 'questionId' | 'gate'): string | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const value: unknown = Object.getOwnPropertyDescriptor(argument, name)?.value;
  return typeof value === 'string' ? value : undefined;
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
