import * as vscode from 'vscode';

import type { FindingSeverity } from '../../core/review/finding';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { schemes } from '../catalogue';
import { proposalUri } from '../review/documents';
import type { ReviewDeps } from '../review/services';
import { Throttle } from '../throttle';
import { marksBySource, type FindingMark } from './findingMarks';
import { presentMarks } from './presentMarks';

// Problems need not follow every event of a busy run.
const refreshIntervalMs = 100;

/** Shows open findings as diagnostics on the proposed text, one collection for each source. */
export class FindingDiagnostics implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly collections = new Map<string, vscode.DiagnosticCollection>();
  private readonly refresh = this.owned.add(new Throttle(refreshIntervalMs, () => this.show()));

  constructor(private readonly deps: ReviewDeps) {
    this.owned.add(deps.current.onDidChangeAny(() => this.refresh.request()));
    // Diagnostics do not move with what is written into a document: each change places them anew.
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.scheme === schemes.proposal) this.refresh.request();
      }),
    );
    this.refresh.request();
  }

  dispose(): void {
    this.owned.dispose();
    for (const collection of this.collections.values()) collection.dispose();
    this.collections.clear();
  }

  private show(): void {
    for (const collection of this.collections.values()) collection.clear();
    for (const { state } of this.deps.current.all) {
      for (const [source, marks] of marksBySource(presentMarks(state))) this.collect(source, state.runId, marks);
    }
  }

  private collect(source: string, runId: string, marks: readonly FindingMark[]): void {
    let collection = this.collections.get(source);
    if (!collection) {
      collection = vscode.languages.createDiagnosticCollection(source);
      this.collections.set(source, collection);
    }
    collection.set(marks.map((mark) => [proposalUri(runId, mark.path), [diagnosticOf(mark)]]));
  }
}

/** The range of a mark in the editor's terms. */
export function rangeOf({ line, startColumn, endColumn }: FindingMark): vscode.Range {
  return new vscode.Range(line, startColumn, line, endColumn);
}

function diagnosticOf(mark: FindingMark): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(mark), mark.message, severityOf(mark.severity));
  diagnostic.source = mark.source;
  diagnostic.code = mark.code;
  return diagnostic;
}

function severityOf(severity: FindingSeverity): vscode.DiagnosticSeverity {
  switch (severity) {
    case 'error':
      return vscode.DiagnosticSeverity.Error;
    case 'warning':
      return vscode.DiagnosticSeverity.Warning;
    case 'information':
      return vscode.DiagnosticSeverity.Information;
  }
}
