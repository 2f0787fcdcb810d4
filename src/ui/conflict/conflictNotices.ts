import * as vscode from 'vscode';

import type { Logger } from '../../core/ports/services';
import type { CurrentRun } from '../../core/run/currentRun';
import type { RunChange } from '../../core/run/run';
import type { Disposable } from '../../core/util/disposable';
import { conflictCommands } from '../catalogue';
import { plainMessage } from '../commands/problem';
import { sideNames } from './conflictOf';
import type { ConflictTarget } from './conflictTarget';

/** Tells once of each conflict that comes to the user, in a notification that takes no focus. */
export function registerConflictNotices({
  current,
  logger,
}: {
  readonly current: CurrentRun;
  readonly logger: Logger;
}): Disposable {
  return current.onDidChangeAny((change) => {
    const target = change && leftToUser(change);
    if (!target) return;
    notify(change, target).then(undefined, (error: unknown) =>
      logger.error(`A conflict could not be shown: ${String(error)}`),
    );
  });
}

/** The conflict that an event hands to the user. */
function leftToUser({ event, state }: RunChange): ConflictTarget | undefined {
  if (event.type !== 'merge-conflicted' && event.type !== 'conflict-left') return undefined;
  const { taskId } = event;
  return state.tasks.get(taskId)?.status === 'conflict' ? { runId: state.runId, taskId } : undefined;
}

async function notify({ state }: RunChange, target: ConflictTarget): Promise<void> {
  const task = state.tasks.get(target.taskId);
  if (!task) return;
  const { first, second } = sideNames(task);
  const files = [...new Set(task.conflicts.map(({ path }) => path))].join(', ');
  const why = task.failure ? ` ${task.failure.message}` : '';
  const button = 'Open Conflict';
  const message = plainMessage(`${second} clashes with ${first} in ${files}, and you settle it.${why}`);
  if ((await vscode.window.showWarningMessage(message, button)) === button)
    await vscode.commands.executeCommand(conflictCommands.openConflict, target);
}
