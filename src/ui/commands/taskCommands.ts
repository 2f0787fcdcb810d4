import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import type { RunState, TaskState } from '../../core/run/state';
import { defaultProfile } from '../../core/plan/profile';
import { fail, ok, type Result } from '../../core/util/result';
import { isReassignable, isRetryable, isStoppable, isWorking } from '../plan/attention';
import type { Problem } from './problem';
import { noRun, pickTask } from './runCommands';

/** The user's hand on single tasks of the current run. */
export class TaskCommands {
  constructor(private readonly current: CurrentRun) {}

  /** Ends the work on one task; all others go on. */
  stop(argument: unknown): Promise<Result<void, Problem>> {
    return this.on(argument, { title: 'Stop which task?', fits: isStoppable }, (run, { task }) =>
      run.stopTask(task.id),
    );
  }

  /** A message that the worker reads before its next turn. */
  tell(argument: unknown): Promise<Result<void, Problem>> {
    return this.on(argument, { title: 'Tell which worker?', fits: isWorking }, async (run, { task }) => {
      const words = await askWords(`Tell the worker at ${task.id} ${task.title}`, {
        prompt: 'It reads this before its next turn, and so does the lead that judges it.',
        needsWords: true,
      });
      if (words === undefined) return ok(undefined);
      const told = await run.tellWorker(task.id, words);
      if (told.ok)
        void vscode.window.setStatusBarMessage(
          `Lead/Worker: the worker at ${task.id} reads it before its next turn.`,
          5000,
        );
      return told;
    });
  }

  /** A new attempt with the user's words for the worker. */
  retryWithNote(argument: unknown): Promise<Result<void, Problem>> {
    return this.on(argument, { title: 'Retry which task?', fits: isRetryable }, async (run, { task }) => {
      const note = await askWords(`Retry ${task.id} ${task.title}`, {
        prompt: 'What should the worker know? It gets these words beside the task.',
        needsWords: true,
      });
      return note === undefined ? ok(undefined) : run.retryTask(task.id, { note });
    });
  }

  /** A new attempt by another worker profile. */
  reassign(argument: unknown): Promise<Result<void, Problem>> {
    return this.on(
      argument,
      { title: 'Give which task to another worker?', fits: isReassignable },
      async (run, task) => {
        const { id, title } = task.task;
        const picked = await vscode.window.showQuickPick(otherProfiles(run.state, task), {
          title: `Give ${id} ${title} to`,
          placeHolder: 'Work on it that is under way is stopped.',
          ignoreFocusOut: true,
        });
        if (!picked) return ok(undefined);
        const note = await askWords(`Give ${id} ${title} to ${picked.label}`, {
          prompt: 'Anything the worker should know? Leave it empty for nothing but the task.',
          needsWords: false,
        });
        return note === undefined ? ok(undefined) : run.reassignTask(id, picked.label, note);
      },
    );
  }

  private async on(
    argument: unknown,
    { title, fits }: { readonly title: string; readonly fits: (task: TaskState, run: RunState) => boolean },
    act: (run: Run, task: TaskState) => Promise<Result<void, Problem>>,
  ): Promise<Result<void, Problem>> {
    const run = this.current.get();
    if (!run) return fail(noRun);
    const picked = await pickTask(run, argument, { title, fits: (task) => fits(task, run.state) });
    if (!picked.ok) return picked;
    return picked.value ? act(run, picked.value) : ok(undefined);
  }
}

function otherProfiles(state: RunState, { profile }: TaskState): readonly vscode.QuickPickItem[] {
  const { worker, profiles = [] } = state.setup;
  return [{ name: defaultProfile, model: worker, purpose: '' }, ...profiles]
    .filter(({ name }) => name !== profile)
    .map(({ name, model, purpose }) => ({
      label: name,
      description: model,
      ...(purpose !== '' && { detail: purpose }),
    }));
}

/** The user's words; `undefined` when they changed their mind. */
async function askWords(
  title: string,
  { prompt, needsWords }: { readonly prompt: string; readonly needsWords: boolean },
): Promise<string | undefined> {
  const words = await vscode.window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (needsWords && text.trim() === '' ? 'Say it in a few words.' : undefined),
  });
  return words?.trim();
}
