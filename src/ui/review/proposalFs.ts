import * as vscode from 'vscode';

import type { FileReview } from '../../core/review/hunk';
import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import { isStandIn, shownText } from '../../core/staging/read/standIn';
import type { WorkspacePath } from '../../core/util/paths';
import { decodeProposed } from './proposalBytes';
import { childrenOf } from './proposalFolders';
import { proposalUri } from './documents';
import { reviewsOf } from './reviewsOf';
import { sameLines } from './sameLines';
import { ServedTexts } from './servedTexts';
import { TextFileSystem, type ServedFile } from './textFileSystem';
import { proposedTop, readReviewUri, runIdOf } from './uris';

/**
 * The right side of the review, as writable files: the run's state answers every read, and what the user saves goes into
 * it.
 */
export class ProposalFs extends TextFileSystem {
  /** By run. */
  private readonly served = new Map<string, ServedTexts>();

  constructor(private readonly current: CurrentRun) {
    super();
    this.owned.add(current.onDidChangeAny((change) => this.refresh(change?.state.runId)));
    // Once saved, reverted or closed, a document may get what was held back while the user typed.
    this.owned.add(vscode.workspace.onDidSaveTextDocument((document) => this.release(document)));
    this.owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.release(document)));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!document.isDirty) this.release(document);
      }),
    );
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const found = this.find(uri);
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    const { run, review } = found;
    const served = this.servedOf(run.state.runId);
    const typed = decodeProposed(content);
    const merged = served.reconcile(review.path, typed, textOf(review));
    if (!merged.ok) throw vscode.FileSystemError.Unavailable(merged.error.message);
    // First of all what the editor has is what it just wrote: a change event on the way must not find it outdated.
    served.serve(review.path, typed);
    if (merged.value === textOf(review)) return;
    if (isStandIn(review.proposed)) throw vscode.FileSystemError.NoPermissions(uri);
    // Revert Block puts in what the left side shows.
    const { base } = review;
    const meant = isStandIn(base) && merged.value === shownText(base ?? '') ? (base ?? '') : merged.value;
    const edited = await run.editProposal(review.path, meant, textOf(review));
    if (!edited.ok) throw vscode.FileSystemError.Unavailable(edited.error.message);
  }

  protected override fileAt(uri: vscode.Uri): ServedFile | undefined {
    const found = this.find(uri);
    return found && { ...this.serve(found), isReadOnly: isStandIn(found.review.proposed) };
  }

  protected override childrenAt(uri: vscode.Uri): ReturnType<typeof childrenOf> {
    const run = this.current.byId(runIdOf(uri));
    return childrenOf(run ? [...run.state.proposal.keys()] : [], uri.path, proposedTop);
  }

  private find(uri: vscode.Uri): Found | undefined {
    const document = readReviewUri(uri);
    const run = document && this.current.byId(document.runId);
    if (!run) return undefined;
    const review = reviewsOf(run.state).find((candidate) => candidate.path === document.path);
    return review && { run, review };
  }

  private servedOf(runId: string): ServedTexts {
    const known = this.served.get(runId) ?? new ServedTexts(Date.now);
    this.served.set(runId, known);
    return known;
  }

  private serve({ run, review }: Found): { readonly text: string; readonly mtime: number } {
    const { runId } = run.state;
    const served = this.servedOf(runId);
    const known = served.get(review.path);
    if (known && isHeld(runId, review.path)) return known;
    served.serve(review.path, textOf(review));
    return served.get(review.path) ?? { text: textOf(review), mtime: 0 };
  }

  /** Announces every file whose text is not what the editor has: of one run, or of all of them. */
  private refresh(runId: string | undefined): void {
    const events: vscode.FileChangeEvent[] = [];
    for (const [id, served] of this.served) {
      if (runId !== undefined && runId !== id) continue;
      const run = this.current.byId(id);
      const reviews = new Map((run ? reviewsOf(run.state) : []).map((review) => [review.path, review]));
      for (const path of served.paths) {
        const review = reviews.get(path);
        const uri = proposalUri(id, path);
        if (!review) {
          served.forget(path);
          events.push({ type: vscode.FileChangeType.Deleted, uri });
        } else if (!isHeld(id, path) && served.serve(path, textOf(review))) {
          events.push({ type: vscode.FileChangeType.Changed, uri });
        }
      }
      if (!run) this.served.delete(id);
    }
    if (events.length > 0) this.changed.fire(events);
  }

  private release(document: vscode.TextDocument): void {
    const about = readReviewUri(document.uri);
    if (about?.side !== 'proposal') return;
    this.refresh(about.runId);
    // An undo in the middle of a save leaves the editor with another text than it saved, and believing it clean.
    const served = this.served.get(about.runId);
    const known = served?.get(about.path);
    if (!served || !known || document.isDirty || document.isClosed) return;
    if (sameLines(document.getText(), known.text)) return;
    served.touch(about.path);
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri: document.uri }]);
  }
}

interface Found {
  readonly run: Run;
  readonly review: FileReview;
}

/** Whether the user has typed something into it that is not saved yet. */
function isHeld(runId: string, path: WorkspacePath): boolean {
  const uri = proposalUri(runId, path).toString();
  return vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri);
}

/** A deleted file reads as an empty one, so that both sides of its diff can be opened; one that is no text in words. */
function textOf(review: FileReview): string {
  return shownText(review.proposed ?? '');
}
