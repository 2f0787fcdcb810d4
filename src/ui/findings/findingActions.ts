import * as vscode from 'vscode';

import { DisposableStore, type Disposable } from '../../core/util/disposable';
import type { FindingState } from '../../core/review/finding';
import { reviewCommands, schemes } from '../catalogue';
import type { ReviewDeps } from '../review/services';
import { readReviewUri } from '../review/uris';
import { rangeOf } from './findingDiagnostics';
import { presentMarks } from './presentMarks';

const kind = vscode.CodeActionKind.QuickFix.append('leadWorker');

/** Quick fixes on findings. All of them are commands: an edit would make the proposal dirty behind the run's back. */
export class FindingActions implements vscode.CodeActionProvider, Disposable {
  private readonly owned = new DisposableStore();

  constructor(private readonly deps: ReviewDeps) {
    const selector = { scheme: schemes.proposal };
    this.owned.add(vscode.languages.registerCodeActionsProvider(selector, this, { providedCodeActionKinds: [kind] }));
  }

  provideCodeActions(
    { uri }: vscode.TextDocument,
    range: vscode.Range,
    context: vscode.CodeActionContext,
  ): vscode.CodeAction[] {
    const document = readReviewUri(uri);
    const state = document && this.deps.current.byId(document.runId)?.state;
    if (!state) return [];
    const marks = presentMarks(state).filter(
      (mark) => mark.path === document.path && rangeOf(mark).intersection(range),
    );
    return marks.flatMap((mark) => {
      const found = state.findings.find(({ finding }) => finding.id === mark.findingId);
      const diagnostics = context.diagnostics.filter(
        (diagnostic) => diagnostic.source === mark.source && diagnostic.message === mark.message,
      );
      return found ? actionsFor(state.runId, found, diagnostics) : [];
    });
  }

  dispose(): void {
    this.owned.dispose();
  }
}

function actionsFor(
  runId: string,
  { finding, choice }: FindingState,
  diagnostics: vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { id, taskId } = finding;
  const action = (title: string, command: string, argument: unknown): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, kind);
    made.command = { title, command, arguments: [argument] };
    made.diagnostics = diagnostics;
    return made;
  };
  const open = action(`Open ${taskId}`, reviewCommands.openTaskReview, { type: 'task', runId, taskId });
  if (choice !== 'open') return [open];
  return [
    action(`Agree and send back to ${taskId}`, reviewCommands.findingSendBack, { findingId: id }),
    action('Agree and drop the change', reviewCommands.findingDrop, { findingId: id }),
    action('Dismiss…', reviewCommands.findingDismiss, { findingId: id }),
    open,
  ];
}
