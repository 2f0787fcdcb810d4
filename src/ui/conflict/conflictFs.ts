import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import { disputesOf, draftText, type Dispute } from '../../core/run/disputes';
import type { Run } from '../../core/run/run';
import { isStandIn, shownText } from '../../core/staging/read/standIn';
import type { WorkspacePath } from '../../core/util/paths';
import { decodeProposed } from '../review/proposalBytes';
import { childrenOf } from '../review/proposalFolders';
import { ServedTexts } from '../review/servedTexts';
import { TextFileSystem, type ServedFile } from '../review/textFileSystem';
import { runIdOf } from '../review/uris';
import { disputeAt, unsettledTasks } from './conflictOf';
import { conflictTop, conflictUri, readConflictUri, type ConflictDocument } from './uris';

/**
 * The right side of a conflict, as writable files: the user's text so far. What they save is their word on that file, and stays with
 * the run; nothing is proposed by it before they settle the conflict.
 */
export class ConflictFs extends TextFileSystem {
  /** What the editor has, by the folder of a task's conflict. */
  private readonly served = new Map<string, Served>();

  constructor(private readonly current: CurrentRun) {
    super();
    this.owned.add(current.onDidChangeAny(() => this.refresh()));
    // What was held back while the user typed comes once they have saved.
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (readConflictUri(uri)) this.refresh();
      }),
    );
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

  protected override fileAt(uri: vscode.Uri): ServedFile | undefined {
    const found = this.find(uri);
    return found && { ...this.serve(found), isReadOnly: isNoText(found.dispute) };
  }

  private find(uri: vscode.Uri): Found | undefined {
    const document = readConflictUri(uri);
    const run = document && this.current.byId(document.runId);
    const dispute = run && disputeAt(run.state, document.taskId, document.path);
    return dispute && { run, document, dispute };
  }

  protected override childrenAt(uri: vscode.Uri): ReturnType<typeof childrenOf> {
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
    for (const [key, { document: any, texts }] of this.served) {
      for (const path of texts.paths) {
        const document = { ...any, path };
        const event = this.eventOf(document, texts);
        if (event !== undefined) events.push({ type: event, uri: uriOf(document) });
      }
      if (!this.current.byId(any.runId)) this.served.delete(key);
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
