import * as vscode from 'vscode';

import { hunkAt } from '../../core/review/anchor';
import type { FileReview, ReviewedHunk } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import { reviewAt, reviewsOf } from './reviewsOf';
import { readReviewUri } from './uris';
import { shownLine } from './walk';

/** Where the cursor stands in the review. */
export interface ReviewCursor {
  readonly review: FileReview;
  /** Line of the right side, from 0. */
  readonly line: number;
}

/** The cursor of an editor that shows either side of a file of this run. */
export function cursorIn(state: RunState, editor: vscode.TextEditor | undefined): ReviewCursor | undefined {
  if (!editor) return undefined;
  const document = readReviewUri(editor.document.uri);
  if (document?.runId !== state.runId) return undefined;
  const review = reviewAt(reviewsOf(state), document);
  if (!review) return undefined;
  const line = editor.selection.active.line;
  return { review, line: document.side === 'proposal' ? line : proposedLineFor(review, line) };
}

/** The hunk the cursor stands in or right beside; open ones go before decided ones. */
export function hunkAtCursor(cursor: ReviewCursor | undefined): ReviewedHunk | undefined {
  return cursor && hunkAt(cursor.review, cursor.line + 1);
}

/** Puts the cursor of an editor at the start of a hunk. */
export function moveTo(editor: vscode.TextEditor, hunk: ReviewedHunk): void {
  const line = Math.min(shownLine(hunk), editor.document.lineCount - 1);
  const start = new vscode.Position(line, 0);
  editor.selection = new vscode.Selection(start, start);
  editor.revealRange(new vscode.Range(start, start), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** From a line of the left side to the one beside it: the last hunk above tells how far the sides have drifted apart. */
function proposedLineFor(review: FileReview, reviewedLine: number): number {
  const above = review.hunks.filter((hunk) => hunk.reviewedLine <= reviewedLine).at(-1);
  if (!above) return reviewedLine;
  const inside = reviewedLine - above.reviewedLine;
  const left = (above.choice === 'accepted' ? above.hunk.proposedLines : above.hunk.baseLines).length;
  const right = (above.choice === 'rejected' ? above.hunk.baseLines : above.hunk.proposedLines).length;
  return above.proposedLine + (inside < left ? Math.min(inside, right) : inside - left + right);
}
