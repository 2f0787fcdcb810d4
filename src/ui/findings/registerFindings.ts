import * as vscode from 'vscode';

import type { Finding } from '../../core/review/finding';
import type { Run } from '../../core/run/run';
import { DisposableStore, type Disposable } from '../../core/util/disposable';
import { reviewCommands } from '../catalogue';
import { registerHandlers, tell } from '../review/handlers';
import type { ReviewDeps } from '../review/services';
import { FindingActions } from './findingActions';
import { FindingDiagnostics } from './findingDiagnostics';

/** Puts up findings: diagnostics, quick fixes and the commands behind them. */
export function registerFindings(deps: ReviewDeps): Disposable {
  const owned = new DisposableStore();
  owned.add(new FindingDiagnostics(deps));
  owned.add(new FindingActions(deps));
  owned.add(
    registerHandlers(deps, {
      [reviewCommands.findingSendBack]: async (run, argument) => {
        const finding = findingOf(run, argument);
        if (finding) report(await run.sendBack(finding.taskId, '', finding.id));
      },
      [reviewCommands.findingDrop]: async (run, argument) => {
        const finding = findingOf(run, argument);
        if (finding) report(await run.dropFinding(finding.id));
      },
      [reviewCommands.findingDismiss]: async (run, argument) => {
        const finding = findingOf(run, argument);
        const reason = finding && (await askWhy(finding));
        if (finding && reason !== undefined) report(await run.dismissFinding(finding.id, reason));
      },
    }),
  );
  return owned;
}

function findingOf({ state }: Run, argument: unknown): Finding | undefined {
  const id =
    typeof argument === 'object' && argument !== null && 'findingId' in argument ? argument.findingId : undefined;
  const found = state.findings.find(({ finding, choice }) => finding.id === id && choice === 'open');
  if (!found) tell('This finding is settled already.');
  return found?.finding;
}

async function askWhy({ message }: Finding): Promise<string | undefined> {
  const reason = await vscode.window.showInputBox({
    title: 'Dismiss finding',
    prompt: `Why does it not hold? "${message}"`,
    ignoreFocusOut: true,
    validateInput: (text) => (text.trim() === '' ? 'Give a reason; it is kept in the journal.' : undefined),
  });
  return reason?.trim();
}

function report(
  result: { readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } },
): void {
  if (!result.ok) tell(result.error.message);
}
