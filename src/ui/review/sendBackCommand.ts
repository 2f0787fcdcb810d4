import * as vscode from 'vscode';

import type { TaskId } from '../../core/plan/plan';
import type { ReviewedHunk } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import type { Disposable } from '../../core/util/disposable';
import { reviewCommands } from '../catalogue';
import { cursorIn, hunkAtCursor } from './cursor';
import { registerHandlers, tell } from './handlers';
import type { HunkThreads } from './hunkThreads';
import { reviewsOf } from './reviewsOf';
import type { ReviewDeps } from './services';
import { hunksIn, readTarget, type ReviewTarget } from './target';
import { placeOf, tasksBehind } from './words';

/** "Send Back…": a new attempt on the task behind a hunk, a file or a row, with the user's words. */
export function registerSendBack(deps: ReviewDeps, threads: HunkThreads): Disposable {
  return registerHandlers(deps, {
    [reviewCommands.sendBack]: async (run, argument) => {
      const { state } = run;
      const target = threads.targetOf(argument) ?? readTarget(argument) ?? targetAtCursor(state);
      const hunks = target ? hunksIn(reviewsOf(state), target) : [];
      const taskId = await chooseTask(state, target, hunks);
      if (!taskId) return;
      const reason = threads.replyIn(argument) ?? (await askReason(state, taskId));
      if (reason === undefined) return;
      const [only] = hunks;
      const located = target?.type === 'hunk' && only ? `In ${placeOf(only)}: ${reason}` : reason;
      const sent = await run.sendBack(taskId, target?.type === 'file' ? `In ${target.path}: ${reason}` : located);
      if (!sent.ok) tell(sent.error.message);
    },
  });
}

/** Asks for the words that the next attempt gets; `undefined` when the user changed their mind. */
export async function askReason(state: RunState, taskId: TaskId): Promise<string | undefined> {
  const title = state.tasks.get(taskId)?.task.title ?? '';
  const reason = await vscode.window.showInputBox({
    title: `Send ${taskId} ${title} back`,
    prompt: 'What should be different? The worker gets these words.',
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Say what should be different.' : undefined),
  });
  return reason?.trim();
}

function targetAtCursor(state: RunState): ReviewTarget | undefined {
  const hunk = hunkAtCursor(cursorIn(state, vscode.window.activeTextEditor));
  return hunk && { type: 'hunk', runId: state.runId, hunkIds: [hunk.hunk.id] };
}

async function chooseTask(
  state: RunState,
  target: ReviewTarget | undefined,
  hunks: readonly ReviewedHunk[],
): Promise<TaskId | undefined> {
  if (target?.type === 'task') return target.taskId;
  if (target?.type === 'file' && target.taskId) return target.taskId;
  const tasks = tasksBehind(
    state,
    hunks.map(({ hunk }) => hunk),
  );
  if (tasks.length === 0) {
    tell('No task made this change, so there is nobody to send it back to. Put the cursor on a change of a task.');
    return undefined;
  }
  if (tasks.length === 1) return tasks[0];
  const items = tasks.map((id) => ({ label: id, description: state.tasks.get(id)?.task.title ?? '', id }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Several tasks wrote this. Send back to which one?',
  });
  return picked?.id;
}
