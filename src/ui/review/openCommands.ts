import * as vscode from 'vscode';

import type { FileReview } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import type { Disposable } from '../../core/util/disposable';
import { reviewCommands } from '../catalogue';
import { cursorIn, hunkAtCursor, moveTo } from './cursor';
import { registerHandlers, tell } from './handlers';
import { openFile, openFiles } from './openReview';
import { reviewsOf } from './reviewsOf';
import type { ReviewDeps } from './services';
import { hunksIn, readTarget, type ReviewTarget } from './target';
import { openHunks, shownLine, walkHunks, type Direction } from './walk';

/** Commands that open the review and walk through it. `onOpened` hears of every opening, which is always the user's wish. */
export function registerOpenCommands(deps: ReviewDeps, onOpened: () => void): Disposable {
  const { logger } = deps;

  const openTarget = async (state: RunState, target: ReviewTarget): Promise<void> => {
    const reviews = reviewsOf(state);
    const hunks = hunksIn(reviews, target);
    const wanted = reviews.filter((review) => hunks.some(({ hunk }) => hunk.path === review.path));
    const [first] = wanted;
    if (!first || target.runId !== state.runId) {
      tell('There is nothing to review there yet.');
    } else if (target.type === 'task' || target.type === 'run') {
      await openFiles(state, wanted, { about: aboutOf(state, target), logger });
    } else {
      const start = hunks.find(({ choice }) => choice === 'open') ?? hunks[0];
      await openFile(state, first, { ...(start && { line: shownLine(start) }), logger });
    }
    onOpened();
  };

  const walk = async (state: RunState, direction: Direction): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const cursor = cursorIn(state, editor);
    const from = cursor && { path: cursor.review.path, line: lineOfCursorHunk(cursor) };
    const hunk = walkHunks(reviewsOf(state), from, direction);
    const review = hunk && reviewsOf(state).find(({ path }) => path === hunk.hunk.path);
    if (!review) {
      void vscode.window.setStatusBarMessage('Lead/Worker: every change is decided.', 5000);
    } else if (editor && cursor?.review.path === hunk.hunk.path) {
      moveTo(editor, hunk);
    } else {
      await openFile(state, review, { line: shownLine(hunk), logger });
    }
  };

  return registerHandlers(deps, {
    [reviewCommands.openFileReview]: async ({ state }, argument) => {
      const target = readTarget(argument);
      if (target) await openTarget(state, target);
      else
        await pickFile(state, (review) => openTarget(state, { type: 'file', runId: state.runId, path: review.path }));
    },
    [reviewCommands.openTaskReview]: async ({ state }, argument) => {
      const target = readTarget(argument);
      if (target) await openTarget(state, target);
    },
    [reviewCommands.openRunReview]: async ({ state }) => openTarget(state, { type: 'run', runId: state.runId }),
    [reviewCommands.nextHunk]: async ({ state }) => walk(state, 'next'),
    [reviewCommands.previousHunk]: async ({ state }) => walk(state, 'previous'),
  });
}

/** A cursor anywhere in a hunk counts as being at its start, or "previous" would stay in the same hunk. */
function lineOfCursorHunk(cursor: NonNullable<ReturnType<typeof cursorIn>>): number {
  const hunk = hunkAtCursor(cursor);
  const inside =
    hunk && cursor.line >= hunk.proposedLine && cursor.line < hunk.proposedLine + hunk.hunk.proposedLines.length;
  return inside ? hunk.proposedLine : cursor.line;
}

function aboutOf(state: RunState, target: ReviewTarget): string {
  if (target.type !== 'task') return 'All changes';
  return `${target.taskId} ${state.tasks.get(target.taskId)?.task.title ?? ''}`.trim();
}

async function pickFile(state: RunState, open: (review: FileReview) => Promise<void>): Promise<void> {
  const items = reviewsOf(state)
    .filter(({ hunks }) => hunks.length > 0)
    .map((review) => ({ label: review.path, description: `${openHunks(review).length} open`, review }));
  const picked = await vscode.window.showQuickPick(items, { title: 'Review a file' });
  if (picked) await open(picked.review);
}
