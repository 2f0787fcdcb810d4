import * as vscode from 'vscode';

import type { CurrentRun } from '../../core/run/currentRun';
import type { RunRecords } from '../../core/run/runRecords';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { fail, ok, type Result } from '../../core/util/result';
import type { Problem } from '../commands/problem';
import { Throttle } from '../throttle';
import { readRecordUri, recordUri, type RecordDocument } from './recordUris';

/** A record is made from the whole journal; nobody reads faster than this. */
const refreshIntervalMs = 1000;

/** What the documents are made from. */
export interface RecordDocumentsDeps {
  readonly current: CurrentRun;
  /** Loaded with the first document. */
  records(): Promise<Pick<RunRecords, 'reportMarkdown' | 'authorityLog'>>;
  readonly onError: (error: unknown) => void;
}

/** Serves reports and authority logs, read only, and keeps those that are open in step with their runs. */
export class RecordDocuments implements vscode.TextDocumentContentProvider, Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new vscode.EventEmitter<vscode.Uri>());
  /** Texts as the editor has them, by URI. */
  private readonly served = new Map<string, string>();
  private readonly stale = new Set<string>();
  private readonly throttle = this.owned.add(new Throttle(refreshIntervalMs, () => this.startRefresh()));
  private refreshing: Promise<void> = Promise.resolve();

  readonly onDidChange = this.changed.event;

  constructor(private readonly deps: RecordDocumentsDeps) {
    this.owned.add(
      deps.current.onDidChangeAny((change) => {
        if (!change) return;
        this.stale.add(change.state.runId);
        if (this.served.size > 0) this.throttle.request();
      }),
    );
    this.owned.add(vscode.workspace.onDidCloseTextDocument(({ uri }) => this.closed(uri)));
  }

  /** Makes the document and answers its address, so that what can't be told is said before anything opens. */
  async prepare(document: RecordDocument): Promise<Result<vscode.Uri, Problem>> {
    const uri = vscode.Uri.from(recordUri(document));
    const text = await this.textOf(document);
    if (!text.ok) return text;
    const had = this.served.get(uri.toString());
    this.served.set(uri.toString(), text.value);
    if (had !== undefined && had !== text.value) this.changed.fire(uri);
    return ok(uri);
  }

  async provideTextDocumentContent(uri: vscode.Uri): Promise<string> {
    const key = uri.toString();
    const known = this.served.get(key);
    if (known !== undefined) return known;
    const document = readRecordUri(uri);
    const text = document
      ? await this.textOf(document)
      : fail({ reason: 'journal', message: 'There is no such record.' });
    if (!text.ok) return text.error.message;
    this.served.set(key, text.value);
    return text.value;
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async textOf({ kind, runId }: RecordDocument): Promise<Result<string, Problem>> {
    const records = await this.deps.records();
    return kind === 'report' ? records.reportMarkdown(runId) : records.authorityLog(runId);
  }

  private startRefresh(): void {
    // One after the other: the text that was made last has to be the one that is shown last.
    this.refreshing = this.refreshing.then(() => this.refresh()).catch(this.deps.onError);
  }

  private async refresh(): Promise<void> {
    const runs = new Set(this.stale);
    this.stale.clear();
    for (const [key, had] of this.served) {
      const uri = vscode.Uri.parse(key);
      const document = readRecordUri(uri);
      if (!document || !runs.has(document.runId)) continue;
      const text = await this.textOf(document);
      // One that is closed meanwhile is not served any more.
      if (!text.ok || text.value === had || !this.served.has(key)) continue;
      this.served.set(key, text.value);
      this.changed.fire(uri);
      // The editor gives up documents after a while of which it shows only the preview, which hears of one that is opened again.
      if (!isOpen(key)) await vscode.workspace.openTextDocument(uri);
    }
  }

  private closed(uri: vscode.Uri): void {
    if (!hasPreview()) this.served.delete(uri.toString());
  }
}

function isOpen(key: string): boolean {
  return vscode.workspace.textDocuments.some(({ uri }) => uri.toString() === key);
}

/** Whether there is a preview of Markdown that may be one of ours: which document it is of, the editor does not say. */
function hasPreview(): boolean {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(
    ({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('markdown.preview'),
  );
}
