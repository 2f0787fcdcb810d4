import * as vscode from 'vscode';

import type { ReviewedHunk } from '../../core/review/hunk';
import type { RunState } from '../../core/run/state';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { comments, schemes } from '../catalogue';
import { clashSentence } from './clashWords';
import { cursorIn, hunkAtCursor } from './cursor';
import { proposalUri } from './documents';
import type { ReviewDeps } from './services';
import type { ReviewTarget } from './target';
import { authorOf, criteriaOf, describeHunk } from './words';

/** A thread that is shown, and what it is about. */
interface ShownThread {
  readonly thread: vscode.CommentThread;
  readonly target: ReviewTarget & { readonly type: 'hunk' };
  /** Changes exactly when the thread has to be made anew. */
  readonly key: string;
}

/**
 * A comment thread on the open hunk at the cursor, and on no other: who made it, what for, and buttons to decide. It is the
 * mouse path that works with the editor's default settings, where CodeLens in diffs is off.
 */
export class HunkThreads implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly controller = this.owned.add(
    vscode.comments.createCommentController(comments.controller, 'Lead/Worker Review'),
  );
  private shown: ShownThread | undefined;

  constructor(private readonly deps: ReviewDeps) {
    this.controller.options = { prompt: 'Send back with a reason', placeHolder: 'What should be different?' };
    this.owned.add(vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)));
    this.owned.add(vscode.window.onDidChangeActiveTextEditor((editor) => this.follow(editor)));
    // Threads do not move with what we write into the document: each change places it anew.
    this.owned.add(deps.current.onDidChange(() => this.update(vscode.window.activeTextEditor)));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === schemes.proposal) this.update(vscode.window.activeTextEditor);
      }),
    );
  }

  /** What a thread's button is about, when the argument of a command is one of ours (alone, or with a reply). */
  targetOf(argument: unknown): ReviewTarget | undefined {
    const { shown } = this;
    return shown && (argument === shown.thread || isReplyTo(argument, shown.thread)) ? shown.target : undefined;
  }

  /** What the user wrote into the thread's reply box, if the argument of a command has it. */
  replyIn(argument: unknown): string | undefined {
    const { shown } = this;
    if (!shown || !isReplyTo(argument, shown.thread)) return undefined;
    return argument.text.trim() || undefined;
  }

  dispose(): void {
    this.hide();
    this.owned.dispose();
  }

  /** The reply box is an editor too: going into it must not take the thread away. */
  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.uri.scheme !== 'comment') this.update(editor);
  }

  private update(editor: vscode.TextEditor | undefined): void {
    const state = this.deps.current.get()?.state;
    const hunk = state && hunkAtCursor(cursorIn(state, editor));
    if (state && hunk?.choice === 'open') this.show(state, hunk);
    else this.hide();
  }

  private show(state: RunState, hunk: ReviewedHunk): void {
    const label = labelOf(state, hunk);
    const key = [state.runId, hunk.hunk.id, hunk.proposedLine, label].join('\n');
    if (this.shown?.key === key) return;
    this.hide();
    const uri = proposalUri(state.runId, hunk.hunk.path);
    const thread = this.controller.createCommentThread(uri, rangeOf(hunk), [commentOn(state, hunk)]);
    thread.contextValue = comments.hunkThread;
    thread.label = label;
    thread.collapsibleState = vscode.CommentThreadCollapsibleState.Expanded;
    thread.canReply = true;
    this.shown = { thread, key, target: { type: 'hunk', runId: state.runId, hunkIds: [hunk.hunk.id] } };
  }

  private hide(): void {
    this.shown?.thread.dispose();
    this.shown = undefined;
  }
}

/**
 * The comment has an author and no body: one with text in it would open the Comments panel, which takes half of the window, by
 * the editor's default settings.
 */
function commentOn(state: RunState, { hunk }: ReviewedHunk): vscode.Comment {
  return { author: { name: authorOf(state, hunk) }, body: '', mode: vscode.CommentMode.Preview };
}

/** What the change does and what for. Labels are plain text: nothing that a model wrote can be clicked. */
function labelOf(state: RunState, reviewed: ReviewedHunk): string {
  const clash = clashSentence(reviewed);
  const { hunk } = reviewed;
  return [...(clash === undefined ? [] : [`⚠ ${clash}`]), describeHunk(hunk), ...criteriaOf(state, hunk)].join(' · ');
}

/** The thread opens below the last line of its range: the whole hunk stays in sight above it. */
function rangeOf({ hunk, proposedLine }: ReviewedHunk): vscode.Range {
  const last = proposedLine + Math.max(1, hunk.proposedLines.length) - 1;
  return new vscode.Range(proposedLine, 0, last, 0);
}

function isReplyTo(argument: unknown, thread: vscode.CommentThread): argument is vscode.CommentReply {
  return (
    typeof argument === 'object' &&
    argument !== null &&
    'thread' in argument &&
    argument.thread === thread &&
    'text' in argument
  );
}
