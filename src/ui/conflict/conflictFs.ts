import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { disputesOf, draftText, type Dispute } from '../../core/run/disputes';
import type { Run } from '../../core/run/run';
import { isStandIn, shownText } from '../../core/staging/read/standIn';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { WorkspacePath } from '../../core/util/paths';
import { decodeProposed, encodeProposed } from '../review/proposalBytes';
import { childrenOf } from '../review/proposalFolders';
import { ServedTexts } from '../review/servedTexts';
import { runIdOf } from '../review/uris';
import { disputeAt, unsettledTasks } from './conflictOf';
import { conflictTop, conflictUri, readConflictUri, type ConflictDocument } from './uris';

/**
 * The right side of a conflict, as writable files: the user's text so far. What they save is their word on that file, and stays with
 * the run; nothing is proposed by it before they settle the conflict.
 */
export class ConflictFs implements vscode.FileSystemProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.FileChangeEvent[]>());
  /** What the editor has, by the folder of a task's conflict. */
  private readonly served = new Map<string, Served>();

  readonly onDidChangeFile = this.changed.event;

  constructor(private readonly current: CurrentRun) {
    this.owned.add(current.onDidChangeAny(() => this.refresh()));
    // What was held back while the user typed comes once they have saved.
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (readConflictUri(uri)) this.refresh();
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
      if (!this.children(uri)) throw vscode.FileSystemError.FileNotFound(uri);
      return { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    }
    const { text, mtime } = this.serve(found);
    const size = encodeProposed(uri, text).byteLength;
    // Of a file that is no text a side can be taken, and nothing typed.
    const permissions = isNoText(found.dispute) ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, ctime: 0, mtime, size, ...permissions };
  }

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    const children = this.children(uri);
    if (!children) throw vscode.FileSystemError.FileNotFound(uri);
    return children.map(({ name, isFolder }) => [name, isFolder ? vscode.FileType.Directory : vscode.FileType.File]);
  }

  readFile(uri: vscode.Uri): Uint8Array {
    const found = this.find(uri);
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    return encodeProposed(uri, this.serve(found).text);
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    const found = this.find(uri);
    if (!found) throw vscode.FileSystemError.FileNotFound(uri);
    if (isNoText(found.dispute)) throw vscode.FileSystemError.NoPermissions(uri);
    const { run, document, dispute } = found;
    const text = decodeProposed(content);
    // First of all what the editor has is what it just wrote: a change event on the way must not find it outdated.
    this.servedOf(document).texts.serve(document.path, text);
    if (text === textOf(dispute)) return;
    const drafted = await run.draftConflict(document.taskId, document.path, { take: 'text', text });
    if (!drafted.ok) throw vscode.FileSystemError.Unavailable(drafted.error.message);
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

  private find(uri: vscode.Uri): Found | undefined {
    const document = readConflictUri(uri);
    const run = document && this.current.byId(document.runId);
    const dispute = run && disputeAt(run.state, document.taskId, document.path);
    return dispute && { run, document, dispute };
  }

  private children(uri: vscode.Uri): ReturnType<typeof childrenOf> {
    const state = this.current.byId(runIdOf(uri))?.state;
    const paths = (state ? unsettledTasks(state) : []).flatMap((task) =>
      state ? disputesOf(state, task).map(({ path }) => `${encodeURIComponent(task.task.id)}/${path}`) : [],
    );
    return childrenOf(paths, uri.path, conflictTop);
  }

  private servedOf(document: ConflictDocument): Served {
    const key = `${document.runId}\n${document.taskId}`;
    const known = this.served.get(key) ?? { document, texts: new ServedTexts(Date.now) };
    this.served.set(key, known);
    return known;
  }

  private serve({ document, dispute }: Found): { readonly text: string; readonly mtime: number } {
    const { texts } = this.servedOf(document);
    const known = texts.get(document.path);
    if (known && isDirty(document)) return known;
    texts.serve(document.path, textOf(dispute));
    return texts.get(document.path) ?? { text: textOf(dispute), mtime: 0 };
  }

  /** Announces every file whose text is not what the editor has. */
  private refresh(): void {
    const events: vscode.FileChangeEvent[] = [];
    for (const { document: any, texts } of this.served.values()) {
      for (const path of texts.paths) {
        const document = { ...any, path };
        const event = this.eventOf(document, texts);
        if (event !== undefined) events.push({ type: event, uri: uriOf(document) });
      }
    }
    if (events.length > 0) this.changed.fire(events);
  }

  private eventOf(document: ConflictDocument, texts: ServedTexts): vscode.FileChangeType | undefined {
    const state = this.current.byId(document.runId)?.state;
    const dispute = state && disputeAt(state, document.taskId, document.path);
    if (!dispute) {
      texts.forget(document.path);
      return vscode.FileChangeType.Deleted;
    }
    const isNews = !isDirty(document) && texts.serve(document.path, textOf(dispute));
    return isNews ? vscode.FileChangeType.Changed : undefined;
  }
}

interface Served {
  /** Any document of that conflict. */
  readonly document: ConflictDocument;
  readonly texts: ServedTexts;
}

interface Found {
  readonly run: Run;
  readonly document: ConflictDocument;
  readonly dispute: Dispute;
}

/** The address of the writable side. */
export function yourUri(runId: string, { taskId, path }: Pick<ConflictDocument, 'taskId' | 'path'>): vscode.Uri {
  return uriOf({ side: 'yours', runId, taskId, path });
}

function uriOf(document: Omit<ConflictDocument, 'path'> & { readonly path: WorkspacePath }): vscode.Uri {
  return vscode.Uri.from(conflictUri({ ...document, side: 'yours' }));
}

function isDirty(document: ConflictDocument): boolean {
  const uri = uriOf(document).toString();
  return vscode.workspace.textDocuments.some((open) => open.isDirty && open.uri.toString() === uri);
}

/** A file that is not there reads as an empty one, so that both sides can be opened; one that is no text in words. */
function textOf(dispute: Dispute): string {
  return shownText(draftText(dispute) ?? '');
}

function isNoText({ first, second }: Dispute): boolean {
  return isStandIn(first.text) || isStandIn(second.text);
}
