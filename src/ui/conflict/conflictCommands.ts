import * as vscode from 'vscode';

import { disputesOf, type Dispute } from '../../core/run/disputes';
import type { Run } from '../../core/run/run';
import type { TaskState } from '../../core/run/state';
import type { Disposable } from '../../core/util/disposable';
import { baseName } from '../../core/util/paths';
import { conflictCommands } from '../catalogue';
import { registerHandlers, tell, type ReviewHandler } from '../review/handlers';
import { patiently } from '../review/openReview';
import type { ReviewDeps } from '../review/services';
import { yourUri } from './conflictFs';
import { sideNames, standingOf, unsettledTasks } from './conflictOf';
import { readConflictTarget, type ConflictTarget } from './conflictTarget';
import { conflictUri, readConflictUri } from './uris';

/** What a command works on: a run's task in conflict, and the files that are meant. */
interface Chosen {
  readonly run: Run;
  readonly task: TaskState;
  readonly disputes: readonly Dispute[];
}

/** Commands with which the user settles a conflict: open a file of it, take a side, and settle. */
export function registerConflictCommands(deps: ReviewDeps): Disposable {
  const on =
    (act: (chosen: Chosen) => Promise<void>): ReviewHandler =>
    async (shown, argument) => {
      const target = readConflictTarget(argument) ?? readConflictTarget(vscode.window.activeTextEditor?.document.uri);
      const run = (target && deps.current.byId(target.runId)) ?? shown;
      const task = await pickTask(run, target);
      if (task === undefined) tell('No conflict of this run waits for you.');
      else if (task !== 'cancelled') await act({ run, task, disputes: filesOf(run, task, target) });
    };
  const take =
    (side: 'first' | 'second' | 'both') =>
    async ({ run, task, disputes }: Chosen): Promise<void> => {
      for (const { path } of disputes) {
        const drafted = await run.draftConflict(task.task.id, path, { take: side });
        if (!drafted.ok) {
          tell(drafted.error.message);
          return;
        }
      }
      sayWhatIsLeft(run, task);
    };
  return registerHandlers(deps, {
    [conflictCommands.openConflict]: on((chosen) => open(deps, chosen)),
    [conflictCommands.takeFirst]: on(take('first')),
    [conflictCommands.takeSecond]: on(take('second')),
    [conflictCommands.takeBoth]: on(take('both')),
    [conflictCommands.settleConflict]: on(settle),
  });
}

async function open({ logger }: ReviewDeps, { run, task, disputes }: Chosen): Promise<void> {
  const wanted = disputes.find(({ isDecided }) => !isDecided) ?? disputes[0];
  if (!wanted) {
    tell('Nothing clashes any more. Settle the conflict to take the change in.');
    return;
  }
  const document = { runId: run.state.runId, taskId: task.task.id, path: wanted.path };
  const { first, second } = sideNames(task);
  const title = `${baseName(wanted.path)} (${first} ↔ ${second}, Yours to Edit)`;
  const left = vscode.Uri.from(conflictUri({ side: 'first', ...document }));
  const options: vscode.TextDocumentShowOptions = { preview: true };
  await patiently(
    vscode.commands.executeCommand('vscode.diff', left, yourUri(run.state.runId, document), title, options),
    { what: title, logger },
  );
}

async function settle({ run, task }: Chosen): Promise<void> {
  const settled = await run.settleConflict(task.task.id);
  if (!settled.ok) {
    tell(settled.error.message);
    return;
  }
  await closeTabs(run.state.runId, task);
  void vscode.window.setStatusBarMessage(
    `Lead/Worker: ${task.task.id} is in the proposal, and the gates run on it.`,
    5000,
  );
}

/** What has been settled is in the review from now on. */
async function closeTabs(runId: string, { task }: TaskState): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  const done = tabs.filter(({ input }) => {
    const document = input instanceof vscode.TabInputTextDiff ? readConflictUri(input.modified) : undefined;
    return document?.runId === runId && document.taskId === task.id;
  });
  if (done.length > 0) await vscode.window.tabGroups.close(done);
}

function sayWhatIsLeft(run: Run, { task }: TaskState): void {
  const now = run.state.tasks.get(task.id);
  const open = now ? disputesOf(run.state, now).filter(({ isDecided }) => !isDecided).length : 0;
  const words = open > 0 ? `${open} to decide` : 'all decided; settle the conflict when you are through';
  void vscode.window.setStatusBarMessage(`Lead/Worker: ${words}.`, 5000);
}

/** The task that is meant, or the user's pick of those in conflict; `undefined` when there is none. */
async function pickTask(run: Run, target: ConflictTarget | undefined): Promise<TaskState | 'cancelled' | undefined> {
  const tasks = unsettledTasks(run.state);
  if (target) return tasks.find(({ task }) => task.id === target.taskId);
  if (tasks.length <= 1) return tasks[0];
  const items = tasks.map((task) => ({
    label: `${task.task.id} ${task.task.title}`,
    description: disputesOf(run.state, task)
      .map((dispute) => `${dispute.path} ${standingOf(dispute, sideNames(task))}`)
      .join(', '),
    task,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Which conflict?', ignoreFocusOut: true });
  return picked?.task ?? 'cancelled';
}

function filesOf(run: Run, task: TaskState, target: ConflictTarget | undefined): readonly Dispute[] {
  const disputes = disputesOf(run.state, task);
  return target?.path === undefined ? disputes : disputes.filter(({ path }) => path === target.path);
}
