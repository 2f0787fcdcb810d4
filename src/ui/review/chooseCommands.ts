import * as vscode from 'vscode';

import type { Choice, ReviewedHunk } from '../../core/review/hunk';
import type { Run } from '../../core/run/run';
import type { RunState } from '../../core/run/state';
import type { Disposable } from '../../core/util/disposable';
import { countOf } from '../../core/util/text';
import { reviewCommands } from '../catalogue';
import { isClashing } from './clashWords';
import { cursorIn, hunkAtCursor, moveTo } from './cursor';
import { registerHandlers, tell, type ReviewHandler } from './handlers';
import type { HunkThreads } from './hunkThreads';
import { reviewsOf } from './reviewsOf';
import type { ReviewDeps } from './services';
import { whenShown } from './shown';
import { hunksIn, readTarget, type ReviewTarget } from './target';
import { nextInFile, openHunks } from './walk';
import { dependentsOf, describeHunk, placeOf, tasksBehind } from './words';

/** Accept, reject and reopen, for a hunk, a file, a task and everything. */
export function registerChooseCommands(deps: ReviewDeps, threads: HunkThreads): Disposable {
  const one =
    (choice: Choice): ReviewHandler =>
    async (run, argument) => {
      const target = threads.targetOf(argument) ?? readTarget(argument);
      const hunks = target?.type === 'hunk' ? hunksIn(reviewsOf(run.state), target) : atCursor(run.state);
      if (target?.type === 'hunk' && hunks.length === 0) tell('This change is another one by now. Look at it again.');
      else if (hunks.length > 0) await chooseAndMoveOn(run, hunks, choice, hunks.length === 1 ? 'one' : 'many');
      else if (choice === 'open') await pickDecided(run);
      else tell('Put the cursor on a change first; "Next Change" takes you to one.');
    };
  const some =
    (type: 'file' | 'task' | 'run', choice: Choice): ReviewHandler =>
    async (run, argument) => {
      const target = type === 'run' ? { type, runId: run.state.runId } : wholeTarget(run.state, type, argument);
      if (!target) {
        tell(`Choose a ${type} in the plan, or open one in the review.`);
        return;
      }
      await chooseAndMoveOn(run, hunksIn(reviewsOf(run.state), target), choice, 'many');
    };
  return registerHandlers(deps, {
    [reviewCommands.acceptHunk]: one('accepted'),
    [reviewCommands.rejectHunk]: one('rejected'),
    [reviewCommands.reopenHunk]: one('open'),
    [reviewCommands.acceptFile]: some('file', 'accepted'),
    [reviewCommands.rejectFile]: some('file', 'rejected'),
    [reviewCommands.reopenFile]: some('file', 'open'),
    [reviewCommands.acceptTask]: some('task', 'accepted'),
    [reviewCommands.rejectTask]: some('task', 'rejected'),
    [reviewCommands.reopenTask]: some('task', 'open'),
    [reviewCommands.acceptAll]: some('run', 'accepted'),
    [reviewCommands.rejectAll]: some('run', 'rejected'),
    [reviewCommands.reopenAll]: some('run', 'open'),
  });
}

function atCursor(state: RunState): readonly ReviewedHunk[] {
  const hunk = hunkAtCursor(cursorIn(state, vscode.window.activeTextEditor));
  return hunk ? [hunk] : [];
}

function wholeTarget(state: RunState, type: 'file' | 'task', argument: unknown): ReviewTarget | undefined {
  const target = readTarget(argument);
  if (target?.type === type) return target;
  const cursor = type === 'file' ? cursorIn(state, vscode.window.activeTextEditor) : undefined;
  return cursor && { type: 'file', runId: state.runId, path: cursor.review.path };
}

/**
 * Accepting or rejecting many at once decides only what is open: a hunk that was rejected one by one is not accepted by the
 * way, nor one whose lines the user changed too, which is for looking at. Reopening takes all that was decided.
 */
async function chooseAndMoveOn(
  run: Run,
  hunks: readonly ReviewedHunk[],
  choice: Choice,
  asked: 'one' | 'many',
): Promise<void> {
  const single = hunks.length === 1;
  const wanted = hunks.filter((hunk) =>
    single || choice === 'open' ? hunk.choice !== choice : hunk.choice === 'open',
  );
  const changing = wanted.filter((hunk) => asked === 'one' || choice !== 'accepted' || !isClashing(hunk));
  if (changing.length < wanted.length) {
    const count = countOf(wanted.length - changing.length, 'change');
    tell(`${count} left open, because you changed something in the same place. Look, and accept it by itself.`);
  }
  if (changing.length === 0) return;
  const editor = vscode.window.activeTextEditor;
  const cursor = cursorIn(run.state, editor);
  const chosen = await run.choose(
    changing.map(({ hunk }) => hunk.id),
    choice,
  );
  if (!chosen.ok) {
    tell(chosen.error.message);
    return;
  }
  if (choice === 'rejected') sayWhoBuildsOn(run.state, changing);
  if (editor && cursor && changing.some(({ hunk }) => hunk.path === cursor.review.path)) {
    await moveOn(run.state, editor, cursor.line);
  }
}

async function moveOn(state: RunState, editor: vscode.TextEditor, line: number): Promise<void> {
  const review = cursorIn(state, editor)?.review;
  if (!review) return;
  const next = nextInFile(review, line);
  if (next) {
    await whenShown(editor.document, review.proposed ?? '');
    moveTo(editor, next);
    return;
  }
  const rest = reviewsOf(state).filter((other) => openHunks(other).length > 0).length;
  const message = rest === 0 ? 'every change is decided' : `this file is decided, ${countOf(rest, 'file')} to go`;
  void vscode.window.setStatusBarMessage(`Lead/Worker: ${message}.`, 5000);
}

function sayWhoBuildsOn(state: RunState, rejected: readonly ReviewedHunk[]): void {
  const tasks = tasksBehind(
    state,
    rejected.map(({ hunk }) => hunk),
  );
  const dependents = dependentsOf(state, tasks);
  if (dependents.length === 0) return;
  const verb = dependents.length === 1 ? 'builds' : 'build';
  tell(`Rejected. ${dependents.join(', ')} ${verb} on ${tasks.join(', ')}: look whether that still holds.`);
}

async function pickDecided(run: Run): Promise<void> {
  const decided = reviewsOf(run.state).flatMap((review) => review.hunks.filter(({ choice }) => choice !== 'open'));
  if (decided.length === 0) {
    tell('Nothing is decided yet, so there is nothing to reopen.');
    return;
  }
  const items = decided.map((hunk) => ({
    label: placeOf(hunk),
    description: `${hunk.choice} · ${describeHunk(hunk.hunk)}`,
    detail: [...hunk.hunk.proposedLines, ...hunk.hunk.baseLines].find((line) => line.trim() !== '')?.trim() ?? '',
    id: hunk.hunk.id,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Reopen decided changes', canPickMany: true });
  if (!picked || picked.length === 0) return;
  const chosen = await run.choose(
    picked.map(({ id }) => id),
    'open',
  );
  if (!chosen.ok) tell(chosen.error.message);
}
