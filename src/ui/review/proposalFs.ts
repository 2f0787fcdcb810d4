import * as vscode from 'vscode';

import type { FileReview } from '../../core/review/hunk';
import type { CurrentRun } from '../../core/run/currentRun';
import type { Run } from '../../core/run/run';
import { isStandIn, shownText } from '../../core/staging/read/standIn';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { WorkspacePath } from '../../core/util/paths';
import { schemes } from '../catalogue';
import { decodeProposed, encodeProposed } from './proposalBytes';
import { childrenOf } from './proposalFolders';
import { proposalUri } from './documents';
import { reviewsOf } from './reviewsOf';
import { sameLines } from './sameLines';
import { ServedTexts } from './servedTexts';
import { readReviewUri } from './uris';

/**
 * The right side of the review, as writable files: the run's state answers every read, and what the user saves goes into
 * it. Writable, because only then the editor offers Revert Block and quick fixes.
 */
export class ProposalFs implements vscode.FileSystemProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  private readonly served = new ServedTexts(Date.now);
  private runId: string | undefined;

  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChange(() => this.refresh()));
    // Once saved, reverted or closed, a document may get what was held back while the user typed.
    this.owned.add(vscode.workspace.onDidSaveTextDocument((document) => this.release(document)));
    this.owned.add(vscode.workspace.onDidCloseTextDocument((document) => this.release(document)));
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (!document.isDirty) this.release(document);
      }),
    );
  }

  watch(): vscode.Disposable {
    // All changes come from the run and are announced as they happen.
    return new vscode.Disposable(() => undefined);
  }

  stat(uri: vscode.Uri): vscode.FileStat {
    const found = this.find(uri);
    if (!found) {
      if (childrenOf(this.shownPaths(), uri.path) === undefined) throw vscode.FileSystemError.FileNotFound(uri);
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const { text, mtime } = this.serve(found.review);
    const size = encodeProposed(uri, text).byteLength;
    // Of a file that is no text only words are shown, and nobody types in those.
    const permissions = isStandIn(found.review.proposed) ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, ctime: 0, mtime, size, ...permissions };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const children = childrenOf(this.shownPaths(), uri.path);
    if (!children) throw vscode.FileSystemError.FileNotFound(uri);
    return children.map(({ name, isFolder }) => [name, isFolder ? vscode.FileType.Directory : vscode.FileType.File]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const found = this.find(uri);
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    return encodeProposed(uri, this.serve(found.review).text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const found = this.find(uri);
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    const { run, review } = found;
    const typed = decodeProposed(content);
    const merged = this.served.reconcile(review.path, typed, textOf(review));
    if (!merged.ok) throw vscode.FileSystemError.Unavailable(merged.error.message);
    // First of all what the editor has is what it just wrote: a change event on the way must not find it outdated.
    this.served.serve(review.path, typed);
    if (merged.value === textOf(review)) return;
    if (isStandIn(review.proposed)) throw vscode.FileSystemError.NoPermissions(uri);
    // Revert Block puts in what the left side shows.
    const { base } = review;
    const meant = isStandIn(base) && merged.value === shownText(base ?? '') ? (base ?? '') : merged.value;
    const edited = await run.editProposal(review.path, meant, textOf(review));
    if (!edited.ok) throw vscode.FileSystemError.Unavailable(edited.error.message);
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  dispose(): void {
    this.owned.dispose();
  }

  private find(uri: vscode.Uri): { readonly run: Run; readonly review: FileReview } | undefined {
    const document = readReviewUri(uri);
    const run = this.current.get();
    if (!document || run?.state.runId !== document.runId) return undefined;
    const review = reviewsOf(run.state).find((candidate) => candidate.path === document.path);
    return review && { run, review };
  }

  private shownPaths(): readonly WorkspacePath[] {
    const run = this.current.get();
    return run ? [...run.state.proposal.keys()] : [];
  }

  private serve(review: FileReview): { readonly text: string; readonly mtime: number } {
    const known = this.served.get(review.path);
    if (known && this.isHeld(review.path)) return known;
    this.served.serve(review.path, textOf(review));
    return this.served.get(review.path) ?? { text: textOf(review), mtime: 0 };
  }

  /** Announces every file whose text is not what the editor has. */
  private refresh(): void {
    const state = this.current.get()?.state;
    const events: vscode.FileChangeEvent[] = [];
    if (state?.runId !== this.runId) {
      if (this.runId !== undefined) events.push(...this.forgetAll(this.runId));
      this.runId = state?.runId;
    }
    if (state) {
      const byPath = new Map(reviewsOf(state).map((review) => [review.path, review]));
      for (const path of this.served.paths) {
        const review = byPath.get(path);
        const uri = proposalUri(state.runId, path);
        if (!review) {
          this.served.forget(path);
          events.push({ type: vscode.FileChangeType.Deleted, uri });
        } else if (!this.isHeld(path) && this.served.serve(path, textOf(review))) {
          events.push({ type: vscode.FileChangeType.Changed, uri });
        }
      }
    }
    if (events.length > 0) this.changed.fire(events);
  }

  private forgetAll(runId: string): vscode.FileChangeEvent[] {
    return this.served.paths.map((path) => {
      this.served.forget(path);
      return { type: vscode.FileChangeType.Deleted, uri: proposalUri(runId, path) };
    });
  }

  private release(document: vscode.TextDocument): void {
    if (document.uri.scheme !== schemes.proposal) return;
    this.refresh();
    // An undo in the middle of a save leaves the editor with another text than it saved, and believing it clean.
    const path = readReviewUri(document.uri)?.path;
    const served = path === undefined ? undefined : this.served.get(path);
    if (path === undefined || !served || document.isDirty || document.isClosed) return;
    if (sameLines(document.getText(), served.text)) return;
    this.served.touch(path);
    this.changed.fire([{ type: vscode.FileChangeType.Changed, uri: document.uri }]);
  }

  /** Whether the user has typed something into it that is not saved yet. */
  private isHeld(path: WorkspacePath): boolean {
    if (this.runId === undefined) return false;
    const uri = proposalUri(this.runId, path).toString();
    return vscode.workspace.textDocuments.some((document) => document.isDirty && document.uri.toString() === uri);
  }
}

/** A deleted file reads as an empty one, so that both sides of its diff can be opened; one that is no text in words. */
function textOf(review: FileReview): string {
  return shownText(review.proposed ?? '');
}
